package io.echosdk.biometric.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialects of columns, JSON lines, intervals between beats and Apple Health. */
final class ColumnsTest {

  @TempDir private Path folder;

  private record Value(SignalKind kind, double seconds, float value) {}

  private static List<Value> play(Path file, ReplayOptions options) {
    List<Value> values = new ArrayList<>();
    try (BiometricSource source = Recordings.open(file, options)) {
      long next = 0;
      while (next != BiometricSource.END) {
        next =
            source.poll(
                next,
                (signal, time, origin, block, offset, frames, flags) -> {
                  int width = signal.channels().size();
                  for (int i = 0; i < frames * width; i++) {
                    double at = time * 1e-9 + i / width / signal.sampleRateHz();
                    values.add(new Value(signal.kind(), at, block[offset + i]));
                  }
                });
      }
    }
    return values;
  }

  private static List<Value> play(Path file) {
    return play(file, ReplayOptions.asFastAsPolled());
  }

  private Path text(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
  }

  @Test
  void blankLinesCountWhereAnErrorNamesItsLine() throws IOException {
    Path file = text("blank.csv", "t,ecg\n0,1\n\n\n0.01,2\n0.02,3\n0.03,4\n0.04,five\n");
    assertThatThrownBy(() -> play(file)).hasMessageContaining("line 8 has no number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time,ECG (uV)\n0.00,1000\n0.01,2000\n0.02,\n",
        "\ufefftime;ECG [mV]\r\n0,00;1,0\r\n0,01;2,0\r\n0,02;\r\n",
        "time\tECG\n0,00\t1,0\n0,01\t2,0\n0,02\tnan\n",
        "\"t_ms\",\"ecg (V)\"\n0,\"0.001\"\n10,0.002\n20,NA\n",
        "timestamp,ECG_mV\n"
            + "2024-03-01T10:00:00.000Z,1\n"
            + "2024-03-01T10:00:00.010Z,2\n"
            + "2024-03-01T10:00:00.020Z,\n",
        "time;ecg\n2024-03-01 10:00:00,000;1\n2024-03-01 10:00:00,010;2\n2024-03-01 10:00:00,020;\n"
      })
  void everyDialectSaysTheSame(String content) throws IOException {
    List<Value> values = play(text("a.csv", content));
    assertThat(values).extracting(Value::kind).containsOnly(SignalKind.ECG);
    assertThat(values.get(0).value).isCloseTo(1, within(1e-6f));
    assertThat(values.get(1).value).isCloseTo(2, within(1e-6f));
    assertThat(values.get(2).value).isNaN();
    assertThat(values.get(1).seconds).isCloseTo(0.01, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":0.0,\"ecg\":1.5,\"note\":null}\n"
            + "{\"t\":0.004,\"ecg\":2e0}\n\n"
            + "{\"ecg\":null,\"t\":8e-3}\n",
        "\n{ \"t\" : 0 , \"ecg\" : 1.5 }\n{\"t\":4e-3,\"ecg\":2}\n{\"t\":0.008}\n"
      })
  void objectsOnLinesAreRows(String content) throws IOException {
    List<Value> values =
        play(text("a.jsonl", content)).stream().filter(v -> v.kind == SignalKind.ECG).toList();
    assertThat(values).extracting(Value::value).containsExactly(1.5f, 2f, Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":{\"deep\":1}}\n",
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":1\n",
        "{\"t\":0,\"ecg\":1}\n[0.01,1]\n",
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":01}\n",
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"ecg\":1} x\n",
        "{\"t\":0,\"ecg\":1}\n{\"t\":0.01,\"t\":1}\n"
      })
  void whatIsNoRowIsNamedWithItsLine(String content) throws IOException {
    Path file = text("bad.jsonl", content);
    assertThatThrownBy(() -> play(file))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("bad.jsonl")
        .hasMessageContaining("line");
  }

  @Test
  void lineThatNeverEndsIsNotKept() throws IOException {
    Path file = folder.resolve("long.csv");
    Files.write(file, new byte[3 << 20]);
    assertThatThrownBy(() -> play(file)).hasMessageContaining("more than 1048576 characters");
  }

  @Test
  void timeAndIntervalWithoutNamesAreEvents() {
    List<Value> values = play(TestFiles.data("biometric/ec57tp/HRV256_TP2.txt"));
    assertThat(values).extracting(Value::kind).containsOnly(SignalKind.RR);
    assertThat(values.get(0).value).isEqualTo(800);
    assertThat(values.get(1).value).isCloseTo(833.287f, within(0.001f));
    assertThat(values.get(1).seconds).isCloseTo(0.8332869, within(1e-6));
    assertThat(values.get(4).seconds).isCloseTo(3.996772841983851 - 0.8, within(1e-8));
  }

