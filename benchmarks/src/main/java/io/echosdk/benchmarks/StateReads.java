package io.echosdk.benchmarks;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.internal.LatestSlot;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long reading a state takes, and whether it is ever torn: a writer fills every word with the
 * same count as fast as it can, and the reader compares all words.
 *
 * <p>Times are of 64 reads at once, divided by 64, because a clock's own step is as long as a read;
 * with a writer that writes a thousand times a second, as a session at most does.
 *
 * <p>{@code benchmarks/run StateReads [READS]}
 */
public final class StateReads {

  private static final int BATCH = 64;
  private static final int ROUNDS = 200_000;

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
    long last = -1;
    for (long i = 0; i < reads; i++) {
      slot.read(target);
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
    out.println(
        reads
            + " reads, "
            + slot.writes()
            + " writes, "
            + changes
            + " different values, "
            + torn
            + " torn");
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
          java.util.concurrent.locks.LockSupport.parkNanos(pauseNanos);
        }
      }
    }
  }
}
