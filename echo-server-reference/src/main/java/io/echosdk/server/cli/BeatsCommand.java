package io.echosdk.server.cli;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo beats}: the beats of a recorded ECG or pulse wave, one line each, in order. */
@Command(
    name = "beats",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the heart beats of a recording as if it were live, and prints one line for each: its"
          + " place in samples and seconds, the detector's confidence (0 to 1), how long after that"
          + " place it was first told (decision delay, ms), and its kind. The leads of an ECG vote.",
      "",
      "A beat is told about 60 ms after its R wave. A quarter of a second later it is told for good,"
          + " at a place that more of the wave has shown; that is the one printed here, unless"
          + " --first asks for the other.",
      "",
      "Examples:",
      "  echo beats 100.hea",
      "  echo beats 100.hea --channel 1 --json",
      "  echo beats 100.hea --first",
      "  echo beats heart.csv --rate 250",
      "",
      "Of a pulse wave (PPG, where there is no ECG or --channel chooses it) the sample is that of"
          + " the systolic peak.",
      ""
    })
final class BeatsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A recording: .hea or .dat (WFDB), .edf, .csv or .txt (columns of numbers).")
  private Path file;

  @Option(
      names = "--channel",
      paramLabel = "N",
      description =
          "Which channel of the file, counted from 0. Default: all of the first ECG, else the first"
              + " PPG.")
  private @Nullable Integer channel;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Option(
      names = "--first",
      description = "Print each beat where it was taken to be when it was first told.")
  private boolean first;

  @Override
  public Integer call() {
    if (channel != null && channel < 0) {
      throw new ParameterException(
          spec.commandLine(), "--channel must not be negative but is " + channel);
    }
    double rate = BodyOption.checked(rateHz, spec);
    PrintWriter out = spec.commandLine().getOut();
    try (BiometricSource source = Recordings.open(file, options(rate))) {
      Signal signal = HeartSignal.of(source, file, channel != null);
      HeartSignal.Follower detector =
          HeartSignal.follow(signal, new Printer(signal.sampleRateHz(), out));
      SampleSink sink =
          (from, time, origin, samples, offset, frames, flags) -> {
            if (from.equals(signal)) {
              if ((flags & SampleSink.GAP) != 0) {
                detector.gap().run();
              }
              detector.taker().push(samples, offset, frames, signal.channels().size());
              out.flush();
            }
          };
      long next = 0;
      while (next != BiometricSource.END) {
        next = source.poll(next, sink);
      }
      detector.gap().run(); // the last beat is final
    } finally {
      out.flush();
    }
    return 0;
  }

  private ReplayOptions options(double rate) {
    ReplayOptions.Builder options = ReplayOptions.builder().asFastAsPolled().rateHz(rate);
    return channel == null ? options.build() : options.channels(channel).build();
  }

  private final class Printer implements BeatDetector.Listener {

    private final double rate;
    private final PrintWriter out;
    private long toldAt; // the sample at which the latest beat was first told

    Printer(double rate, PrintWriter out) {
      this.rate = rate;
      this.out = out;
    }

    @Override
    public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      toldAt = decidedAt;
      if (first) {
        print(sample, confidence, kind);
      }
    }

    @Override
    public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      if (!first) {
        print(sample, confidence, kind);
      }
    }

    private void print(double sample, double confidence, Beat.Kind kind) {
      String form =
          json
              ? "{\"sample\":%.3f,\"seconds\":%.6f,\"confidence\":%.3f,\"decisionDelayMs\":%.1f,"
                  + "\"kind\":\"%s\"}%n"
              : "%12.3f %12.6f s  confidence %.3f  decided %6.1f ms later  %s%n";
      double delayMs = (toldAt - sample) / rate * 1000;
      out.printf(Locale.ROOT, form, sample, sample / rate, confidence, delayMs, kind);
    }
  }
}
