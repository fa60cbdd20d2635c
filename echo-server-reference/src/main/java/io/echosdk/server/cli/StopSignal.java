package io.echosdk.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as something that a verb can wait for: the process stays alive until the verb has closed
 * what it holds, at most ten seconds.
 */
final class StopSignal implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdOpen, "echo-stop");

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void holdOpen() {
    asked.countDown();
    try {
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean asked() {
    return asked.getCount() == 0;
  }

  /** Waits for the signal, at most so long. */
  void await(Duration limit) throws InterruptedException {
    asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets the process end. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endingAlready) {
      // the hook runs: that is why we are here
    }
  }
}
