package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.internal.LatestSlot;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How long reading a state takes, and whether it is ever torn: a writer fills every word with the
 * same count, and the reader compares all words. The writer writes as fast as it can but for none
 * to fifteen spins between two writes, some hundred nanoseconds: without them a reader hardly ever
 * finds a moment in which nothing is written. Counted are also the attempts that a write
 * overlapped, which is where a torn read would come from.
 *
 * <p>Times are of 64 reads at once, divided by 64, because a clock's own step is as long as a read;
 * with a writer that writes a thousand times a second, as a session at most does.
 *
 * <p>{@code benchmarks/run StateReads [READS]}
 */
public final class StateReads {

  private static final int BATCH = 64;
  private static final int ROUNDS = 200_000;
  private static final long LONGEST_PAUSE = 15; // spins

  private StateReads() {}

  /** Prints the times, then counts torn reads. */
  public static void main(String[] arguments) throws InterruptedException {
    long reads = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000_000L;
    PrintStream out = System.out;
    out.println("benchmarks/run StateReads " + reads);
    time(out);
    tear(out, reads);
  }

  private static void time(PrintStream out) throws InterruptedException {
    LatestSlot slot = new LatestSlot(BiometricState.WORDS);
    Writer writer = new Writer(slot, 1_000_000);
    Thread thread = start(writer);
    long[] target = new long[BiometricState.WORDS];
    long[] nanos = new long[ROUNDS];
    for (int warm = 0; warm < 3; warm++) {
      for (int i = 0; i < ROUNDS; i++) {
        long before = System.nanoTime();
        for (int k = 0; k < BATCH; k++) {
          slot.read(target);
        }
        nanos[i] = System.nanoTime() - before;
      }
    }
    stop(writer, thread);
    Arrays.sort(nanos);
    out.printf(
        Locale.ROOT,
        "one read of %d words: median %.1f ns, p99 %.1f ns, p99.9 %.1f ns%n",
        BiometricState.WORDS,
        (double) nanos[ROUNDS / 2] / BATCH,
        (double) nanos[ROUNDS / 100 * 99] / BATCH,
        (double) nanos[ROUNDS / 1000 * 999] / BATCH);
  }

  private static void tear(PrintStream out, long reads) throws InterruptedException {
    LatestSlot slot = new LatestSlot(BiometricState.WORDS);
    Writer writer = new Writer(slot, 0);
    Thread thread = start(writer);
    long[] target = new long[BiometricState.WORDS];
    long torn = 0;
    long changes = 0;
    long overlapped = 0;
    long last = -1;
    for (long i = 0; i < reads; i++) {
      while (!slot.tryRead(target)) {
        overlapped++;
        Thread.onSpinWait();
      }
      long first = target[0];
      long different = 0;
      for (long word : target) {
        different |= word ^ first;
      }
      torn += different == 0 ? 0 : 1;
      changes += first == last ? 0 : 1;
      last = first;
    }
    stop(writer, thread);
    out.printf(
        Locale.ROOT,
        "%d reads, %d writes, %d different values, %d attempts overlapped by a write, %d torn%n",
        reads,
        slot.writes(),
        changes,
        overlapped,
        torn);
  }

  private static Thread start(Writer writer) {
    Thread thread = new Thread(writer, "writer");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void stop(Writer writer, Thread thread) throws InterruptedException {
    writer.ended = true;
    thread.join();
  }

  private static final class Writer implements Runnable {
    private final LatestSlot slot;
    private final long pauseNanos;
    private volatile boolean ended; // written by the reader's thread, read by the writer's

    Writer(LatestSlot slot, long pauseNanos) {
      this.slot = slot;
      this.pauseNanos = pauseNanos;
    }

    @Override
    public void run() {
      long[] words = new long[BiometricState.WORDS];
      for (long count = 1; !ended; count++) {
        Arrays.fill(words, count);
        slot.write(words);
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        } else {
          for (long i = count & LONGEST_PAUSE; i > 0; i--) {
            Thread.onSpinWait();
          }
        }
      }
    }
  }
}
