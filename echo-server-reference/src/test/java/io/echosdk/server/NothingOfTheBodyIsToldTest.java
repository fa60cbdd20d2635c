package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.BodySharing;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.echosdk.biometric.RecordingKeyFolder;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SessionRecorder;
import io.echosdk.biometric.SharedValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That neither a value of a body nor a participant's name is in any log line at any level, nor in
 * the message of any error, whatever goes wrong.
 */
class NothingOfTheBodyIsToldTest {

  private static final long SECOND = 1_000_000_000;
  private static final String NAME = "Zyxomma";
  private static final String MARK = "42424242"; // the digits of every sample in the files
  private static final float INTERVAL_MS = 843.75f; // of the session: 71.11 beats a minute
  private static final List<String> BODY =
      List.of(NAME, MARK, "4.2424242", "843.7", "71.1", "71,1");

  @TempDir Path folder;

  private final Eavesdropper ear = new Eavesdropper();
  private final List<String> told = ear.told();

  @AfterEach
  void stop() {
    ear.close();
  }

  private void tell(Throwable error) {
    ear.tell(error);
  }

  private void assertNothingTold() {
    ear.assertNothingToldOf(BODY);
  }

  /** A body whose heart beats like a clock, from a strap. */
  private static final class Strap implements BiometricSource {
    private static final Signal INTERVALS =
        new Signal("strap", SignalKind.RR, List.of("rr"), "ms", 1);
    private long next;
    private boolean breaks;

    @Override
    public List<Signal> signals() {
      return List.of(INTERVALS);
    }

    @Override
    public long poll(long nowNanos, SampleSink sink) {
      for (; next <= nowNanos; next += Math.round(INTERVAL_MS * 1e6)) {
        sink.accept(INTERVALS, next, next, new float[] {INTERVAL_MS}, 0, 1, 0);
      }
      if (breaks) {
        throw new IllegalStateException("the strap broke, as the test wants");
      }
      return next;
    }

    @Override
    public SourceState state() {
      return new SourceState.Live();
    }

    @Override
    public void close() {}
  }

