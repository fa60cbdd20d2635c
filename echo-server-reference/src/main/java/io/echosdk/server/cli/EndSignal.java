package io.echosdk.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM, heard by a verb that runs until then. The process ends when the verb has
 * closed what it opened, or after two seconds if the verb asks for no other grace.
 */
final class EndSignal implements AutoCloseable {

  private static final Duration GRACE = Duration.ofMillis(1_900);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onEnd, "echo-end");

  private final Duration grace;

  private EndSignal(Duration grace) {
    this.grace = grace;
  }

  static EndSignal listen() {
    return listen(GRACE);
  }

  /** Listens; the process ends at the latest so long after the signal. */
  static EndSignal listen(Duration grace) {
    EndSignal signal = new EndSignal(grace);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void onEnd() {
    asked.countDown();
    try {
      done.await(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the signal. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Waits for the signal at most this long; returns whether it came. */
  boolean await(Duration atMost) throws InterruptedException {
    return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets the process end: everything is closed. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      done.countDown(); // the process is ending: the hook is what waits for us
    }
  }
}
