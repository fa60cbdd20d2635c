package io.echosdk.biometric.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.testing.TestFiles;
import java.io.ByteArrayOutputStream;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What the formats' own descriptions promise, and what is in files of other programs. */
final class FormatsConformanceTest {

  @TempDir private Path folder;

  /** One delivered batch of one signal. */
  private record Batch(Signal signal, double seconds, float[] samples, int flags) {}

  private static List<Batch> play(Path file) {
    return play(file, ReplayOptions.asFastAsPolled());
  }

  private static List<Batch> play(Path file, ReplayOptions options) {
    List<Batch> batches = new ArrayList<>();
    try (BiometricSource source = Recordings.open(file, options)) {
      long next = 0;
      while (next != BiometricSource.END) {
        next =
            source.poll(
                next,
                (signal, time, origin, block, offset, frames, flags) -> {
                  float[] copy = new float[frames * signal.channels().size()];
                  System.arraycopy(block, offset, copy, 0, copy.length);
                  batches.add(new Batch(signal, time * 1e-9, copy, flags));
                });
      }
    }
    return batches;
  }

  private static Map<String, List<Float>> channels(List<Batch> batches) {
    Map<String, List<Float>> all = new HashMap<>();
    for (Batch batch : batches) {
      int width = batch.signal.channels().size();
      for (int i = 0; i < batch.samples.length; i++) {
        all.computeIfAbsent(batch.signal.channels().get(i % width), c -> new ArrayList<>())
            .add(batch.samples[i]);
      }
    }
    return all;
  }

