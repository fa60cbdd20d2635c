package io.echosdk.benchmarks;

import com.sun.management.ThreadMXBean;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.DocVersion;
import io.echosdk.sync.RelativePosition;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Gives documents and the functions on encoded updates messages that were damaged at random. Each
 * must be taken or refused with a typed error; a refused one may have changed nothing and may have
 * cost no more memory than eight times its size and a constant.
 *
 * <p>{@code HostileUpdates [messages] [seed]}; without arguments 200,000 and 1.
 */
public final class HostileUpdates {

  private static final int BYTES_PER_BYTE = 8;
  private static final long CONSTANT = 64 << 10;
  private static final int TAKEN_PER_DOCUMENT = 100;
  private static final int WORST_SHOWN = 10;
  private static final int ENCODE = 8;
  private static final int WARM_UP = 20_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long thread = Thread.currentThread().getId();
  private final HostileSeeds seeds = new HostileSeeds();
  private final Random random;
  private final Map<String, long[]> counts = new TreeMap<>(); // taken, refused
  private final PrintStream out;
  private SharedDoc doc;
  private byte[] state;
  private int taken;
  private boolean measures;
  private long faults;
  private double worstRefused;
  private double worstTaken;

  HostileUpdates(long seed, PrintStream out) {
    this.random = new Random(seed);
    this.out = out;
    begin();
  }

  /** Runs the messages and prints what became of them; exit code 1 if one broke a rule. */
  public static void main(String[] arguments) {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 200_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    HostileUpdates run = new HostileUpdates(seed, System.out);
    run.run(count);
    if (run.report() > 0) {
      System.exit(1);
    }
  }

  void run(long count) {
    for (int i = 0; i < WARM_UP; i++) { // loads classes, which allocates
      one();
    }
    counts.clear();
    worstRefused = 0;
    worstTaken = 0;
    measures = true;
    for (long i = 0; i < count; i++) {
      one();
    }
  }

  /** Prints the counts and returns how many messages broke a rule. */
  long report() {
    counts.forEach(
        (use, both) ->
            out.printf(Locale.ROOT, "%-14s taken %9d  refused %9d%n", use, both[0], both[1]));
    out.printf(
        Locale.ROOT,
        "most bytes allocated for each byte, beyond %d KiB: refused %.1f, taken %.1f%n",
        CONSTANT >> 10,
        worstRefused,
        worstTaken);
    out.printf("messages that broke a rule: %d%n", faults);
    return faults;
  }

  private void begin() {
    doc = SharedDoc.builder().clientId(50).build();
    doc.apply(seeds.state(), UpdateFormat.V1, null);
    taken = 0;
    remember();
  }

  private void remember() {
    state = doc.encode(UpdateFormat.V1);
    doc.toPlain(); // what was taken can be read
  }

  private void one() {
    UpdateFormat format = UpdateFormat.values()[random.nextInt(2)];
    int use = random.nextInt(10);
    byte[] message = seeds.damaged(random, use, format);
    String name = "";
    boolean isTaken = true;
    long before = threads.getThreadAllocatedBytes(thread);
    try {
      name = use(use, message, format);
    } catch (SyncException e) {
      isTaken = false;
      name = name(use, format);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fault(name(use, format) + " threw " + e, message);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    double ratio = (double) (allocated - CONSTANT) / Math.max(1, message.length);
    counts.computeIfAbsent(name, key -> new long[2])[isTaken ? 0 : 1]++;
    if (isTaken) {
      worstTaken = use == ENCODE ? worstTaken : Math.max(worstTaken, ratio); // that is an answer
      afterTaken(use);
      return;
    }
    worstRefused = Math.max(worstRefused, ratio);
    if (measures && ratio > BYTES_PER_BYTE) {
      fault(name + " allocated " + allocated + " for " + message.length, message);
    }
    if (use < 4 && !Arrays.equals(state, doc.encode(UpdateFormat.V1))) {
      fault(name + " refused it and changed the document", message);
      begin();
    }
  }

  private void afterTaken(int use) {
    if (use >= 4) {
      return;
    }
    if (++taken % TAKEN_PER_DOCUMENT == 0) {
      begin();
    } else {
      try {
        remember();
      } catch (RuntimeException | StackOverflowError e) {
        fault("reading the document threw " + e, state);
        begin();
      }
    }
  }

  private static String name(int use, UpdateFormat format) {
    String verb =
        switch (use) {
          case 0, 1, 2, 3 -> "apply";
          case 4 -> "merge";
          case 5 -> "convert";
          case 6 -> "diff";
          case 7 -> "inspect";
          case ENCODE -> "encode";
          default -> "positions";
        };
    return use >= ENCODE ? verb : verb + " " + format;
  }

  private String use(int use, byte[] message, UpdateFormat format) {
    switch (use) {
      case 0, 1, 2, 3 -> doc.apply(message, format, null);
      case 4 -> Updates.merge(List.of(seeds.update(random, format), message), format);
      case 5 -> Updates.convert(message, format, UpdateFormat.values()[1 - format.ordinal()]);
      case 6 -> Updates.diff(message, doc.stateVector(), format);
      case 7 -> {
        if (random.nextBoolean()) {
          Updates.stateVector(message, format);
        } else {
          Updates.inspect(message, format);
        }
      }
      case ENCODE -> doc.encode(format, message);
      default -> {
        if (random.nextBoolean()) {
          DocVersion.decode(message, format);
        } else {
          RelativePosition.decode(message);
        }
      }
    }
    return name(use, format);
  }

  private void fault(String what, byte[] message) {
    if (++faults <= WORST_SHOWN) {
      out.println(what + ": " + HexFormat.of().formatHex(message));
    }
  }
}
