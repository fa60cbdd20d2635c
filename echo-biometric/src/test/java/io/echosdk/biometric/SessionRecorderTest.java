package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricException.Kind;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionRecorderTest {

  private static final long SECOND = 1_000_000_000;
  private static final Signal ECG =
      new Signal("heart ♥", SignalKind.ECG, List.of("I", "II"), "mV", 130.5);
  private static final Signal BELT =
      new Signal("belt", SignalKind.RESPIRATION, List.of("chest"), "", 10);

  @TempDir private Path folder;

  /** What was delivered, bit for bit. */
  private static final class Tape implements SampleSink {
    final List<List<Object>> batches = new ArrayList<>();

    @Override
    public void accept(
        Signal signal, long time, long origin, float[] samples, int offset, int n, int flags) {
      List<Integer> bits = new ArrayList<>();
      for (int i = 0; i < n * signal.channels().size(); i++) {
        bits.add(Float.floatToRawIntBits(samples[offset + i]));
      }
      batches.add(List.of(signal, time, origin, bits, flags));
    }
  }

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "AES");
  }

  /** Writes batches of odd sizes, odd values and every flag; returns what a replay must give. */
  private Tape record(Path file, int batches, @Nullable SecretKey key) {
    return record(file, batches, 10_000_000, key);
  }

  private Tape record(Path file, int batches, long stepNanos, @Nullable SecretKey key) {
    Tape written = new Tape();
    Random random = new Random(12);
    try (SessionRecorder recorder =
        new SessionRecorder(file, List.of(ECG, BELT), 5 * SECOND, Instant.EPOCH, key)) {
      for (int i = 0; i < batches; i++) {
        Signal signal = random.nextInt(3) == 0 ? BELT : ECG;
        int frames = random.nextInt(5);
        float[] samples = new float[1 + frames * signal.channels().size()];
        for (int k = 0; k < samples.length; k++) {
          samples[k] = Float.intBitsToFloat(random.nextInt());
        }
        int flags = frames == 0 ? SampleSink.GAP : random.nextInt(4);
        long time = i * stepNanos - 3;
        long arrival = i * stepNanos + random.nextInt(1000);
        recorder.accept(signal, 5 * SECOND + time, 5 * SECOND + arrival, samples, 1, frames, flags);
        written.accept(signal, 7 * SECOND + time, 7 * SECOND + arrival, samples, 1, frames, flags);
      }
    }
    return written;
  }

  private static Tape play(Path file, ReplayOptions options) {
    Tape played = new Tape();
    try (BiometricSource source = Recordings.open(file, options)) {
      long next = 7 * SECOND;
      while (next != BiometricSource.END) {
        next = source.poll(next, played);
      }
    }
    return played;
  }

  private static ReplayOptions.Builder options() {
    return ReplayOptions.builder();
  }

  @Test
  void playsAgainToTheBitWithFlagsTimesAndArrivals() {
    Path file = folder.resolve("a.echo");
    Tape written = record(file, 500, null);
    try (BiometricSource source = Recordings.open(file, options().build())) {
      assertThat(source.signals()).containsExactly(ECG, BELT);
    }
    assertThat(play(file, options().build()).batches).isEqualTo(written.batches);
  }

  @Test
  void sealedRecordingPlaysWithItsKeyOnly() throws IOException {
    Path file = folder.resolve("secret.echo");
    Tape written = record(file, 200, key(1));
    assertThat(play(file, options().key(key(1)).build()).batches).isEqualTo(written.batches);
    assertThatThrownBy(() -> Recordings.open(file, options().key(key(2)).build()))
        .isInstanceOfSatisfying(
            BiometricException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY))
        .hasMessageContaining("another key");
    assertThatThrownBy(() -> Recordings.open(file, options().build()))
        .isInstanceOfSatisfying(
            BiometricException.class, e -> assertThat(e.kind()).isEqualTo(Kind.WRONG_KEY))
        .hasMessageContaining("--key-file");
    Path plain = folder.resolve("plain.echo");
    record(plain, 200, null);
    byte[] sample = Arrays.copyOfRange(Files.readAllBytes(plain), 400, 416);
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(sample, StandardCharsets.ISO_8859_1));
  }

  @Test
  void equalRecordingsUnderOneKeyHaveNothingInCommon() throws IOException {
    record(folder.resolve("1.echo"), 50, key(1));
    record(folder.resolve("2.echo"), 50, key(1));
    byte[] one = Files.readAllBytes(folder.resolve("1.echo"));
    byte[] two = Files.readAllBytes(folder.resolve("2.echo"));
    int same = 0;
    for (int i = one.length / 2; i < one.length; i++) {
      same += one[i] == two[i] ? 1 : 0;
    }
    assertThat(same).isLessThan(one.length / 2 / 20); // 1 in 256 by chance, and the chunks' heads
  }

  @Test
  void cutAnywhereItPlaysUpToTheLastWholeChunk() throws IOException {
    for (SecretKey key : Arrays.asList(null, key(3))) {
      Path whole = folder.resolve("whole" + (key != null) + ".echo");
      List<List<Object>> all = record(whole, 5, 300_000_000, key).batches;
      byte[] bytes = Files.readAllBytes(whole);
      Path cut = folder.resolve("cut" + (key != null) + ".echo");
      ReplayOptions options = key == null ? options().build() : options().key(key).build();
      int longest = 0;
      for (int length = 0; length < bytes.length; length++) {
        Files.write(cut, Arrays.copyOf(bytes, length));
        List<List<Object>> played;
        try {
          played = play(cut, options).batches;
        } catch (BiometricException e) {
          assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
          assertThat(e).hasMessageContaining("before the end of its header");
          assertThat(longest).as("cut at %d", length).isZero();
          continue;
        }
        assertThat(played).as("cut at %d", length).isEqualTo(all.subList(0, played.size()));
        assertThat(played.size()).isGreaterThanOrEqualTo(longest);
        longest = played.size();
      }
      assertThat(longest).isEqualTo(all.size()); // a cut index costs nothing
    }
  }

  @Test
  void flippedBitInAnyByteIsNoticed() throws IOException {
    for (SecretKey key : Arrays.asList(null, key(3))) {
      Path whole = folder.resolve("sound" + (key != null) + ".echo");
      List<List<Object>> all = record(whole, 3, 200_000_000, key).batches;
      byte[] bytes = Files.readAllBytes(whole);
      Path flipped = folder.resolve("flipped" + (key != null) + ".echo");
      ReplayOptions options = key == null ? options().build() : options().key(key).build();
      for (int bit = 0; bit < 8 * bytes.length; bit += 9) { // of each byte another

        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(flipped, damaged);
        Tape played = new Tape();
        int at = bit;
        assertThatThrownBy(
                () -> {
                  try (BiometricSource source = Recordings.open(flipped, options)) {
                    long next = 7 * SECOND;
                    while (next != BiometricSource.END) {
                      next = source.poll(next, played);
                    }
                  }
                })
            .as("bit %d", at)
            .isInstanceOf(BiometricException.class)
            .hasMessageContaining("flipped");
        assertThat(played.batches).isEqualTo(all.subList(0, played.batches.size()));
      }
    }
  }

  @Test
  void sealedChunksCannotChangePlaces() throws IOException {
    Path file = folder.resolve("order.echo");
    record(file, 100, key(4));
    byte[] bytes = Files.readAllBytes(file);
    int first = 16 + intAt(bytes, 8);
    int second = first + 21 + intAt(bytes, first + 1);
    byte[] forged = bytes.clone(); // the second chunk again, in the place and number of the first
    int length = Math.min(second - first, 21 + intAt(bytes, second + 1)) - 21;
    System.arraycopy(bytes, second + 21, forged, first + 21, length);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(forged, first + 21, second - first - 21);
    for (int i = 0; i < 4; i++) {
      forged[first + 17 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
    }
    Files.write(file, forged);
    assertThatThrownBy(() -> play(file, options().key(key(4)).build()))
        .hasMessageContaining("changed or moved after it was sealed");
  }

  private static int intAt(byte[] bytes, int offset) {
    return java.nio.ByteBuffer.wrap(bytes, offset, 4).getInt();
  }

  @Test
  void replayGoesThroughTheSameStates() {
    Path file = folder.resolve("session.echo");
    SimulatedSubject subject =
        SimulatedSubject.builder().seed(5).leadOff(12, 14).ectopicBeat(20).build();
    List<long[]> live =
        states(SessionRecorder.of(subject, file, Instant.EPOCH, null), 30, 3 * SECOND);
    List<long[]> replayed =
        states(Recordings.open(file, ReplayOptions.recordedSpeed()), 30, 3 * SECOND);
    assertThat(live).hasSize(30 * 60 + 1);
    assertThat(replayed).hasSameSizeAs(live);
    for (int i = 0; i < live.size(); i++) {
      assertThat(replayed.get(i)).as("state %d", i).isEqualTo(live.get(i));
    }
    BiometricState last = new BiometricState();
    System.arraycopy(live.get(live.size() - 1), 0, last.words(), 0, BiometricState.WORDS);
    assertThat(last.beatCount()).isGreaterThan(20);
  }

  private static List<long[]> states(BiometricSource source, int seconds, long start) {
    List<long[]> states = new ArrayList<>();
    BiometricState state = new BiometricState();
    try (BiometricSession session = BiometricSession.of(source)) {
      for (int i = 0; i <= seconds * 60; i++) {
        session.poll(start + i * SECOND / 60);
        session.read(state);
        states.add(state.words().clone());
      }
    }
    return states;
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("there.echo"), "mine");
    assertThatThrownBy(() -> new SessionRecorder(file, List.of(ECG), 0, Instant.EPOCH, null))
        .isInstanceOfSatisfying(
            BiometricException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE));
    assertThat(file).hasContent("mine");
  }

  @Test
  void keyOfAnotherLengthIsRefused() {
    assertThatThrownBy(
            () ->
                new SessionRecorder(
                    folder.resolve("k.echo"),
                    List.of(ECG),
                    0,
                    Instant.EPOCH,
                    new SecretKeySpec(new byte[16], "AES")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes but is of 16");
  }

  @Test
  void doubleSpeedDeliversTwiceAsEarlyWithTheSameTimes() {
    Path file = folder.resolve("fast.echo");
    Tape written = record(file, 100, null);
    Tape played = new Tape();
    try (BiometricSource source = Recordings.open(file, options().speed(2).build())) {
      source.poll(7 * SECOND, played);
      source.poll(7 * SECOND + 250_000_000, played);
    }
    assertThat(played.batches).hasSizeBetween(49, 52);
    assertThat(played.batches.get(40).get(1)).isEqualTo(written.batches.get(40).get(1));
  }

  @Test
  void workedExampleOfTheReferencePlays() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/body-recording.md"));
    int begin = page.indexOf("```hex\n") + 7;
    StringBuilder hex = new StringBuilder();
    for (String line : page.substring(begin, page.indexOf("```", begin)).split("\n")) {
      hex.append(line.split("#", 2)[0].replace(" ", ""));
    }
    Path file = folder.resolve("example.echo");
    Files.write(file, java.util.HexFormat.of().parseHex(hex));
    Tape played = play(file, options().build());
    Signal ecg = new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 250);
    List<Integer> bits = List.of(Float.floatToRawIntBits(0.5f), Float.floatToRawIntBits(-1.25f));
    assertThat(played.batches)
        .containsExactly(List.of(ecg, 7 * SECOND, 7 * SECOND + 8_000_000, bits, SampleSink.GAP));
  }
}