  private Path text(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.ISO_8859_1);
  }

  private void shorts(String name, int... values) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      content.putShort((short) value);
    }
    Files.write(folder.resolve(name), content.array());
  }

  // ---- WFDB, signal(5)

  @Test
  void everyBinaryFormatFitsFirstValueAndChecksumOfItsHeader() throws IOException {
    Path file = TestFiles.data("biometric/wfdb-formats/binformats.hea");
    List<String> lines = Files.readAllLines(file);
    WfdbHeader header = WfdbHeader.read(file);
    assertThat(header.signals()).hasSize(10);
    for (int i = 0; i < 10; i++) {
      WfdbHeader.StoredSignal signal = header.signals().get(i);
      int checksum = Integer.parseInt(lines.get(i + 1).split("\\s+")[6]);
      short sum = 0;
      int value = signal.first();
      try (WfdbSamples samples = WfdbSamples.open(file, signal.file(), signal.format(), 0)) {
        for (int n = 0; n < 499; n++) {
          int step = samples.next();
          int change = step == WfdbSamples.INVALID ? -128 : step; // no difference is invalid
          value = signal.format() == 8 ? value + change : step;
          if (n == 0) {
            assertThat(value).as("format %d", signal.format()).isEqualTo(signal.first());
          }
          sum += (short) value;
        }
      }
      assertThat((int) sum).as("checksum of format %d", signal.format()).isEqualTo(checksum);
    }
    Map<String, List<Float>> played = channels(play(file));
    assertThat(played).hasSize(10);
    played.values().forEach(samples -> assertThat(samples).hasSize(499));
    assertThat(played.get("sig 5, fmt 212").get(0)).isEqualTo((float) (-2042 / 200.0));
    assertThat(played.get("sig 0, fmt 8").get(0)).isEqualTo((float) (-2047 / 200.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v102s", "03700181"})
  void everySignalFitsTheChecksumOfItsHeader(String record) throws IOException {
    Path file = TestFiles.data("biometric/wfdb-formats/" + record + ".hea");
    List<String> lines = Files.readAllLines(file);
    WfdbHeader header = WfdbHeader.read(file);
    short[] sums = new short[header.signals().size()];
    try (WfdbSamples samples =
        WfdbSamples.open(
            file, header.signals().get(0).file(), header.signals().get(0).format(), 0)) {
      for (long frame = 0; frame < header.frames(); frame++) {
        for (int s = 0; s < sums.length; s++) {
          for (int i = 0; i < header.signals().get(s).samplesPerFrame(); i++) {
            int step = samples.next();
            sums[s] += (short) (step == WfdbSamples.INVALID ? -2048 : step);
          }
        }
      }
    }
    for (int s = 0; s < sums.length; s++) {
      assertThat((int) sums[s])
          .as("signal %d", s)
          .isEqualTo(Integer.parseInt(lines.get(s + 1).split("\\s+")[6]));
    }
    List<Batch> played = play(file);
    assertThat(channels(played)).hasSize(sums.length);
  }

  @Test
  void format310And311GiveTheSamplesOfTheWorkedExample() throws IOException {
    // 1, -1, 5 in both; a fourth sample 511 opens the next group
    int[] of310 = {1 << 1 | 5 << 11, (-1 & 0x3ff) << 1, 511 << 1, 0};
    shorts("a.dat", of310);
    int word = 1 | (-1 & 0x3ff) << 10 | 5 << 20;
    shorts("b.dat", word, word >> 16, 511, 0);
    for (String format : List.of("a.dat 310", "b.dat 311")) {
      Path header = text("f.hea", "f 1 100 4\n" + format + " 1/mV 10 0 0 0 0 ecg\n");
      assertThat(channels(play(header)).get("ecg")).containsExactly(1f, -1f, 5f, 511f);
    }
  }

  @Test
  void flacIsRefusedByName() throws IOException {
    Path header = text("f.hea", "f 1 100 4\nf.dat 516 1/mV 16 0 0 0 0 ecg\n");
    assertThatThrownBy(() -> play(header))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.UNSUPPORTED))
        .hasMessageContaining("WFDB format 516, which is FLAC");
  }

  @Test
  void segmentsOfAFixedLayoutFollowOneAnother() throws IOException {
    shorts("s1.dat", 1, 2, 3);
    shorts("s2.dat", 4, 5);
    text("s1.hea", "s1 1 100 3\ns1.dat 16 1/mV 16 0 0 0 0 ecg\n");
    text("s2.hea", "s2 1 100 2\ns2.dat 16 2/mV 16 0 0 0 0 ecg\n");
    Path master = text("m.hea", "m/3 1 100 9\ns1 3\n~ 4\ns2 2\n");
    List<Batch> batches = play(master);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).samples).containsExactly(1, 2, 3);
    assertThat(batches.get(0).flags).isZero();
    assertThat(batches.get(1).samples).containsExactly(2, 2.5f);
    assertThat(batches.get(1).flags).isEqualTo(SampleSink.GAP);
    assertThat(batches.get(1).seconds).isCloseTo(0.07, within(1e-9));
  }

  @Test
  void segmentsOfAVariableLayoutHaveWhatTheyHave() throws IOException {
    shorts("v1.dat", 1, 10, 2, 20);
    shorts("v2.dat", 30, 40);
    text("lay.hea", "lay 2 100 0\n~ 0 1/mV 16 0 0 0 0 II\n~ 0 1/mV 16 0 0 0 0 V\n");
    text("v1.hea", "v1 2 100 2\nv1.dat 16 1/mV 16 0 0 0 0 II\nv1.dat 16 1/mV 16 0 0 0 0 V\n");
    text("v2.hea", "v2 1 100 2\nv2.dat 16 1/mV 16 0 0 0 0 V\n");
    Path master = text("m.hea", "m/3 2 100 4\nlay 0\nv1 2\nv2 2\n");
    Map<String, List<Float>> channels = channels(play(master));
    assertThat(channels.get("V")).containsExactly(10f, 20f, 30f, 40f);
    assertThat(channels.get("II")).containsExactly(1f, 2f, Float.NaN, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m/1 1 100 3\nm 3\n", // itself
        "m/2 1 100 3\nm 3\n", // fewer than promised
        "m/1 1 100 3\n../s 3\n",
        "m/1 1 100 3\ns 5\n", // another sum
        "m/1 1 100 3\n~ 3\n",
        "m/1 1 250 3\ns 3\n", // another rate
        "m/99999999 1 100 3\ns 3\n"
      })
  void lyingSegmentsAreNamed(String content) throws IOException {
    shorts("s.dat", 1, 2, 3);
    text("s.hea", "s 1 100 3\ns.dat 16 1/mV 16 0 0 0 0 ecg\n");
    Path master = text("m.hea", content);
    assertThatThrownBy(() -> play(master))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED))
        .hasMessageMatching(".*/[ms]\\.hea.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.dat", "/etc/passwd", "a/../../x.dat", "..", "x\0y"})
  void namesThatLeaveTheFolderAreRefused(String name) throws IOException {
    Path header = text("t.hea", "t 1 100 3\n" + name + " 16 1/mV 16 0 0 0 0 ecg\n");
    assertThatThrownBy(() -> play(header))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("t.hea")
        .hasMessageContaining("names");
  }

  @Test
  void annotationsTellTheirAttributes() throws IOException {
    int[] words = {
      1 << 10 | 20,
      61 << 10 | 3,
      62 << 10 | 1,
      60 << 10 | 0xff, // normal; sub 3, chn 1, num -1
      63 << 10 | 3,
      'a' | 'b' << 8,
      'c', // "abc"
      59 << 10,
      1,
      4,
      5 << 10 | 1, // 65,540 further and one more: ventricular
      59 << 10,
      -1,
      -2,
      28 << 10, // two back
      0
    };
    shorts("a.atr", words);
    assertThat(WfdbAnnotations.read(folder.resolve("a.atr")).annotations())
        .containsExactly(
            new WfdbAnnotations.Annotation(20, 1, 3, 1, -1, "abc"),
            new WfdbAnnotations.Annotation(65_561, 5, 0, 1, -1, ""),
            new WfdbAnnotations.Annotation(65_559, 28, 0, 1, -1, ""));
  }

  @Test
  void rhythmsOfARealRecordAreRead() {
    WfdbAnnotations marks = WfdbAnnotations.read(TestFiles.data("biometric/mitdb/207.atr"));
    assertThat(marks.annotations())
        .filteredOn(mark -> mark.code() == 28)
        .extracting(WfdbAnnotations.Annotation::text)
        .contains("(N", "(VFL", "(B");
  }

  // ---- EDF, EDF+, BDF

  private Path edf(String name, boolean bdf, String reserved, byte[]... records)
      throws IOException {
    boolean annotated = !reserved.isEmpty();
    String annotations = bdf ? "BDF Annotations" : "EDF Annotations";
    int perAnnotation = bdf ? 4 : 6;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int count = annotated ? 2 : 1;
    field(file, bdf ? "\u00ffBIOSEMI" : "0", 8);
    field(file, "X", 80);
    field(file, "X", 80);
    field(file, "01.01.0000.00.00", 16);
    field(file, String.valueOf(256 * (count + 1)), 8);
    field(file, reserved, 44);
    field(file, String.valueOf(records.length), 8);
    field(file, "1", 8);
    field(file, String.valueOf(count), 4);
    both(file, annotated, "ECG", annotations, 16);
    both(file, annotated, "", "", 80);
    both(file, annotated, "uV", "", 8);
    both(file, annotated, "-1000", "-1", 8);
    both(file, annotated, "1000", "1", 8);
    both(file, annotated, "-1000", "-32768", 8);
    both(file, annotated, "1000", "32767", 8);
    both(file, annotated, "", "", 80);
    both(file, annotated, "2", String.valueOf(perAnnotation), 8);
    both(file, annotated, "", "", 32);
    for (byte[] record : records) {
      file.writeBytes(record);
    }
    return Files.write(folder.resolve(name), file.toByteArray());
  }

  private static void both(
      ByteArrayOutputStream file, boolean two, String first, String second, int width) {
    field(file, first, width);
    if (two) {
      field(file, second, width);
    }
  }

  private static void field(ByteArrayOutputStream file, String value, int width) {
    file.writeBytes(
        (value + " ".repeat(width)).substring(0, width).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A data record of two samples and, if it is annotated, its own time. */
  private static byte[] edfRecord(int bytes, int first, int second, String onset) {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    for (int value : new int[] {first, second}) {
      for (int i = 0; i < bytes; i++) {
        record.write(value >> 8 * i);
      }
    }
    if (!onset.isEmpty()) {
      byte[] times = new byte[12];
      byte[] text = (onset + "\u0014\u0014").getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(text, 0, times, 0, text.length);
      record.writeBytes(times);
    }
    return record.toByteArray();
  }

  @Test
  void interruptedEdfHasGapsAtTheRightTimes() throws IOException {
    Path file =
        edf(
            "d.edf",
            false,
            "EDF+D",
            edfRecord(2, 100, -200, "+0.25"),
            edfRecord(2, 300, 400, "+1.25"),
            edfRecord(2, 500, 600, "+7.5"));
    List<Batch> batches = play(file);
    assertThat(batches).hasSize(3);
    assertThat(batches).extracting(Batch::flags).containsExactly(0, 0, SampleSink.GAP);
    assertThat(batches.get(1).seconds).isCloseTo(1, within(1e-9));
    assertThat(batches.get(2).seconds).isCloseTo(7.25, within(1e-9));
    assertThat(batches.get(0).samples).containsExactly(0.1f, -0.2f);
  }

  @Test
  void interruptedEdfWhoseTimeRunsBackIsNamed() throws IOException {
    Path file = edf("b.edf", false, "EDF+D", edfRecord(2, 1, 2, "+5"), edfRecord(2, 3, 4, "+5.5"));
    assertThatThrownBy(() -> play(file))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("b.edf")
        .hasMessageContaining("data record 2")
        .hasMessageContaining("byte");
  }

  @Test
  void bdfHas24Bits() throws IOException {
    Path file =
        edf("x.bdf", true, "BDF+C", edfRecord(3, 1000, -1000, "+0"), edfRecord(3, 7, -8, "+1"));
    assertThat(channels(play(file)).get("ECG")).containsExactly(1f, -1f, 0.007f, -0.008f);
    Path plain = edf("y.bdf", true, "", edfRecord(3, -5, 5, ""));
    assertThat(channels(play(plain)).get("ECG")).containsExactly(-0.005f, 0.005f);
  }
}
