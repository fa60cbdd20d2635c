package io.echosdk.biometric.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLineTest {

  private static final Signal ECG = new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 100);
  private static final Signal ACC =
      new Signal("acc", SignalKind.ACCELERATION, List.of("x", "y", "z"), "g", 50);
  private static final Signal RR = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);
  private static final List<Signal> SIGNALS = List.of(ECG, ACC, RR);

  private final BodyLine reader = new BodyLine(SIGNALS);
  private final BodyFrame frame = new BodyFrame();

  private float[] read(String line) {
    reader.read(line, frame);
    return Arrays.copyOf(frame.samples(), frame.frames() * frame.channels());
  }

  @Test
  void theLinesOfTheReferencePageAreRead() throws IOException {
    String page = Files.readString(TestFiles.root().resolve("docs/reference/phone-frame.md"));
    Matcher block = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    String[] lines = block.group(1).split("\n");
    assertThat(lines).hasSize(3);
    assertThat(read(lines[0])).containsExactly(0.5f, -0.25f);
    assertThat(frame.number()).isEqualTo(41);
    assertThat(frame.deviceMicros()).isEqualTo(1_500_000);
    assertThat(read(lines[1])).containsExactly(0, 0, 1, 0.5f, 0, 1);
    assertThat(frame.frames()).isEqualTo(2);
    assertThat(frame.channels()).isEqualTo(3);
    assertThat(frame.numbered()).isFalse();
    assertThat(read(lines[2])).containsExactly(812.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'ms'|1500.25|1500250",
        "'s'|1.5|1500000",
        "'us'|7|7",
        "'ns'|2500000|2500",
        "'µs'|-3|-3",
      })
  void theSendersClockHasAUnit(String clock, String time, long micros) {
    read("{\"v\":1,\"signal\":0,\"t\":" + time + ",\"clock\":\"" + clock + "\",\"samples\":[1]}");
    assertThat(frame.deviceMicros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "ecg,mV,1,1",
    "ecg,V,0.001,1",
    "ecg,µV,1000,1",
    "ecg,uV,-500,-0.5",
    "acc,m/s2,9.80665,1",
    "acc,mg,1000,1",
    "rr,s,0.8,800",
    "rr,ms,800,800",
  })
  void aValueInAnotherUnitOfTheSameKindIsConverted(
      String signal, String unit, String value, float wanted) {
    String sample = signal.equals("acc") ? "[" + value + ",0,0]" : value;
    float[] samples =
        read(
            "{\"v\":1,\"signal\":\"%s\",\"t\":0,\"unit\":\"%s\",\"samples\":[%s]}"
                .formatted(signal, unit, sample));
    assertThat(samples[0]).isEqualTo(wanted);
  }

  @Test
  void whatIsMissingOrOffOrUnknownIsToldAndUnknownKeysArePassedOver() {
    float[] samples =
        read(
            " { \"name\":{\"a\":[1,{\"b\":null}]}, \"v\":1.0, \"samples\":[null, 1e0, -2.5E-1],"
                + "\"off\":true,\"gap\":true,\"t\":1,\"signal\":\"\\u0065cg\",\"x\":false} \r");
    assertThat(samples).containsExactly(Float.NaN, 1, -0.25f);
    assertThat(frame.flags()).isEqualTo(SampleSink.GAP | SampleSink.LEAD_OFF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[1]",
        "{\"v\":2,\"signal\":0,\"t\":0,\"samples\":[42424242]}",
        "{\"signal\":0,\"t\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":3,\"t\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0.5,\"t\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":\"42424242\",\"t\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[[]]}",
        "{\"v\":1,\"signal\":1,\"t\":0,\"samples\":[[1,2,42424242],[1,42424242]]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[\"42424242\"]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[042424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[42424242.]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[NaN]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[42424242]",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[42424242]}}",
        "{\"v\":1,\"v\":1,\"signal\":0,\"t\":0,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"n\":-1,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"n\":1.5,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"n\":4294967296,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"unit\":\"g\",\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"clock\":\"days\",\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"gap\":1,\"samples\":[42424242]}",
        "{\"v\":1,\"signal\":0,\"t\":0,\"samples\":[42424242],\"x\":[[[[[[[[[1]]]]]]]]]}",
        "{\"v\":1,\"signal\":\"42424242\\",
        "{\"v\":1,\"signal\":\"\\u42",
      })
  void whatIsNoSuchLineIsATypedErrorWithoutAnyValue(String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOfSatisfying(
            BiometricException.class,
            e -> assertThat(e.kind()).isEqualTo(BiometricException.Kind.MALFORMED))
        .hasMessageContaining("line of " + line.length() + " characters")
        .hasMessageNotContaining("42424242");
  }

  @Test
  void aLineOfTooManyValuesOrKeysIsRefused() {
    String many = "1,".repeat(16_384);
    assertThatThrownBy(() -> read("{\"samples\":[" + many + "1]}")).hasMessageContaining("values");
    StringBuilder keys = new StringBuilder("{\"k\":1");
    for (int i = 0; i < 64; i++) {
      keys.append(",\"").append(i).append("\":1");
    }
    assertThatThrownBy(() -> read(keys + "}")).hasMessageContaining("at most 64");
  }

  @Test
  void linesGoInSamplesComeOutAndABadLineIsLeftOutAlone() {
    VirtualClock clock = MediaClock.virtual();
    clock.advance(Duration.ofSeconds(1));
    ByteBufferSource source = ByteBufferSource.of(SIGNALS, clock);
    List<String> seen = new ArrayList<>();
    String ecg = "{\"v\":1,\"signal\":\"ecg\",\"n\":%d,\"t\":%d,\"samples\":[%d]}\n";
    String text =
        ecg.formatted(0, 100, 1)
            + ecg.formatted(1, 110, 2)
            + ecg.formatted(1, 110, 2)
            + "{rubbish\r\n\n"
            + "{\"v\":1,\"signal\":\"rr\",\"t\":0,\"samples\":[801]}\r\n"
            + ecg.formatted(3, 130, 4)
            + "{\"v\":1,\"signal\":\"acc\",\"t\":0,\"samples\":[1]}\n"
            + "{\"v\":1,\"signal\":\"rr\",\"t\":1e300,\"samples\":[801]}";
    source.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    source.poll(
        clock.nanos(),
        (signal, time, origin, samples, offset, frames, flags) -> {
          for (int i = 0; i < frames; i++) {
            seen.add(signal.name() + " " + samples[offset + i] + " " + flags);
          }
        });
    assertThat(seen).containsExactly("ecg 1.0 0", "ecg 2.0 0", "rr 801.0 0", "ecg 4.0 1");
    assertThat(source.stats().repeated()).isEqualTo(1);
    assertThat(source.stats().unreadable()).isEqualTo(3);
    assertThat(source.state()).isEqualTo(new SourceState.Gap());
    source.accept(ByteBuffer.wrap(("{" + " ".repeat(1 << 17)).getBytes(StandardCharsets.UTF_8)));
    assertThat(source.stats().unreadable()).isEqualTo(3); // counted by the next poll
    source.poll(clock.nanos(), (signal, time, origin, samples, offset, frames, flags) -> {});
    assertThat(source.stats().unreadable()).isEqualTo(4);
  }

  @Test
  void changedLinesAreReadOrRefusedByATypedError() {
    String whole =
        "{\"v\":1,\"signal\":\"acc\",\"n\":41,\"t\":1500.5,\"clock\":\"ms\",\"unit\":\"mg\","
            + "\"off\":false,\"samples\":[[1,2,3],[4,null,-6e1]],\"x\":{\"y\":[true]}}";
    for (long seed = 1; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder line = new StringBuilder(whole);
      line.setLength(random.nextInt(4) == 0 ? random.nextInt(line.length()) : line.length());
      for (int changes = random.nextInt(4); changes > 0 && line.length() > 0; changes--) {
        char with = "0123456789.-+eE\"\\{}[],: \u0000\uffffnutv".charAt(random.nextInt(29));
        line.setCharAt(random.nextInt(line.length()), with);
      }
      try {
        reader.read(line.toString(), frame);
      } catch (BiometricException expected) {
        assertThat(expected.kind()).isEqualTo(BiometricException.Kind.MALFORMED);
      }
    }
  }
}