  @Test
  void columnOfIntervalsAddsUp() throws IOException {
    for (String content :
        List.of(
            "rr_ms\n800\n810\n790\n", "RR (s)\n0.8\n0.81\n0.79\n", "nn;x\n800;a\n810;b\n790;c\n")) {
      List<Value> values = play(text("rr.csv", content));
      assertThat(values).hasSize(3);
      assertThat(values.get(2).value).isCloseTo(790, within(1e-3f));
      assertThat(values.get(2).seconds).isCloseTo(1.6, within(1e-6));
    }
    List<Value> bare =
        play(
            text("bare.txt", "800\n810\n790\n"),
            ReplayOptions.builder().asFastAsPolled().as(SignalKind.RR).build());
    assertThat(bare).extracting(Value::value).containsExactly(800f, 810f, 790f);
  }

  @Test
  void intervalsWhoseTimeTurnsBackAreNamed() throws IOException {
    Path file = text("back.csv", "time,rr\n1,0.8\n2,0.8\n1.5,0.8\n");
    assertThatThrownBy(() -> play(file)).hasMessageContaining("line 4 turns time back");
  }

  @Test
  void appleHealthGivesEventsOfThreeKindsInOrder() throws IOException {
    Path file =
        text(
            "export.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE HealthData [
            <!ELEMENT HealthData (Record)*>
            ]>
            <HealthData locale="en_GB">
             <ExportDate value="2024-03-02 08:00:00 +0100"/>
             <Record type="HKQuantityTypeIdentifierHeartRate" unit="count/min" startDate="2024-03-01 10:00:10 +0100" endDate="2024-03-01 10:00:10 +0100" value="61"/>
             <Record type="HKQuantityTypeIdentifierHeartRate" unit="count/min" startDate="2024-03-01 10:00:00 +0100" endDate="2024-03-01 10:00:00 +0100" value="60.5">
              <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>
             </Record>
             <Record type="HKQuantityTypeIdentifierStepCount" startDate="2024-03-01 10:00:00 +0100" value="5"/>
             <Record type="HKQuantityTypeIdentifierRespiratoryRate" unit="count/min" startDate="2024-03-01 10:00:05 +0100" value="14.5"/>
             <Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" unit="ms" startDate="2024-03-01 21:59:58 +0100" endDate="2024-03-01 22:01:00 +0100" value="41">
              <HeartRateVariabilityMetadataList>
               <InstantaneousBeatsPerMinute bpm="60" time="9:59:59.25 PM"/>
               <InstantaneousBeatsPerMinute bpm="75" time="10:00:00.05 PM"/>
              </HeartRateVariabilityMetadataList>
             </Record>
            </HealthData>
            """);
    try (BiometricSource source = Recordings.open(file, ReplayOptions.asFastAsPolled())) {
      assertThat(source.signals())
          .extracting(Signal::kind)
          .containsExactly(SignalKind.HEART_RATE, SignalKind.RESPIRATION_RATE, SignalKind.RR);
    }
    List<Value> values = play(file);
    assertThat(values)
        .extracting(Value::kind)
        .containsExactly(
            SignalKind.HEART_RATE,
            SignalKind.RESPIRATION_RATE,
            SignalKind.HEART_RATE,
            SignalKind.RR,
            SignalKind.RR);
    assertThat(values).extracting(Value::value).containsExactly(60.5f, 14.5f, 61f, 1000f, 800f);
    assertThat(values.get(1).seconds).isEqualTo(5);
    assertThat(values.get(3).seconds).isCloseTo(12 * 3600 - 0.75, within(1e-6));
    assertThat(values.get(4).seconds - values.get(3).seconds).isCloseTo(0.8, within(1e-6));
  }

  @Test
  void appleHealthEntitiesAreNotFetchedAndTagsWithoutEndAreNotKept() throws IOException {
    Path evil =
        text(
            "evil.xml",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><Record"
                + " type=\"HKQuantityTypeIdentifierHeartRate\" startDate=\"&x;\""
                + " value=\"1\"/></a>");
    assertThatThrownBy(() -> play(evil))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("evil.xml")
        .hasMessageNotContaining("root:");
    Path endless = text("endless.xml", "<a b=\"" + "x".repeat(4 << 20) + "\"/>");
    assertThatThrownBy(() -> play(endless))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("endless.xml");
  }

  @Test
  void characterThatTheParserHasNoMessageForIsABrokenEntry() throws IOException {
    Path file =
        text("dtd.xml", "<?xml version=\"1.0\"?><!DOCTYPE H [<!ELEMEN\u000f H ANY>]><HealthData/>");
    assertThatThrownBy(() -> play(file))
        .isInstanceOf(BiometricException.class)
        .hasMessageContaining("dtd.xml");
  }
}
