package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.BiometricException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntervalFileTest {

  @TempDir private Path folder;

  private record Read(double endMs, double intervalMs, boolean hole) {}

  private List<Read> read(String text) throws IOException {
    Path file = Files.write(folder.resolve("a.txt"), text.getBytes(StandardCharsets.UTF_8));
    List<Read> read = new ArrayList<>();
    IntervalFile.readText(
        file, (end, ms, strange, hole) -> read.add(new Read(end * 1e-6, ms, hole)));
    return read;
  }

  @Test
  void oneColumnIsMillisecondsOneAfterTheOther() throws IOException {
    assertThat(read("800\r\n810.5\r\n"))
        .containsExactly(new Read(800, 800, false), new Read(1610.5, 810.5, false));
  }

  @Test
  void twoColumnsAreTimeAndIntervalInSecondsAndAHoleIsSeen() throws IOException {
    List<Read> read = read("\uFEFFtime,rr\n0.8,0.8\n1.6,0.8\n5,0.9\n");
    assertThat(read).extracting(Read::intervalMs).containsExactly(800.0, 800.0, 900.0);
    assertThat(read).extracting(Read::hole).containsExactly(false, false, true);
  }

  @Test
  void whatIsNoIntervalIsToldWithItsLine() {
    for (String bad :
        new String[] {
          "800\n0\n", "800\n-1\n", "800\nNaN\n", "800\nabc\n", "1,2,3\n", "800\n1e999\n"
        }) {
      assertThatThrownBy(() -> read(bad))
          .as(bad)
          .isInstanceOf(BiometricException.class)
          .hasMessageContaining("line ");
    }
    assertThatThrownBy(() -> read("1.0,0.8\n0.5,0.8\n")).hasMessageContaining("back in time");
    assertThatThrownBy(() -> read("9".repeat(100_000))).hasMessageContaining("longer than");
    assertThatThrownBy(() -> read("")).hasMessageContaining("no interval");
  }

  @Test
  void anyBytesAreIntervalsOrATypedError() throws IOException {
    Random random = new Random(12);
    String letters = "0123456789.,;- \n\r\tenaNrE#+\"\u00e9";
    for (int run = 0; run < 800; run++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        for (Read each : read(text.toString())) {
          assertThat(each.intervalMs).as("seed 12, run " + run).isPositive().isFinite();
        }
      } catch (BiometricException e) {
        assertThat(e.getMessage()).contains("a.txt");
      }
    }
  }
}
