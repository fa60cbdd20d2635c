package io.echosdk.sync.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.log.RoomLogOptions.Forcing;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage, full disks, and space that is given back. */
class RoomLogTest {

  private static final byte[] A = {'a'};
  private static final byte[] GONE = {'g', 'o', 'n', 'e'};

  @TempDir private Path folders;

  private final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final EchoRuntime runtime =
      EchoRuntime.builder().errorListener((during, error) -> reported.add(error)).build();

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  private static RoomLogOptions options(boolean leaveOutDamage) {
    return new RoomLogOptions(Forcing.EACH, null, 1 << 16, 1 << 20, leaveOutDamage);
  }

  private RoomLog open(Path folder) {
    return RoomLog.open(runtime, folder, options(false), new FaultyDisk()); // forces nothing: fast
  }

  private static void append(RoomLog log, int... numbers) {
    for (int number : numbers) {
      log.append("a", A, new byte[] {(byte) number, 7, 7, 7}).join();
    }
  }

  private static List<Integer> numbers(RoomLog log) {
    List<StoredUpdate> updates = log.read("a", A, 0).join().updates();
    return updates.stream().map(each -> (int) each.update()[0]).toList();
  }

  /** Returns a folder with a log of three updates, closed or as a killed process leaves it. */
  private Path written(String name, boolean closed) throws IOException {
    Path folder = folders.resolve(name);
    Path copy = folders.resolve(name + " killed");
    try (RoomLog log = open(folder)) {
      append(log, 1, 2, 3);
      if (!closed) {
        copy(folder, copy);
      }
    }
    return closed ? folder : copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private static Path only(Path folder) {
    return folder.resolve("0000000001.log");
  }

  @Test
  void everyBitFlipInAClosedLogIsReportedWithItsFile() throws IOException {
    Path folder = written("closed", true);
    for (String name : List.of("0000000001.log", LogFolder.MANIFEST)) {
      byte[] good = Files.readAllBytes(folder.resolve(name));
      for (int bit = 0; bit < good.length * 8; bit += 3) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(folder.resolve(name), bad);
        Throwable error = catchThrowable(() -> open(folder).close());
        assertThat(error).as("%s bit %d", name, bit).isInstanceOf(SyncException.class);
        assertThat(((SyncException) error).kind()).isEqualTo(SyncException.Kind.STORE_DAMAGED);
        assertThat(error).hasMessageContaining(name).hasMessageContaining("at byte ");
      }
      Files.write(folder.resolve(name), good);
    }
    try (RoomLog log = open(folder)) {
      assertThat(numbers(log)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void everyTruncationOfAClosedLogIsReported() throws IOException {
    Path folder = written("closed", true);
    byte[] good = Files.readAllBytes(only(folder));
    for (int length = 0; length < good.length; length++) {
      Files.write(only(folder), Arrays.copyOf(good, length));
      assertThatThrownBy(() -> open(folder).close())
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("is damaged at byte ");
    }
    Files.delete(only(folder));
    assertThatThrownBy(() -> open(folder).close()).hasMessageContaining("the file is missing");
  }

  @Test
  void tornEndOfAKilledLogIsCutOffAndTheRestIsThere() throws IOException {
    Path killed = written("open", false);
    byte[] good = Files.readAllBytes(only(killed));
    int batch = (good.length - SegmentHead.BYTES) / 3;
    for (int length = SegmentHead.BYTES; length <= good.length; length++) {
      int whole = (length - SegmentHead.BYTES) / batch;
      Path folder = folders.resolve("torn " + length);
      copy(killed, folder);
      Files.write(only(folder), Arrays.copyOf(good, length));
      try (RoomLog log = open(folder)) {
        assertThat(numbers(log)).isEqualTo(List.of(1, 2, 3).subList(0, whole));
        append(log, 9);
      }
      try (RoomLog log = open(folder)) {
        assertThat(numbers(log)).hasSize(whole + 1).endsWith(9);
      }
    }
  }

  @Test
  void damageBeforeWhatWasDurableIsNotTakenForATornEnd() throws IOException {
    Path killed = written("open", false);
    byte[] bytes = Files.readAllBytes(only(killed));
    bytes[SegmentHead.BYTES + Batch.HEAD_BYTES + 3] ^= 1; // the first update; the third vouches
    Files.write(only(killed), bytes);
    assertThatThrownBy(() -> open(killed).close())
        .isInstanceOf(SyncException.class)
        .hasMessageContaining(only(killed) + " is damaged at byte " + SegmentHead.BYTES);
  }

  @Test
  void damageIsLeftOutOnRequestAndTheRestIsKept() throws IOException {
    Path folder = written("closed", true);
    byte[] bytes = Files.readAllBytes(only(folder));
    int batch = (bytes.length - SegmentHead.BYTES) / 3;
    bytes[SegmentHead.BYTES + batch + Batch.HEAD_BYTES + 9] ^= 1;
    Files.write(only(folder), bytes);
    try (RoomLog log = RoomLog.open(runtime, folder, options(true))) {
      assertThat(numbers(log)).containsExactly(1, 3);
      append(log, 4);
    }
    assertThat(reported).hasSize(1).first().isInstanceOf(SyncException.class);
    assertThat(folder.resolve("0000000001.log.damaged")).exists();
    try (RoomLog log = open(folder)) {
      assertThat(numbers(log)).containsExactly(1, 3, 4);
    }
  }

  @Test
  void byteThatChangesWhileTheLogIsOpenFailsOnlyTheRoomItBelongsTo() throws IOException {
    Path folder = folders.resolve("log");
    try (RoomLog log = open(folder)) {
      append(log, 1);
      log.append("b", new byte[] {'b'}, new byte[] {5}).join();
      byte[] bytes = Files.readAllBytes(only(folder));
      bytes[SegmentHead.BYTES + Batch.HEAD_BYTES + LogRecord.HEAD_BYTES + 2] ^= 1;
      Files.write(only(folder), bytes);
      assertThatThrownBy(() -> log.read("a", A, 0).join())
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("checksum does not match");
      assertThat(log.read("b", new byte[] {'b'}, 0).join().updates()).hasSize(1);
    }
  }

  @Test
  void fullDiskFailsAppendsUntilThereIsSpace() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Path folder = folders.resolve("log");
    try (RoomLog log = RoomLog.open(runtime, folder, options(false), disk)) {
      append(log, 1);
      disk.fillUpAfter(30);
      for (int n = 0; n < 3; n++) {
        Throwable error = catchThrowable(() -> append(log, 2));
        assertThat(error).isInstanceOf(CompletionException.class);
        assertThat(((SyncException) error.getCause()).kind())
            .isEqualTo(SyncException.Kind.STORE_FULL);
      }
      assertThat(numbers(log)).containsExactly(1);
      disk.fillUpAfter(Long.MAX_VALUE);
      append(log, 3);
      assertThat(numbers(log)).containsExactly(1, 3);
    }
    try (RoomLog log = open(folder)) {
      assertThat(numbers(log)).containsExactly(1, 3);
    }
  }

  @Test
  void updateThatCannotBeForcedIsNotAcknowledgedAndNotThereLater() throws IOException {
    FaultyDisk disk = new FaultyDisk();
    Path folder = folders.resolve("log");
    try (RoomLog log = RoomLog.open(runtime, folder, options(false), disk)) {
      append(log, 1);
      disk.failForcing(true);
      assertThatThrownBy(() -> append(log, 2)).hasMessageContaining("cannot append");
      disk.failForcing(false);
      append(log, 3);
      assertThat(numbers(log)).containsExactly(1, 3);
    }
    assertThat(folder.resolve("0000000002.log")).as("a file that is trusted again").exists();
    try (RoomLog log = open(folder)) {
      assertThat(numbers(log)).containsExactly(1, 3);
    }
  }

  @Test
  void folderThatIsInUseIsRefused() {
    Path folder = folders.resolve("log");
    try (RoomLog log = open(folder)) {
      append(log, 1);
      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(SyncException.class)
          .hasMessageContaining("is in use");
      assertThat(numbers(log)).containsExactly(1);
    }
  }

  @Test
  void spaceOfWhatIsNotNeededIsGivenBack() throws IOException {
    Path folder = folders.resolve("log");
    try (RoomLog log = open(folder)) {
      append(log, 42);
      byte[] kept = {'k'};
      log.append("k", kept, new byte[] {1}).join();
      for (int n = 0; n < 300; n++) {
        long sequence = log.append("a", A, new byte[10_000]).join();
        log.compact("a", A, new RoomSnapshot(sequence, new byte[20_000], new byte[0])).join();
      }
      assertThat(log.read("k", kept, 0).join().updates()).hasSize(1);
    }
    try (RoomLog log = open(folder)) {
      assertThat(log.read("a", A, 0).join().updates()).hasSize(1);
      assertThat(log.read("k", new byte[] {'k'}, 0).join().updates()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      assertThat(bytes).as("of 9 MB written, with files of 64 KiB").isLessThan(1 << 20);
    }
    assertThat(reported).isEmpty();
  }

  @Test
  void forgottenRoomStaysForgottenAfterItsFilesWereRewritten() {
    Path folder = folders.resolve("log");
    try (RoomLog log = open(folder)) {
      for (int round = 0; round < 20; round++) {
        for (int n = 0; n < 20; n++) {
          log.append("gone", GONE, new byte[2_000]).join();
          append(log, n);
        }
        log.delete("gone", GONE).join();
      }
    }
    try (RoomLog log = open(folder)) {
      assertThat(log.rooms("", 10).join()).containsExactly("a");
      assertThat(numbers(log)).hasSize(400);
    }
  }

  @Test
  void writtenExampleOfTheFormatIsWhatTheLogWrites() throws IOException {
    List<String> lines = new ArrayList<>();
    Path page = TestFiles.root().resolve("docs/reference/room-log.md");
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      inside = line.startsWith("```") ? line.equals("```hex") : inside;
      if (inside && !line.startsWith("```")) {
        lines.add(line.replaceAll("#.*", "").replace(" ", ""));
      }
    }
    byte[] example = HexFormat.of().parseHex(String.join("", lines));
    SegmentHead head = SegmentHead.decode(Arrays.copyOf(example, SegmentHead.BYTES));
    assertThat(head).isEqualTo(new SegmentHead(1, 5));
    Path folder = folders.resolve("example");
    Files.createDirectories(folder);
    Files.write(only(folder), example);
    Manifest list = new Manifest(0, List.of(new Manifest.Segment(1, example.length, false)));
    Files.write(folder.resolve(LogFolder.MANIFEST), list.encode());
    assertThat(Files.readString(page)).contains(new String(list.encode()));
    try (RoomLog log = open(folder)) {
      List<StoredUpdate> updates = log.read("a", A, 0).join().updates();
      assertThat(updates).hasSize(1);
      assertThat(updates.get(0).sequence()).isEqualTo(1);
      assertThat(updates.get(0).update()).containsExactly(0, 0);
      assertThat(log.outline("a", A).join().last()).isEqualTo(1);
    }
  }
}
