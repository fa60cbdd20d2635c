package io.echosdk.biometric.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.ByteBufferSource;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ByteBufferSourceTest {

  private static final Signal ECG = new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 100);
  private static final Signal RR = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);

  private final VirtualClock clock = MediaClock.virtual();
  private final ByteBufferSource source = ByteBufferSource.of(List.of(ECG, RR), clock);
  private final List<Float> values = new ArrayList<>();
  private final List<Integer> flags = new ArrayList<>();

  private static ByteBuffer frame(int signal, int number, long micros, float... samples) {
    ByteBuffer frame =
        ByteBuffer.allocate(BodyFrame.HEADER_BYTES + 4 * samples.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    frame.put((byte) 0xeb).put((byte) 1).put((byte) signal).put((byte) 0);
    frame.putInt(number).putLong(micros).putShort((short) samples.length);
    frame.put((byte) 1).put((byte) 0);
    for (float sample : samples) {
      frame.putFloat(sample);
    }
    return frame.flip();
  }

  private void poll() {
    source.poll(
        clock.nanos(),
        (signal, time, origin, samples, offset, frames, flag) -> {
          for (int i = 0; i < frames; i++) {
            values.add(samples[offset + i]);
          }
          flags.add(flag);
        });
  }

  @Test
  void framesGoInAndSamplesComeOut() {
    clock.advance(Duration.ofSeconds(1));
    source.accept(frame(0, 0, 100_000, 1, 2, 3));
    source.accept(frame(1, 0, 0, 801));
    poll();
    assertThat(values).containsExactly(1f, 2f, 3f, 801f);
    assertThat(source.state()).isEqualTo(new SourceState.Live());
  }

  @Test
  void aMissingNumberIsAGapAndARepeatedOneIsLeftOut() {
    source.accept(frame(0, 0, 100_000, 1));
    source.accept(frame(0, 1, 110_000, 2));
    source.accept(frame(0, 1, 110_000, 2));
    source.accept(frame(0, 3, 130_000, 4));
    poll();
    assertThat(values).containsExactly(1f, 2f, 4f);
    assertThat(flags.get(2)).isEqualTo(SampleSink.GAP);
    assertThat(source.stats().repeated()).isEqualTo(1);
    assertThat(source.state()).isEqualTo(new SourceState.Gap());
  }

  @Test
  void rubbishMakesTheSourceStaleAndNeverThrows() {
    source.accept(frame(0, 0, 100_000, 1));
    poll();
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofMillis(100));
      source.accept(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      poll();
    }
    assertThat(source.state()).isInstanceOf(SourceState.Stale.class);
    assertThat(((SourceState.Stale) source.state()).reason()).contains("3 bytes");
  }

  @Test
  void aSignalThatWasNotAgreedIsRefused() {
    source.accept(frame(7, 0, 0, 1));
    source.accept(frame(0, 0, Long.MIN_VALUE, 1));
    poll();
    assertThat(values).isEmpty();
    assertThat(source.stats().unreadable()).isEqualTo(2);
  }

  @Test
  void changedFramesAreReadOrRefusedByATypedError() {
    byte[] whole = frame(0, 5, 123, 1, 2, 3, 4).array();
    BodyFrame frame = new BodyFrame();
    for (long seed = 1; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 20));
      for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        frame.read(ByteBuffer.wrap(bytes));
        source.accept(ByteBuffer.wrap(bytes));
      } catch (BiometricException expected) {
        assertThat(expected.kind()).isEqualTo(BiometricException.Kind.MALFORMED);
      }
    }
    poll();
  }

  @Test
  void theBytesOfTheReferencePageAreRead() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/phone-frame.md"));
    Matcher bytes = Pattern.compile("```hex\\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(bytes.find()).isTrue();
    String hex = bytes.group(1).replaceAll("#.*|\\s", "");
    BodyFrame frame = new BodyFrame();
    frame.read(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    assertThat(frame.signal()).isZero();
    assertThat(frame.number()).isEqualTo(41);
    assertThat(frame.deviceMicros()).isEqualTo(1_500_000);
    assertThat(frame.frames()).isEqualTo(2);
    assertThat(frame.channels()).isEqualTo(1);
    assertThat(frame.samples()).startsWith(0.5f, -0.25f);
  }
}
