package io.echosdk.biometric.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.testing.TestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class XdfReaderTest {

  private static final String BOUNDARY_ID = "43a546dccbf5410fb30ed5467383cbe4";

  @TempDir private Path folder;

  private record Batch(Signal signal, double seconds, float[] samples, int flags) {}

  private static List<Batch> play(Path file) {
    List<Batch> batches = new ArrayList<>();
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
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

  // ---- building files

  private static byte[] chunk(int tag, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(7 + content.length).order(ByteOrder.LITTLE_ENDIAN);
    return chunk
        .put((byte) 4)
        .putInt(content.length + 2)
        .putShort((short) tag)
        .put(content)
        .array();
  }

  private static byte[] header(int id, String type, int channels, double rate, String format) {
    String xml =
        "<?xml version=\"1.0\"?><info><name>s"
            + id
            + "</name><type>"
            + type
            + "</type><channel_count>"
            + channels
            + "</channel_count><nominal_srate>"
            + rate
            + "</nominal_srate><channel_format>"
            + format
            + "</channel_format></info>";
    byte[] text = xml.getBytes(StandardCharsets.UTF_8);
    return chunk(
        2,
        ByteBuffer.allocate(4 + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(id)
            .put(text)
            .array());
  }

  /** Samples of one channel; a stamp that is NaN is left out. */
  private static byte[] samples(int id, String format, double[] stamps, double[] values) {
    ByteBuffer content =
        ByteBuffer.allocate(16 + 17 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    content.putInt(id).put((byte) 1).put((byte) values.length);
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(stamps[i])) {
        content.put((byte) 0);
      } else {
        content.put((byte) 8).putDouble(stamps[i]);
      }
      switch (format) {
        case "int8" -> content.put((byte) values[i]);
        case "int16" -> content.putShort((short) values[i]);
        case "int32" -> content.putInt((int) values[i]);
        case "int64" -> content.putLong((long) values[i]);
        case "float32" -> content.putFloat((float) values[i]);
        default -> content.putDouble(values[i]);
      }
    }
    byte[] cut = new byte[content.position()];
    System.arraycopy(content.array(), 0, cut, 0, cut.length);
    return chunk(3, cut);
  }

  private static byte[] offset(int id, double time, double value) {
    return chunk(
        4,
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(id)
            .putDouble(time)
            .putDouble(value)
            .array());
  }

  private static byte[] boundary() {
    return chunk(5, java.util.HexFormat.of().parseHex(BOUNDARY_ID));
  }

  private Path file(String name, byte[]... chunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("XDF:".getBytes(StandardCharsets.US_ASCII));
    for (byte[] chunk : chunks) {
      bytes.writeBytes(chunk);
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static double[] steps(double start, double step, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = start + i * step;
    }
    return values;
  }

  // ---- tests

  @Test
  void minimalExampleHasNineSamplesOfThreeChannelsAtTenHertz() {
    Path file = TestFiles.data("biometric/xdf/minimal.xdf");
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals()).hasSize(1); // the stream of text is passed over
      Signal signal = source.signals().get(0);
      assertThat(signal.name()).isEqualTo("SendDataC");
      assertThat(signal.kind()).isEqualTo(SignalKind.EEG);
      assertThat(signal.channels()).hasSize(3);
      assertThat(signal.sampleRateHz()).isEqualTo(10);
    }
    List<Batch> batches = play(file);
    assertThat(batches.stream().mapToInt(b -> b.samples.length).sum()).isEqualTo(27);
    assertThat(batches.get(0).samples).startsWith(192, 255, 238);
    assertThat(batches.get(8).samples).containsExactly(15, 25, 35);
    assertThat(batches.get(8).seconds).isCloseTo(0.8, within(1e-6));
    assertThat(batches).allMatch(b -> b.flags == 0);
  }

  @Test
  void everyNumberTypeIsRead() throws IOException {
    for (String format : List.of("int8", "int16", "int32", "int64", "float32", "double64")) {
      Path file =
          file(
              format + ".xdf",
              header(1, "ECG", 1, 10, format),
              samples(1, format, steps(5, 0.1, 3), new double[] {-3, 0, 100}));
      List<Batch> batches = play(file);
      assertThat(batches).hasSize(3);
      assertThat(batches.get(0).samples).containsExactly(-3);
      assertThat(batches.get(2).samples).containsExactly(100);
    }
  }

  @Test
  void stampsThatAreLeftOutFollowTheRate() throws IOException {
    double[] stamps = steps(5, 0.1, 4);
    stamps[1] = Double.NaN;
    stamps[3] = Double.NaN;
    Path file =
        file(
            "deduced.xdf",
            header(1, "ECG", 1, 10, "float32"),
            samples(1, "float32", stamps, steps(0, 1, 4)));
    assertThat(play(file).get(3).seconds).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void emptyStreamsAreSignalsWithoutSamples() throws IOException {
    Path file =
        file(
            "empty.xdf",
            header(1, "ECG", 1, 100, "float32"),
            header(2, "EEG", 2, 1, "float32"),
            samples(1, "float32", steps(5, 0.01, 3), steps(0, 1, 3)));
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals()).hasSize(2);
      assertThat(source.signals().get(1).sampleRateHz()).isEqualTo(1);
    }
    assertThat(play(file)).allMatch(batch -> batch.signal.name().equals("s1"));
  }

  @Test
  void streamsOfDifferentClocksMeetOnTheRecorders() throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    chunks.add(header(1, "ECG", 1, 10, "float32"));
    chunks.add(header(2, "PPG", 1, 10, "float32"));
    for (int k = 0; k <= 20; k++) {
      double wild = k % 5 == 3 ? 0.5 : 0; // a fifth of the measurements is far off
      chunks.add(offset(1, 100 + k * 5, 1000 + wild));
      chunks.add(offset(2, 7000 + k * 5 * 1.0001, -5900 - k * 5 * 0.0001));
    }
    double[] one = steps(100, 0.1, 100);
    double[] two = steps(7000, 0.1 * 1.0001, 100);
    chunks.add(samples(1, "float32", one, steps(0, 1, 100)));
    chunks.add(samples(2, "float32", two, steps(0, 1, 100)));
    List<Batch> batches = play(file("clocks.xdf", chunks.toArray(new byte[0][])));
    assertThat(batches).hasSize(200);
    for (Batch batch : batches) {
      assertThat(batch.seconds).isCloseTo(batch.samples[0] * 0.1, within(1e-4));
    }
  }

  @Test
  void resetClockBeginsANewPieceWithAGap() throws IOException {
    Path file =
        file(
            "reset.xdf",
            header(1, "ECG", 1, 10, "float32"),
            offset(1, 1000, -900),
            samples(1, "float32", steps(1000, 0.1, 50), steps(0, 1, 50)),
            offset(1, 1005, -900),
            offset(1, 1, 110),
            samples(1, "float32", steps(0, 0.1, 50), steps(50, 1, 50)),
            offset(1, 6, 110));
    List<Batch> batches = play(file);
    assertThat(batches).hasSize(100);
    assertThat(batches.get(49).seconds).isCloseTo(4.9, within(1e-6));
    assertThat(batches.get(50).seconds).isCloseTo(10, within(1e-6)); // 110 - 100
    assertThat(batches.get(50).flags).isEqualTo(SampleSink.GAP);
    assertThat(batches.get(51).flags).isZero();
  }

  @Test
  void clockThatRunsBackWithoutMeasurementNeverTurnsTimeBack() throws IOException {
    Path file =
        file(
            "back.xdf",
            header(1, "ECG", 1, 10, "float32"),
            samples(1, "float32", steps(1000, 0.1, 20), steps(0, 1, 20)),
            samples(1, "float32", steps(500, 0.1, 20), steps(20, 1, 20)));
    List<Batch> batches = play(file);
    assertThat(batches).hasSize(40);
    assertThat(batches).extracting(Batch::seconds).isSorted();
    assertThat(batches.get(20).flags).isEqualTo(SampleSink.GAP);
  }

  @Test
  void jitterOfStampsIsFittedAway() throws IOException {
    double[] stamps = steps(50, 0.01, 100);
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < stamps.length; i++) {
      stamps[i] += 0.003 * random.nextDouble();
    }
    Path file =
        file(
            "jitter.xdf",
            header(1, "ECG", 1, 100, "float32"),
            samples(1, "float32", stamps, steps(0, 1, 100)));
    for (Batch batch : play(file)) {
      assertThat(batch.seconds).isCloseTo(batch.samples[0] * 0.01, within(0.001));
    }
  }

  @Test
  void rateThatIsNotTheNominalOneIsMeasured() throws IOException {
    Path file =
        file(
            "slow.xdf",
            header(1, "ECG", 1, 100, "float32"),
            samples(1, "float32", steps(50, 0.0107, 100), steps(0, 1, 100)));
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals().get(0).sampleRateHz()).isCloseTo(1 / 0.0107, within(0.01));
    }
  }

  @Test
  void irregularStreamComesSampleBySample() throws IOException {
    Path file =
        file(
            "rr.xdf",
            header(1, "RR", 1, 0, "double64"),
            samples(1, "double64", new double[] {5, 5.8, 9}, new double[] {800, 790, 810}));
    List<Batch> batches = play(file);
    assertThat(batches).extracting(b -> b.signal.kind()).containsOnly(SignalKind.RR);
    assertThat(batches.get(1).seconds).isCloseTo(0.8, within(1e-9));
    assertThat(batches.get(2).seconds).isCloseTo(4, within(1e-9));
  }

  @Test
  void damageCostsWhatLiesBeforeTheNextBoundary() throws IOException {
    byte[] broken = samples(1, "float32", steps(7, 0.1, 10), steps(20, 1, 10));
    broken[0] = 77; // a length of 77 bytes
    Path file =
        file(
            "damaged.xdf",
            header(1, "ECG", 1, 10, "float32"),
            samples(1, "float32", steps(5, 0.1, 10), steps(0, 1, 10)),
            broken,
            boundary(),
            samples(1, "float32", steps(9, 0.1, 10), steps(40, 1, 10)));
    List<Batch> batches = play(file);
    assertThat(batches).hasSize(20);
    assertThat(batches.get(10).samples).containsExactly(40);
    assertThat(batches.get(10).seconds).isCloseTo(4, within(1e-6));
    assertThat(batches.get(10).flags).isEqualTo(SampleSink.GAP);
  }

  @Test
  void damageWithoutBoundaryIsNamedAfterEverythingBefore() throws IOException {
    Path whole =
        file(
            "whole.xdf",
            header(1, "ECG", 1, 10, "float32"),
            samples(1, "float32", steps(5, 0.1, 10), steps(0, 1, 10)),
            samples(1, "float32", steps(6, 0.1, 10), steps(10, 1, 10)));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.xdf");
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length - 5));
    List<Float> played = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (BiometricSource source = Recordings.open(cut, ReplayOptions.asFastAsPolled())) {
                long next = 0;
                while (next != BiometricSource.END) {
                  next = source.poll(next, (s, t, o, block, at, n, f) -> played.add(block[at]));
                }
              }
            })
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("cut.xdf")
        .hasMessageContaining("at byte");
    assertThat(played).hasSize(10);
  }

  @Test
  void headerThatReachesForOtherFilesGetsNone() throws IOException {
    String xml =
        "<!DOCTYPE info [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><info><name>&x;</name>"
            + "<channel_count>1</channel_count><nominal_srate>10</nominal_srate>"
            + "<channel_format>float32</channel_format></info>";
    byte[] text = xml.getBytes(StandardCharsets.UTF_8);
    Path file =
        file(
            "evil.xdf",
            chunk(
                2,
                ByteBuffer.allocate(4 + text.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(1)
                    .put(text)
                    .array()));
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals().get(0).name()).doesNotContain("root");
    } catch (BiometricException refused) {
      assertThat(refused).hasMessageContaining("evil.xdf");
    }
  }
}
