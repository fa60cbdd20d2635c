package io.echosdk.server.cli;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.SessionRecorder;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.biometric.SubjectTruth;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo simulate}: a simulated body as a recording, with the truth beside it. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the recording of a simulated body: ECG, PPG, respiration, EEG, acceleration, skin"
          + " conductance; and beside it, in OUT.truth.json, every true beat, pulse, breath, alpha"
          + " burst, step and excitement. Equal seeds give equal samples. The name's end tells the"
          + " format: .hea (WFDB, with beats in .atr), .edf, .csv, .echo.",
      "",
      "Examples:",
      "  echo simulate calm.hea --seconds 300 --seed 7",
      "  echo simulate quick.csv --seconds 60 --seed 1 --bpm 110",
      "  echo simulate body.echo --seconds 600 --seed 3",
      ""
    })
final class SimulateCommand implements Callable<Integer> {

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final double TABLE_RATE_HZ = 250; // where all signals share one rate

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OUT",
      description = "Where to: .hea, .edf, .csv or .echo; must not exist.")
  private Path out;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long, 1 to 86400. Default: 60.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which person. Default: 1.")
  private long seed;

  @Option(
      names = "--bpm",
      paramLabel = "N",
      defaultValue = "64",
      description = "Mean heart rate at rest, 30 to 200. Default: 64.")
  private double bpm;

  @Option(
      names = "--breaths",
      paramLabel = "N",
      defaultValue = "12",
      description = "Mean breaths a minute at rest, 3 to 40. Default: 12.")
  private double breaths;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "For .echo only. " + KeyFile.HELP)
  private @Nullable Path keyFile;

  @Override
  public Integer call() {
    if (seconds < 1 || seconds > 86_400) {
      throw wrong("--seconds must be 1 to 86400 but is " + seconds);
    }
    String name = String.valueOf(out.getFileName());
    String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!List.of("hea", "edf", "csv", "echo").contains(format)) {
      throw wrong("OUT must end in .hea, .edf, .csv or .echo but is " + out);
    }
    if (keyFile != null && !format.equals("echo")) {
      throw wrong("--key-file seals .echo recordings only, but OUT is " + out);
    }
    SimulatedSubject.Builder person =
        SimulatedSubject.builder().seed(seed).heartRateBpm(bpm).breathsPerMinute(breaths);
    boolean table = !format.equals("echo");
    if (table) {
      person
          .ppgRateHz(TABLE_RATE_HZ)
          .respirationRateHz(TABLE_RATE_HZ)
          .accelerationRateHz(TABLE_RATE_HZ)
          .edaRateHz(TABLE_RATE_HZ);
    }
    SimulatedSubject subject = person.build();
    SubjectTruth truth = subject.groundTruth(Duration.ofSeconds(seconds));
    try (ProgressBar progress =
        new ProgressBar(spec.commandLine().getErr(), System.console() != null)) {
      if (table) {
        writeTable(subject, truth, format, progress);
      } else {
        writeEcho(subject, progress);
      }
      writeTruth(truth);
    } catch (IOException e) {
      throw new BiometricException(
          BiometricException.Kind.STORAGE,
          "cannot write " + out + " (" + e + ")",
          "choose a name that is free, on a disk with room",
          e);
    }
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%s  %d s  %d beats%n", out, seconds, truth.beatSeconds().size());
    return 0;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private void writeEcho(SimulatedSubject subject, ProgressBar progress) {
    try (SessionRecorder recorder =
        new SessionRecorder(out, subject.signals(), 0, Instant.EPOCH, KeyFile.read(keyFile))) {
      for (int second = 0; second <= seconds; second++) {
        for (long now = (second - 1) * SECOND_NANOS; now <= second * SECOND_NANOS; ) {
          now = Math.max(now + 1, subject.poll(Math.max(0, now), recorder));
        }
        progress.show((double) second / seconds);
      }
    }
  }

  private void writeTable(
      SimulatedSubject subject, SubjectTruth truth, String format, ProgressBar progress)
      throws IOException {
    try (SignalTable table =
        SignalTable.create(out, format, subject.signals(), TABLE_RATE_HZ, seconds)) {
      subject.poll(0, table);
      for (int second = 1; second <= seconds; second++) {
        subject.poll(second * SECOND_NANOS, table);
        progress.show((double) second / seconds);
      }
    }
    if (format.equals("hea")) {
      Files.write(
          SignalTable.beside(out, "atr"),
          SignalTable.annotations(truth, TABLE_RATE_HZ),
          StandardOpenOption.CREATE_NEW);
    }
  }

  private void writeTruth(SubjectTruth truth) throws IOException {
    JsonObject json =
        new JsonObject()
            .put("seed", seed)
            .put("seconds", seconds)
            .put("beatSeconds", new JsonArray(truth.beatSeconds()))
            .put("ectopicSeconds", new JsonArray(truth.ectopicSeconds()))
            .put("pulseSeconds", new JsonArray(truth.pulseSeconds()))
            .put("breathPhaseEvery20Ms", new JsonArray(truth.breathPhases()))
            .put("alphaBursts", intervals(truth.alphaBursts()))
            .put("movements", intervals(truth.movements()))
            .put("stepSeconds", new JsonArray(truth.stepSeconds()))
            .put("arousals", intervals(truth.arousals()))
            .put("skinResponseSeconds", new JsonArray(truth.skinResponseSeconds()));
    Files.writeString(
        out.resolveSibling(out.getFileName() + ".truth.json"),
        json.encode() + System.lineSeparator());
  }

  private static JsonArray intervals(List<SubjectTruth.Interval> intervals) {
    JsonArray array = new JsonArray();
    intervals.forEach(i -> array.add(new JsonArray().add(i.startSeconds()).add(i.endSeconds())));
    return array;
  }
}
