package io.echosdk.sync.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.log.RoomLogOptions.Forcing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the machine die after a random number of operations of its disk, keeps of what was not
 * forced a random part, and looks whether everything that was acknowledged is there.
 */
class PowerLossTest {

  private static final int SEEDS = 120;
  private static final int ROOMS = 3;
  private static final RoomLogOptions EACH =
      new RoomLogOptions(Forcing.EACH, null, 1 << 12, 1 << 20, false);

  @TempDir private Path folders;

  private final EchoRuntime runtime =
      EchoRuntime.builder().errorListener((during, error) -> {}).build();

  @Test
  void nothingAcknowledgedIsLostAndTheLogOpens() throws Exception {
    int died = 0;
    try (runtime) {
      for (int seed = 0; seed < SEEDS; seed++) {
        died += dieAndLook(seed) ? 1 : 0;
      }
    }
    assertThat(died).as("machines that died while writing").isGreaterThan(SEEDS / 2);
  }

  /** Three lives of one log, the first two ending in a loss of power. */
  private boolean dieAndLook(int seed) throws Exception {
    Random random = new Random(seed);
    Path folder = folders.resolve("log " + seed);
    int[] acknowledged = new int[ROOMS];
    int[] written = new int[ROOMS];
    boolean died = false;
    for (int life = 0; life < 2; life++) {
      FaultyDisk disk = new FaultyDisk();
      disk.dieAfter(random.nextInt(300));
      died |= write(folder, disk, random, acknowledged, written);
      disk.losePower(random);
      try (RoomLog log = RoomLog.open(runtime, folder, EACH, new FaultyDisk())) {
        for (int room = 0; room < ROOMS; room++) {
          int held = held(log, room);
          assertThat(held)
              .as("seed %d, life %d, room %d: updates held", seed, life, room)
              .isBetween(acknowledged[room], written[room]);
          acknowledged[room] = held;
          written[room] = held;
        }
      }
    }
    return died;
  }

  /** Writes until the disk is gone; returns whether that happened. */
  private boolean write(
      Path folder, FaultyDisk disk, Random random, int[] acknowledged, int[] written)
      throws Exception {
    ConcurrentHashMap<Integer, Integer> seen = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    boolean failed = false;
    try (RoomLog log = RoomLog.open(runtime, folder, EACH, disk)) {
      for (int step = 0; step < 120 && !failed; step++) {
        int room = random.nextInt(ROOMS);
        int number = ++written[room];
        boolean compacts = random.nextInt(6) == 0;
        CompletableFuture<Long> append =
            log.append("room " + room, name(room), update(number, number, random.nextInt(400)));
        all.add(append);
        append.thenAccept(sequence -> seen.merge(room, number, Math::max));
        if (random.nextInt(3) == 0) {
          failed = !settled(append);
        }
        if (compacts && !failed) {
          failed = !settled(append);
          if (!failed) {
            byte[] whole = update(1, number, 900);
            all.add(
                log.compact(
                    "room " + room,
                    name(room),
                    new RoomSnapshot(append.join(), whole, new byte[3])));
          }
        }
      }
      for (CompletableFuture<?> each : all) {
        failed |= !settled(each);
      }
    } catch (SyncException e) {
      failed = true; // the machine died while the log opened or closed
    }
    seen.forEach((room, number) -> acknowledged[room] = Math.max(acknowledged[room], number));
    return failed;
  }

  private static boolean settled(CompletableFuture<?> stage) throws Exception {
    return stage.handle((value, failure) -> failure == null).get(30, TimeUnit.SECONDS);
  }

  private static int held(RoomLog log, int room) {
    int highest = 0;
    for (StoredUpdate each : log.read("room " + room, name(room), 0).join().updates()) {
      ByteBuffer update = ByteBuffer.wrap(each.update());
      assertThat(update.getInt())
          .as("the first number of an update")
          .isEqualTo(highest == 0 || update.getInt(0) != 1 ? Math.max(1, highest + 1) : 1);
      highest = update.getInt();
    }
    return highest;
  }

  private static byte[] update(int from, int to, int padding) {
    return ByteBuffer.allocate(8 + padding).putInt(from).putInt(to).array();
  }

  private static byte[] name(int room) {
    return ("room " + room).getBytes(StandardCharsets.UTF_8);
  }
}
