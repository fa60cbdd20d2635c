package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.StreamException;
import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {

  @TempDir private Path folder;

  @Test
  void urlsComeFromArgumentsAFileStandardInputAndTheEnvironment() throws Exception {
    Path file = folder.resolve("targets");
    Files.writeString(file, "# mine\nrtmp://b.example/app/k2\n\n  rtmps://c.example/app/k3\n");
    List<Destination> all =
        Targets.read(
            List.of("rtmp://a.example/app/k1", "@" + file, "-"),
            "rtmp://e.example/app/k5  rtmp://f.example/app/k6",
            input("rtmp://d.example/app/k4\n"));
    assertThat(all)
        .extracting(each -> each.name() + " " + each.key().reveal())
        .containsExactly(
            "a.example k1",
            "b.example k2",
            "c.example k3",
            "d.example k4",
            "e.example k5",
            "f.example k6");
  }

  @Test
  void twoOfOneHostGetDifferentNames() {
    List<Destination> all =
        Targets.read(List.of("rtmp://h.example/a/k", "rtmp://h.example/b/k"), null, input(""));
    assertThat(all).extracting(Destination::name).containsExactly("h.example", "h.example#2");
  }

  @Test
  void aWrongUrlIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(() -> Targets.read(List.of("http//secret-key"), null, input("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rtmp://host")
        .hasMessageNotContaining("secret-key");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("nothing");
    assertThatThrownBy(() -> Targets.read(List.of("@" + missing), null, input("")))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining(missing.toString());
  }

  private static BufferedReader input(String text) {
    return new BufferedReader(new StringReader(text));
  }
}
