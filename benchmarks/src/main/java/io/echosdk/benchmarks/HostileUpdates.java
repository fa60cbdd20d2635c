package io.echosdk.benchmarks;

import com.sun.management.ThreadMXBean;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.DocVersion;
import io.echosdk.sync.RelativePosition;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import io.echosdk.sync.room.WireProtocol;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Gives documents, rooms and the functions on encoded updates messages that were damaged at random.
 * Each must be taken or refused with a typed error; a refused one may have changed nothing. None
 * may have cost more memory than eight times its size and a constant; to what is taken counts what
 * it is put together with (the document, the other update), because the result holds both. Damaged
 * messages of both protocols, awareness included, go to a room on the same thread too.
 *
 * <p>{@code HostileUpdates [messages] [seed]}; without arguments 200,000 and 1.
 */
public final class HostileUpdates {

  private static final int BYTES_PER_BYTE = 8;
  private static final long CONSTANT = 24 << 10; // the other update of a merge is read, too
  private static final long MORE_IF_TAKEN = 104 << 10; // merged with what waits, encoded, sent
  private static final long MORE_IF_ANSWER = 64 << 10; // what waits is read for each answer
  private static final int TAKEN_PER_DOCUMENT = 100;
  private static final int WORST_SHOWN = 10;
  private static final int MERGE = 4;
  private static final int ENCODE = 8;
  private static final int ROOM = 10; // and a protocol
  private static final int USES = ROOM + WireProtocol.values().length;
  private static final int WARM_UP = 20_000;
  private static final int TOLD_EVERY = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long thread = Thread.currentThread().getId();
  private final HostileSeeds seeds = new HostileSeeds();
  private final Random random;
  private final Map<String, long[]> counts = new TreeMap<>(); // taken, refused
  private final PrintStream out;
  private SharedDoc doc;
  private byte[] state = {};
  private int taken;
  private boolean measures;
  private long faults;
  private HostileRoom room;
  private int takenByRoom;
  private final Map<String, double[]> worst = new TreeMap<>(); // taken, refused

  HostileUpdates(long seed, PrintStream out) {
    this.random = new Random(seed);
    this.out = out;
    begin();
    beginRoom();
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
    worst.clear();
    measures = true;
    for (long i = 1; i <= count; i++) {
      one();
      if (i % TOLD_EVERY == 0 && i < count) {
        out.printf("%d messages, %d broke a rule%n", i, faults);
      }
    }
  }

  /** Prints the counts and returns how many messages broke a rule. */
  long report() {
    out.printf(
        Locale.ROOT,
        "in brackets: most bytes allocated for each byte, beyond %d KiB, %d more if taken, %d more"
            + " for answers%n",
        CONSTANT >> 10,
        MORE_IF_TAKEN >> 10,
        MORE_IF_ANSWER >> 10);
    counts.forEach(
        (use, both) ->
            out.printf(
                Locale.ROOT,
                "%-18s taken %9d (%.1f)  refused %9d (%.1f)%n",
                use,
                both[0],
                Objects.requireNonNull(worst.get(use))[0],
                both[1],
                Objects.requireNonNull(worst.get(use))[1]));
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

  private void beginRoom() {
    if (room != null) {
      room.close();
    }
    room = new HostileRoom(seeds.state());
    takenByRoom = 0;
  }

  private void one() {
    UpdateFormat format = UpdateFormat.values()[random.nextInt(2)];
    int use = random.nextInt(USES);
    if (use >= ROOM) {
      inRoom(WireProtocol.values()[use - ROOM]);
      return;
    }
    byte[] message = seeds.damaged(random, use, format);
    byte[] other = seeds.update(random, format);
    String name = name(use, format);
    boolean isTaken = true;
    long before = threads.getThreadAllocatedBytes(thread);
    try {
      use(use, message, other, format);
    } catch (SyncException e) {
      isTaken = false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fault(name + " threw " + e, message);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    count(name, isTaken, allocated, message, isTaken ? with(use, other) : 0);
    if (isTaken) {
      afterTaken(use);
    } else if (use < MERGE && !Arrays.equals(state, doc.encode(UpdateFormat.V1))) {
      fault(name + " refused it and changed the document", message);
      begin();
    }
  }

  private int with(int use, byte[] other) {
    if (use == MERGE) {
      return other.length;
    }
    return use < MERGE || use == ENCODE ? state.length : 0;
  }

  /**
   * Counts a message and checks what it cost.
   *
   * @param with the size of what it is put together with
   */
  private void count(String name, boolean isTaken, long allocated, byte[] message, int with) {
    int which = isTaken ? 0 : 1;
    boolean isAnswer = isTaken && name.equals(name(ENCODE, UpdateFormat.V1));
    long constant = CONSTANT + (isTaken ? MORE_IF_TAKEN : 0) + (isAnswer ? MORE_IF_ANSWER : 0);
    double ratio = (double) (allocated - constant) / Math.max(1, message.length + with);
    counts.computeIfAbsent(name, key -> new long[2])[which]++;
    double[] most = worst.computeIfAbsent(name, key -> new double[2]);
    most[which] = Math.max(most[which], ratio);
    if (measures && ratio > BYTES_PER_BYTE) {
      fault(name + " allocated " + allocated + " for " + message.length, message);
    }
  }

  private void inRoom(WireProtocol protocol) {
    byte[] message = seeds.damagedFrame(random, protocol);
    String name = "room " + protocol.name().toLowerCase(Locale.ROOT);
    byte[] stateBefore = room.state();
    long before = threads.getThreadAllocatedBytes(thread);
    boolean isTaken = room.take(protocol, message);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    count(name, isTaken, allocated, message, isTaken ? stateBefore.length : 0);
    String untyped = room.untyped();
    if (!untyped.isEmpty()) {
      fault(name + " threw " + untyped, message);
    }
    if (!isTaken && !Arrays.equals(stateBefore, room.state())) {
      fault(name + " refused it and changed the document", message);
    }
    if (isTaken && ++takenByRoom % TAKEN_PER_DOCUMENT == 0) {
      beginRoom();
    } else {
      room.comeBack();
    }
  }

  private void afterTaken(int use) {
    if (use >= MERGE) {
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
          case MERGE -> "merge";
          case 5 -> "convert";
          case 6 -> "diff";
          case 7 -> "inspect";
          case ENCODE -> "encode";
          default -> "positions";
        };
    return use >= ENCODE ? verb : verb + " " + format;
  }

  private void use(int use, byte[] message, byte[] other, UpdateFormat format) {
    switch (use) {
      case 0, 1, 2, 3 -> doc.apply(message, format, null);
      case MERGE -> Updates.merge(List.of(other, message), format);
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
  }

  private void fault(String what, byte[] message) {
    if (++faults <= WORST_SHOWN) {
      out.println(what + ": " + HexFormat.of().formatHex(message));
    }
  }
}
