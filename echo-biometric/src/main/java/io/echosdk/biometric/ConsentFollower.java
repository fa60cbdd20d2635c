package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what others write into the file of a ledger, from {@link ConsentLedger#follow} until it or
 * its runtime is closed. What they take back ends here, on the thread {@code echo-consents}, as by
 * {@link Consent#revoke}: listeners of this process are told, buffers overwritten, recordings
 * ended. It waits for the batch of samples that is being worked on and for receivers that are told,
 * and whoever takes something back after that waits, too; keys of recordings are destroyed on the
 * runtime's executor. An error of what is ended goes to the runtime's error listener, and following
 * goes on.
 *
 * <p>If the file is deleted, damaged, or cannot be read for five seconds, nobody can know what was
 * taken back: everything that flows under the ledger ends, with reason {@link
 * io.echosdk.api.biometric.ConsentException.Reason#UNKNOWN}, and the runtime's error listener is
 * told once. Recordings that are ended so stay readable. When the file can be read again, what it
 * grants is allowed again; sharings and recordings that have ended stay so.
 */
public final class ConsentFollower implements AutoCloseable {

  private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();
  private static final long LOST_AFTER_NANOS = Duration.ofSeconds(5).toNanos();
  private static final String DURING = "following a ledger of consents";

  private final ConsentLedger ledger;
  private final EchoRuntime runtime;
  private final ReentrantLock busy = new ReentrantLock(); // held while the thread does not sleep
  private volatile boolean closed; // written by close(), read by the thread
  private @Nullable Thread thread; // written before anybody has this
  private boolean failing; // of the thread, as is the next
  private long failingSinceNanos;

  ConsentFollower(ConsentLedger ledger, EchoRuntime runtime) {
    this.ledger = ledger;
    this.runtime = runtime;
  }

  ConsentFollower start() {
    hear(ledger.look());
    thread = runtime.start("consents", this::run);
    return this;
  }

  private void run() {
    MediaClock clock = runtime.clock();
    try {
      while (!closed) {
        clock.sleepUntil(clock.nanos() + EVERY_NANOS);
        busy.lock();
        try {
          if (!closed) {
            follow(clock.nanos());
          }
        } finally {
          busy.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end
    } catch (Error e) {
      lose(e); // nobody listens any more
    }
  }

  private void follow(long nowNanos) {
    List<ConsentLedger.Entry> news;
    try {
      news = ledger.look();
    } catch (RuntimeException e) {
      fail(nowNanos, e);
      return;
    }
    failing = false;
    hear(news);
  }

  private void hear(List<ConsentLedger.Entry> news) {
    if (ledger.isLost()) {
      report(failures -> ledger.setLost(false, failures));
    }
    report(failures -> ledger.end(news, failures));
    if (news.stream().anyMatch(ConsentFollower::endsRecording)) {
      report(
          failures -> failures.collect(() -> runtime.executor().execute(() -> destroyKeys(news))));
    }
  }

  private static boolean endsRecording(ConsentLedger.Entry entry) {
    return !entry.granted() && entry.purpose() == Purpose.RECORD;
  }

  private void fail(long nowNanos, RuntimeException error) {
    if (!failing) {
      failing = true;
      failingSinceNanos = nowNanos;
    }
    if (!ledger.isLost() && nowNanos - failingSinceNanos >= LOST_AFTER_NANOS) {
      lose(error);
    }
  }

  private void lose(Throwable error) {
    report(failures -> ledger.setLost(true, failures));
    runtime.report(
        DURING,
        new BiometricException(
            BiometricException.Kind.STORAGE,
            "what was taken back cannot be known, so everything under the ledger has ended",
            "see the cause; it is allowed again when the file can be read",
            error));
  }

  private void destroyKeys(List<ConsentLedger.Entry> news) {
    report(failures -> ledger.destroyKeys(news, failures));
  }

  private void report(Consumer<Failures> step) {
    Failures failures = new Failures();
    step.accept(failures);
    try {
      failures.rethrow();
    } catch (RuntimeException e) {
      runtime.report(DURING, e);
    }
  }

  /**
   * Hears no more; what is being ended is still ended. Never waits. Idempotent; from any thread.
   */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null && running != Thread.currentThread() && busy.tryLock()) {
      running.interrupt(); // only when it sleeps, so that no recording is interrupted as it ends
      busy.unlock();
    }
  }
}