  @Test
  void sessionRecordingSharingAndRevocationTellNothing() throws IOException {
    ConsentLedger ledger =
        ConsentLedger.builder(MediaClock.virtual())
            .file(folder.resolve("consents"))
            .keys(RecordingKeyFolder.open(folder.resolve("keys")))
            .build();
    Consent consent = ledger.of(NAME);
    for (Purpose purpose : Purpose.values()) {
      assertThatThrownBy(() -> consent.require(purpose)).satisfies(this::tell);
      told.add(consent.grant(purpose, ConsentText.first("test")) + " " + consent + " " + ledger);
    }
    Strap strap = new Strap();
    List<String> seen = new ArrayList<>();
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            seen.add("beat");
          }
        };
    BodySharing.Receiver room =
        new BodySharing.Receiver() {
          @Override
          public void onValues(SharedValues values) {
            told.add(values.toString());
          }

          @Override
          public void onEnd() {
            seen.add("end");
          }
        };
    Path file = folder.resolve("a.echo");
    BiometricState state = new BiometricState();
    try (EchoRuntime runtime = EchoRuntime.create();
        BiometricSession session =
            BiometricSession.builder()
                .source(SessionRecorder.under(consent, strap, file, Instant.EPOCH))
                .listener(listener)
                .consent(consent)
                .inferArousal()
                .build();
        BodySharing sharing = BodySharing.under(consent).body(session).to(room).build()) {
      for (long now = 0; now < 90 * SECOND; now += SECOND / 4) {
        session.poll(now);
        sharing.poll(now);
      }
      session.read(state);
      assertThat(String.format(Locale.ROOT, "%.1f", state.value(Metric.HEART_RATE)))
          .as("what must not be told")
          .isEqualTo("71.1");
      told.add(state + " " + session + " " + sharing);
      strap.breaks = true;
      try {
        session.poll(91 * SECOND);
      } catch (IllegalStateException e) {
        runtime.report("polling", e); // as a session's own thread does
      }
      consent.revokeAll();
      Files.move(folder.resolve("consents"), folder.resolve("away"));
      Files.createDirectory(folder.resolve("consents"));
      assertThatThrownBy(() -> consent.grant(Purpose.SHARE, ConsentText.first("x")))
          .satisfies(this::tell);
      assertThatThrownBy(() -> consent.revoke(Purpose.SHARE)).satisfies(this::tell);
    }
    assertThat(seen).contains("beat").containsOnlyOnce("end");
    assertThatThrownBy(
            () ->
                Recordings.open(
                    file, ReplayOptions.recordedSpeed(), ledger.of(NAME), Purpose.VISUALISE))
        .satisfies(this::tell);
    assertThat(told).hasSizeGreaterThan(90).anyMatch(line -> line.contains("recording ends"));
    assertNothingTold();
  }

  private void provoke(String name, byte[] content) throws IOException {
    int errors = told.size();
    for (int length : new int[] {content.length, content.length - 3, content.length / 2}) {
      Path file = folder.resolve(length + name);
      Files.write(file, Arrays.copyOf(content, length));
      for (double rate : new double[] {0, 100}) {
        ReplayOptions.Builder options = ReplayOptions.builder();
        try (BiometricSource source = Recordings.open(file, options.rateHz(rate).build());
            BiometricSession session = BiometricSession.of(source)) {
          for (long next = 0; next != BiometricSource.END && next < 60 * SECOND; ) {
            next = session.poll(next);
          }
        } catch (RuntimeException e) {
          tell(e);
        }
      }
    }
    assertThat(told.size()).as("errors of " + name).isGreaterThan(errors);
  }

  @Test
  void parsersRepeatNothingOfWhatTheyRefuse() throws IOException {
    for (String bad :
        List.of(
            "0.03,x42424242",
            "0.03,42424242,42424242",
            "0.03,\"42424242",
            "0.03,42424242e42424242",
            "0.03," + NAME)) {
      String rows = "time,ecg\n0,42424242.1\n0.01,42424242.2\n0.02,42424242.3\n" + bad + "\n";
      provoke("a.csv", ascii(rows + rows));
      provoke("a.txt", ascii("42424242.1\n42424242.2\n" + bad + "\n42424242\n"));
      provoke("a.tsv", ascii(rows.replace(',', '\t')));
    }
    for (String bad :
        List.of("{\"ecg\":42424242", "{\"ecg\":\"42424242\"}", "[42424242]", "{42424242:1}")) {
      String row = "{\"time\":0.0,\"ecg\":42424242.5,\"name\":\"" + NAME + "\"}\n";
      provoke("a.jsonl", ascii(row + row.replace("0.0", "0.01") + bad + "\n"));
    }
    provoke(
        "export.xml",
        ascii(
            "<HealthData><Me name='"
                + NAME
                + "'/><Record type='HKQuantityTypeIdentifierHeartRate'"
                + " startDate='2026-42424242' value='42424242.5x'/><Record type='HK"
                + NAME
                + "'"));
    provoke(
        "a.hea",
        ascii(
            NAME
                + " 1 250 x\n"
                + NAME
                + ".dat 99 200(0)/mV 11 0 42424242 42424242 0 ECG\n#"
                + NAME));
    provoke(
        "a.hea",
        ascii("a 1 250 10\nmissing.dat 16 200(0)/mV 11 0 42424242 42424242 0 ECG\n#" + NAME));
    provoke("a.edf", edf("2"));
    provoke("a.edf", edf("x"));
    provoke("a.bdf", edf("2"));
    provoke("a.xdf", ascii("XDF:\1\1\1<info><name>" + NAME + "</name><v>42424242</v>"));
    provoke("a.echo", ascii("ECHOREC\1" + NAME + "4242424242424242424242424242"));
    assertNothingTold();
  }

  /** A header with a patient's name, and samples that are the digits themselves. */
  private static byte[] edf(String records) {
    StringBuilder text = new StringBuilder();
    Object[][] fields = {
      {"0", 8},
      {NAME + " F 04-FEB-1942", 80},
      {"Startdate " + NAME, 80},
      {"01.01.26", 8},
      {"00.00.00", 8},
      {"512", 8},
      {"EDF+D", 44},
      {records, 8},
      {"1", 8},
      {"1", 4},
      {"ECG", 16},
      {NAME, 80},
      {"mV", 8},
      {"-5", 8},
      {"5", 8},
      {"-32768", 8},
      {"32767", 8},
      {NAME, 80},
      {"100", 8},
      {"", 32},
    };
    for (Object[] field : fields) {
      text.append(String.format("%-" + field[1] + "s", field[0]));
    }
    return ascii(text + "4242".repeat(60));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
