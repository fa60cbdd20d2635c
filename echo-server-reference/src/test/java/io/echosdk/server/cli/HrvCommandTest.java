package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HrvCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int hrv(Object file, String... more) {
    CommandLine line = EchoCommand.line();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] all = new String[more.length + 2];
    all[0] = "hrv";
    all[1] = file.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return line.execute(all);
  }

  private double last(String key) {
    String[] lines = out.toString().strip().split("\\R");
    Matcher value = Pattern.compile('"' + key + "\":([^,}]+)").matcher(lines[lines.length - 1]);
    assertThat(value.find()).as(key).isTrue();
    return value.group(1).equals("null") ? Double.NaN : Double.parseDouble(value.group(1));
  }

  @Test
  void testPatternEndsWithItsKnownPower() throws IOException {
    Path whole = TestFiles.data("biometric/ec57tp/HRV256_TP3.txt");
    Path hours = folder.resolve("hours.txt");
    try (Stream<String> lines = Files.lines(whole)) {
      Files.write(hours, (Iterable<String>) lines.limit(10_000)::iterator);
    }
    assertThat(hrv(hours, "--json")).isZero();
    assertThat(last("lfMs2")).isCloseTo(2450, within(0.005 * 2450));
    assertThat(last("hfMs2")).isLessThan(0.002 * 2450);
    assertThat(last("vlfMs2")).isLessThan(0.002 * 2450);
    assertThat(last("sdnnMs")).isCloseTo(49.5275, within(1e-3));
    assertThat(last("coherence")).isGreaterThan(0.95);
  }

  @Test
  void annotatedBeatsCountWhereTwoNormalOnesFollowEachOther() {
    assertThat(hrv(TestFiles.data("biometric/mitdb/101.atr"), "--json")).isZero();
    assertThat(last("meanRrMs")).isBetween(900.0, 1000.0);
    assertThat(last("intervals")).isGreaterThan(last("normals"));
  }

  @Test
  void columnOfMillisecondsIsReadAsIntervals() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "800\n810\n\n# rest\n790\n900\n");
    assertThat(hrv(file, "--json")).isZero();
    assertThat(last("meanRrMs")).isEqualTo(825);
    assertThat(last("pnn50")).isEqualTo(25);
    assertThat(last("lfMs2")).isNaN();
  }

  @Test
  void missedBeatIsLeftOutUnlessAllIsAskedFor() throws IOException {
    Path file = folder.resolve("a.txt");
    Files.writeString(file, "800\n805\n".repeat(30) + "1610\n" + "800\n805\n".repeat(5));
    assertThat(hrv(file, "--json")).isZero();
    assertThat(last("missed")).isEqualTo(1);
    assertThat(last("rmssdMs")).isCloseTo(5, within(1e-9));
    assertThat(hrv(file, "--json", "--as-is")).isZero();
    assertThat(last("rmssdMs")).isGreaterThan(100);
  }

  @Test
  void tableForPeopleNamesEveryFigure() {
    assertThat(hrv(TestFiles.data("biometric/mitdb/101.atr"))).isZero();
    assertThat(out.toString()).contains("SDNN", "RMSSD", "pNN50", "VLF", "coherence", "###");
  }

  @Test
  void whatIsNoHeartIsToldInOneSentence() throws IOException {
    for (String text :
        new String[] {"", "hello world\n", "800\n-5\n", "800\nnan\n900\n", "800\n"}) {
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
      Path file = Files.writeString(folder.resolve("bad.txt"), text);
      assertThat(hrv(file, "--json")).as(text).isEqualTo(1);
      assertThat(err.toString().strip().lines()).as(text).hasSize(1);
      assertThat(err.toString()).as(text).contains("bad.txt");
      assertThat(out.toString()).as(text).isEmpty();
    }
    assertThat(hrv(folder.resolve("missing.txt"))).isEqualTo(1);
    assertThat(hrv(folder.resolve("bad.txt"), "--every", "0")).isEqualTo(2);
  }
}
