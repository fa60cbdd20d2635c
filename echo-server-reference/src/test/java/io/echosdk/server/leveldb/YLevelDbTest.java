package io.echosdk.server.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import io.echosdk.server.cli.EchoCommand;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data, written by y-leveldb 0.1.2 and 0.2.0 in Node. */
class YLevelDbTest {

  @TempDir private Path folder;

  /** Runs the script with the y-leveldb of a package and returns what Node read back. */
  private static List<String> write(Path home, Path target) throws Exception {
    Path script = Path.of(resource("write.cjs"));
    Process node =
        new ProcessBuilder(
                TestFiles.peer("echosdk.node", "/usr/bin/node").toString(),
                script.toString(),
                home.toString(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as("exit code of node").isZero();
    return said.lines().toList();
  }

  private static java.net.URI resource(String name) throws URISyntaxException {
    java.net.URL found = YLevelDbTest.class.getResource(name);
    assertThat(found).as(name).isNotNull();
    return found.toURI();
  }

  @ParameterizedTest
  @ValueSource(strings = {"y-websocket-2", "y-leveldb"})
  void importedRoomsHoldTheTextThatNodeReads(String home) throws Exception {
    Path data = folder.resolve("data");
    Path rooms = folder.resolve("rooms");
    List<String> expected = write(TestFiles.npm(home), data);
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(Path::toString)).as("files").anyMatch(name -> name.endsWith(".ldb"));
    }
    assertThat(EchoCommand.run("doc", "import", data.toString(), rooms.toString())).isZero();
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.open(runtime, rooms)) {
      assertThat(store.rooms("", 10).toCompletableFuture().join())
          .containsExactly("big", "söng/🎵");
      assertThat(List.of(summary(store, "söng/🎵"), summary(store, "big"))).isEqualTo(expected);
    }
  }

  private static String summary(LogRoomStore store, String room) throws Exception {
    SharedDoc doc = SharedDoc.create();
    for (StoredUpdate each : store.read(room, 0).toCompletableFuture().join().updates()) {
      doc.apply(each.update(), UpdateFormat.V1, null);
    }
    String text = doc.text("t").toString();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "[\"" + room + "\"," + text.length() + ",\"" + HexFormat.of().formatHex(hash) + "\"]";
  }

  @Test
  void everyDamagedFileIsATypedErrorOrATornEnd() throws Exception {
    Path data = folder.resolve("data");
    write(TestFiles.npm("y-leveldb"), data);
    long seed = 20261120;
    Random random = new Random(seed);
    List<Path> files;
    try (Stream<Path> all = Files.list(data)) {
      files =
          all.filter(file -> file.toString().matches(".*(ldb|log|MANIFEST.*|CURRENT)")).toList();
    }
    for (int round = 0; round < 60; round++) {
      Path file = files.get(round % files.size());
      byte[] good = Files.readAllBytes(file);
      if (good.length > 0) {
        Files.write(file, spoiled(good, random));
        Throwable error = catchThrowable(() -> YLevelDb.read(data));
        assertThat(error == null || error instanceof SyncException)
            .as("seed %d, round %d, %s: %s", seed, round, file, error)
            .isTrue();
        Files.write(file, good);
      }
    }
  }

  private static byte[] spoiled(byte[] good, Random random) {
    if (random.nextBoolean()) {
      return Arrays.copyOf(good, random.nextInt(good.length));
    }
    byte[] bad = good.clone();
    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
    return bad;
  }

  @Test
  void folderWithoutALevelDbIsSaidToBeNone() throws IOException {
    assertThatThrownBy(() -> YLevelDb.read(folder))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("CURRENT is not there");
  }

  @Test
  void hostileSnappyBlocksAreRefused() {
    for (int[] block :
        new int[][] {
          {0xFF, 0xFF, 0xFF, 0xFF, 0x0F}, // four GiB
          {4, 0x01, 0}, // copies from nowhere
          {4, 0x0C, 'a'}, // four bytes, of which one is there
          {1, 0x04, 'a', 'b'}, // two bytes into one
          {9, 0x00, 'a', 0x01, 0}, // copies from a distance of 0
          {3, 0x00, 'a'} // ends early
        }) {
      byte[] bytes = new byte[block.length];
      for (int n = 0; n < block.length; n++) {
        bytes[n] = (byte) block[n];
      }
      assertThatThrownBy(() -> Snappy.unpack(bytes, 1 << 20)).isInstanceOf(Damaged.class);
    }
  }
}
