package io.echosdk.sync.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.log.RoomLogOptions.Forcing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When bytes are forced to the disk, and how many may wait for it. */
@Timeout(60)
class RoomLogForcingTest {

  private static final byte[] A = {'a'};
  private static final int WAITING_BYTES = 10_000;

  @TempDir private Path folder;
  private final List<String> reported = new CopyOnWriteArrayList<>();
  private final EchoRuntime runtime =
      EchoRuntime.builder()
          .errorListener((during, error) -> reported.add(during + ": " + error))
          .build();
  private final FaultyDisk disk = new FaultyDisk();

  @AfterEach
  void closeRuntime() {
    runtime.close();
    assertThat(reported).isEmpty();
  }

  private RoomLog open(Forcing forcing, @Nullable Duration interval) {
    RoomLogOptions options = new RoomLogOptions(forcing, interval, 1 << 20, WAITING_BYTES, false);
    return RoomLog.open(runtime, folder, options, disk);
  }

  private static CompletableFuture<Long> append(RoomLog log, int bytes) {
    return log.append("a", A, new byte[bytes]);
  }

  private static int stored(RoomLog log) {
    return log.read("a", A, 0).join().updates().size();
  }

  @Test
  void everyUpdateIsForcedBeforeItIsAcknowledgedAndThoseThatWaitShareOneForce() throws Exception {
    try (RoomLog log = open(Forcing.EACH, null)) {
      long before = disk.forces();
      for (int n = 1; n <= 5; n++) {
        append(log, 10).join();
        assertThat(disk.forces() - before).isEqualTo(n);
      }
      disk.holdWrites(true);
      List<CompletableFuture<Long>> all = new ArrayList<>(List.of(append(log, 10)));
      disk.awaitHeldWrite();
      for (int n = 0; n < 100; n++) {
        all.add(append(log, 10));
      }
      assertThat(all).noneMatch(CompletableFuture::isDone);
      disk.holdWrites(false);
      all.forEach(CompletableFuture::join);
      assertThat(disk.forces() - before).as("one for the first, one for all others").isEqualTo(7);
      assertThat(stored(log)).isEqualTo(106);
    }
  }

  @Test
  void aLogThatNeverForcesDoesSoOnClosing() {
    long before;
    try (RoomLog log = open(Forcing.NEVER, null)) {
      before = disk.forces();
      for (int n = 0; n < 100; n++) {
        append(log, 10).join();
      }
      assertThat(disk.forces()).isEqualTo(before);
    }
    assertThat(disk.forces()).isGreaterThan(before);
    try (RoomLog log = open(Forcing.NEVER, null)) {
      assertThat(stored(log)).isEqualTo(100);
    }
  }

  @Test
  void aLogThatForcesNowAndThenAcknowledgesBeforeAndForcesOnlyWhatIsNew() throws Exception {
    try (RoomLog log = open(Forcing.INTERVAL, Duration.ofDays(1))) {
      long before = disk.forces();
      append(log, 10).join();
      assertThat(disk.forces()).isEqualTo(before);
    }
    try (RoomLog log = open(Forcing.INTERVAL, Duration.ofMillis(1))) {
      long before = disk.forces();
      append(log, 10).join();
      while (disk.forces() == before) {
        Thread.sleep(1); // the test's time limit ends it
      }
      append(log, 10).join();
      while (disk.forces() == before + 1) {
        Thread.sleep(1);
      }
      assertThat(disk.forces()).isEqualTo(before + 2);
      assertThat(stored(log)).isEqualTo(3);
    }
  }

  @Test
  void whatWaitsForTheDiskIsBoundedAndWhatWasAcceptedIsWritten() throws Exception {
    try (RoomLog log = open(Forcing.EACH, null)) {
      disk.holdWrites(true);
      CompletableFuture<Long> first = append(log, 10);
      disk.awaitHeldWrite();
      CompletableFuture<Long> second = append(log, 6_000);
      CompletableFuture<Long> third = append(log, 6_000);
      CompletableFuture<Long> small = append(log, 100);
      assertThat(third).isCompletedExceptionally();
      assertThatThrownBy(third::join)
          .hasCauseInstanceOf(SyncException.class)
          .cause()
          .extracting(error -> ((SyncException) error).kind())
          .isEqualTo(SyncException.Kind.LIMIT);
      disk.holdWrites(false);
      assertThat(List.of(first.join(), second.join(), small.join())).isSorted();
      assertThat(append(log, 3 * WAITING_BYTES).join()).as("alone it may").isPositive();
      assertThat(stored(log)).isEqualTo(4);
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> LogRoomStore.builder(runtime, folder).forceEvery(wrong).open())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.toString());
    }
    assertThatThrownBy(() -> LogRoomStore.builder(runtime, folder).waitingBytes(-1).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
