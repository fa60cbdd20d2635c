package io.echosdk.biometric.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordingsTest {

  private static final long SECOND = 1_000_000_000;

  @TempDir private Path folder;

  @Test
  void format212GivesTheSamplesOfTheWorkedExample() throws IOException {
    // two signals: 995 and 1011, then -1 and -2048 (invalid)
    write("a.dat", 0xe3, 0x33, 0xf3, 0xff, 0x8f, 0x00);
    Path header =
        text(
            "a.hea",
            "a 2 360 2\na.dat 212 200 11 1024 0 0 0 MLII\na.dat 212 200(1000)/uV 11 0 0 0 0 V5\n");
    Map<String, List<Float>> samples = all(header, ReplayOptions.asFastAsPolled());
    assertThat(samples.get("MLII")).containsExactly((995 - 1024) / 200f, (-1 - 1024) / 200f);
    assertThat(samples.get("V5").get(0)).isCloseTo(11 / 200f / 1000, within(1e-9f));
    assertThat(samples.get("V5").get(1)).isNaN();
  }

  @Test
  void format16WithSkewBringsTheSignalsTogether() throws IOException {
    // b was digitised two frames late: its sample for frame n lies in frame n + 2
    writeShorts("s.dat", 1, 90, 2, 91, 3, 1, 4, 2, 5, 3);
    Path header =
        text(
            "s.hea",
            "s 2 100 5\ns.dat 16 1/mV 16 0 0 0 0 ecg a\ns.dat 16:2 1/mV 16 0 0 0 0 ecg b\n");
    Map<String, List<Float>> samples = all(header, ReplayOptions.asFastAsPolled());
    assertThat(samples.get("ecg a")).containsExactly(1f, 2f, 3f, 4f, 5f);
    assertThat(samples.get("ecg b")).startsWith(1f, 2f, 3f).hasSize(5);
    assertThat(samples.get("ecg b").subList(3, 5)).containsOnly(Float.NaN);
  }

  @Test
  void severalSamplesInAFrameMakeAFasterSignal() {
    Path header = TestFiles.data("biometric/wfdb-formats/03700181.hea");
    try (BiometricSource source = Recordings.open(header, ReplayOptions.asFastAsPolled())) {
      Signal ecg = source.signals().get(0);
      assertThat(ecg.kind()).isEqualTo(SignalKind.ECG);
      assertThat(ecg.sampleRateHz()).isEqualTo(500);
      assertThat(source.signals()).extracting(Signal::kind).contains(SignalKind.RESPIRATION);
    }
    assertThat(all(header, ReplayOptions.asFastAsPolled()).get("MCL1")).hasSize(4 * 75_000);
  }

  @Test
  void truncatedRecordIsDeliveredThenNamedWithItsByte() throws IOException {
    writeShorts("t.dat", 1, 2, 3);
    Path header = text("t.hea", "t 1 100 10\nt.dat 16 1/mV 16 0 0 0 0 ecg\n");
    List<Float> before = new ArrayList<>();
    BiometricSource source = Recordings.open(header, ReplayOptions.asFastAsPolled());
    assertThatThrownBy(() -> drain(source, before))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("t.dat ends at byte 6")
        .hasMessageContaining("sample 4 of 10");
    assertThat(before).containsExactly(1f, 2f, 3f);
    assertThat(source.state()).isInstanceOf(SourceState.Failed.class);
    assertThat(source.poll(SECOND, (s, t, o, b, f, n, x) -> {})).isEqualTo(BiometricSource.END);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertThatThrownBy(
            () -> Recordings.open(folder.resolve("no.hea"), ReplayOptions.asFastAsPolled()))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.NOT_FOUND))
        .hasMessageContaining("no.hea is not there");
    Path header = text("x.hea", "x 1 100 10\ngone.dat 16 1/mV 16 0 0 0 0 ecg\n");
    assertThatThrownBy(() -> Recordings.open(header, ReplayOptions.asFastAsPolled()))
        .hasMessageContaining("gone.dat is not there");
    write("alone.dat", 1, 2);
    assertThatThrownBy(
            () -> Recordings.open(folder.resolve("alone.dat"), ReplayOptions.asFastAsPolled()))
        .hasMessageContaining("alone.hea");
  }

  @Test
  void wrongChannelIsAnsweredWithThoseThatThereAre() {
    Path header = TestFiles.data("biometric/mitdb/101.hea");
    assertThatThrownBy(() -> Recordings.open(header, ReplayOptions.builder().channels(7).build()))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("101.hea has channels 0 MLII, 1 V1; asked for 7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "y 3 100 10|promises 3 signals, but 1 are described",
        "y 1 -5 10|line 1 has the sampling rate -5",
        "y many 100 10|line 1 has the number of signals many",
        "y 1000000 100 10|line 1 has the number of signals 1000000",
        "y/4 1 100 10|promises 4 segments, but 1 are described"
      })
  void lyingHeadersAreNamedWithTheirLine(String first, String expected) throws IOException {
    Path header = text("y.hea", first + "\ny.dat 16 1/mV 16 0 0 0 0 ecg\n");
    assertThatThrownBy(() -> Recordings.open(header, ReplayOptions.asFastAsPolled()))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void columnsWithNamesBecomeSignals() {
    Path file = TestFiles.data("biometric/rest5/bio_resting_5min_100hz.csv");
    ReplayOptions options = ReplayOptions.builder().asFastAsPolled().rateHz(100).build();
    try (BiometricSource source = Recordings.open(file, options)) {
      assertThat(source.signals())
          .extracting(Signal::kind)
          .containsExactly(SignalKind.ECG, SignalKind.PPG, SignalKind.RESPIRATION);
    }
    assertThat(all(file, options).get("PPG")).hasSize(30_000).startsWith(-0.1025390625f);
    assertThatThrownBy(() -> Recordings.open(file, ReplayOptions.asFastAsPolled()))
        .hasMessageContaining("--rate");
  }

  @Test
  void commentsTellRateAndName() {
    Path file = TestFiles.data("biometric/biosppy/resp.txt");
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals().get(0).kind()).isEqualTo(SignalKind.RESPIRATION);
      assertThat(source.signals().get(0).sampleRateHz()).isEqualTo(1000);
    }
  }

  @Test
  void columnOfTimesTellsTheRate() {
    Path file = TestFiles.data("biometric/heartpy/data2.csv");
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals()).hasSize(1);
      assertThat(source.signals().get(0).sampleRateHz()).isCloseTo(116.99, within(0.05));
    }
  }

  @Test
  void brokenRowIsNamedAfterThoseBefore() throws IOException {
    Path file = text("c.csv", "ecg,resp\n1,2\n3,\n4,oops\n5,6\n");
    List<Float> before = new ArrayList<>();
    ReplayOptions options = ReplayOptions.builder().asFastAsPolled().rateHz(100).build();
    assertThatThrownBy(() -> drain(Recordings.open(file, options), before))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("line 4 has no number");
    assertThat(before).containsExactly(1f, 3f, 2f, Float.NaN);
  }

  @Test
  void edfGivesPhysicalValues() {
    Path file = TestFiles.data("biometric/wfdb-formats/test_generator_2.edf");
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals().stream().flatMap(s -> s.channels().stream()).toList())
          .contains("ECG", "sine 1 Hz")
          .doesNotContain("EDF Annotations");
    }
    List<Float> sine = all(file, ReplayOptions.asFastAsPolled()).get("sine 1 Hz");
    assertThat(sine).hasSize(600 * 200);
    double most = sine.stream().mapToDouble(Math::abs).max().orElseThrow();
    assertThat(most).isCloseTo(100, within(1.0)); // µV, generated with an amplitude of 100
  }

  @Test
  void recordedSpeedDeliversWhatIsDueAndNotMore() {
    Path header = TestFiles.data("biometric/mitdb/101.hea");
    long[] last = {Long.MIN_VALUE};
    int[] frames = {0};
    long start = 5 * SECOND;
    try (BiometricSource source = Recordings.open(header, ReplayOptions.recordedSpeed())) {
      for (long now = start; now <= start + SECOND; ) {
        long present = now;
        now =
            source.poll(
                now,
                (signal, time, origin, block, offset, n, flags) -> {
                  assertThat(origin).isEqualTo(present);
                  assertThat(time).isGreaterThan(last[0]).isLessThanOrEqualTo(present);
                  last[0] = time;
                  frames[0] += n;
                });
        assertThat(now).isGreaterThan(present);
      }
    }
    assertThat(frames[0]).isBetween(355, 361);
  }

  @Test
  void loopBeginsAgainWithAGapAndTimeThatGoesOn() throws IOException {
    writeShorts("l.dat", 1, 2, 3);
    Path header = text("l.hea", "l 1 100 3\nl.dat 16 1/mV 16 0 0 0 0 ecg\n");
    List<Long> times = new ArrayList<>();
    List<Integer> flags = new ArrayList<>();
    try (BiometricSource source = Recordings.open(header, ReplayOptions.builder().loop().build())) {
      for (long now = 0; now < 90_000_000; now += 10_000_000) {
        source.poll(
            now,
            (signal, time, origin, block, offset, n, flag) -> {
              times.add(time);
              flags.add(flag);
            });
      }
    }
    assertThat(times).hasSize(9).isSorted();
    assertThat(flags).containsExactly(0, 0, 0, 1, 0, 0, 1, 0, 0);
  }

  @Test
  void annotationsOfARecordAreReadWithTheirSkips() {
    WfdbAnnotations marks = WfdbAnnotations.read(TestFiles.data("biometric/mitdb/207.atr"));
    assertThat(marks.annotations().stream().filter(WfdbAnnotations.Annotation::beat)).hasSize(1860);
    assertThat(marks.annotations().get(marks.annotations().size() - 1).sample())
        .isLessThan(650_000);
  }

  @Test
  void annotationsThatBreakOffAreNamed() throws IOException {
    write("b.atr", 0x01, 0x04, 0x01);
    assertThatThrownBy(() -> WfdbAnnotations.read(folder.resolve("b.atr")))
        .hasMessageContaining("b.atr ends at byte 3");
  }

  private static Map<String, List<Float>> all(Path file, ReplayOptions options) {
    Map<String, List<Float>> samples = new HashMap<>();
    try (BiometricSource source = Recordings.open(file, options)) {
      long next = 0;
      while (next != BiometricSource.END) {
        next =
            source.poll(
                next,
                (signal, time, origin, block, offset, frames, flags) -> {
                  int width = signal.channels().size();
                  for (int i = 0; i < frames * width; i++) {
                    samples
                        .computeIfAbsent(
                            signal.channels().get(i % width), name -> new ArrayList<>())
                        .add(block[offset + i]);
                  }
                });
      }
    }
    return samples;
  }

  private static void drain(BiometricSource source, List<Float> into) {
    long next = 0;
    while (next != BiometricSource.END) {
      next =
          source.poll(
              next,
              (signal, time, origin, block, offset, frames, flags) -> {
                for (int i = 0; i < frames * signal.channels().size(); i++) {
                  into.add(block[offset + i]);
                }
              });
    }
  }

  private Path text(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
  }

  private void write(String name, int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    Files.write(folder.resolve(name), content);
  }

  private void writeShorts(String name, int... samples) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample : samples) {
      content.putShort((short) sample);
    }
    Files.write(folder.resolve(name), content.array());
  }
}
