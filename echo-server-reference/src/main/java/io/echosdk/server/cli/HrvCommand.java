package io.echosdk.server.cli;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.HeartRateVariability;
import io.echosdk.biometric.IntervalFile;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo hrv}: heart rate variability of a recording, as it would be known live. */
@Command(
    name = "hrv",
    mixinStandardHelpOptions = true,
    description = {
      "Follows the variability of a heart through a recording as if it were live, and ends with"
          + " figures over all of it: mean interval, SDNN, RMSSD, pNN50 (percent), powers"
          + " of the slow rhythms in ms^2 (mean of the full windows of five minutes) and Echo"
          + " coherence. What is not known is null. Intervals that a missed, invented or early"
          + " beat has made are found and left out; --as-is leaves out nothing.",
      "",
      "Examples:",
      "  echo hrv 100.hea",
      "  echo hrv 100.atr --json          beats that experts marked; normal ones count",
      "  echo hrv intervals.txt --json    one interval in ms on a line, or time,rr in seconds",
      "  echo hrv heart.csv --rate 250",
      ""
    })
final class HrvCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "A recording with an ECG or a PPG (.hea, .dat, .edf, .csv, .txt), beats that were marked"
              + " (.atr), or intervals (.txt, .csv, .rr). One column of numbers is intervals,"
              + " unless --rate says how fast it was sampled.")
  private Path file;

  @Option(
      names = "--channel",
      paramLabel = "N",
      description =
          "Which channel of a recording, counted from 0. Default: the first ECG, else PPG.")
  private @Nullable Integer channel;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How often a line is printed, in seconds of the recording. Default: 60.")
  private double everySeconds;

  @Option(
      names = "--as-is",
      description = "Take every interval for normal, except what an annotation marks.")
  private boolean asIs;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    checkOptions();
    double rate = BodyOption.checked(rateHz, spec);
    boolean annotation = IntervalFile.isAnnotation(file);
    boolean text = rate == 0 && channel == null && IntervalFile.isText(file);
    HrvReport report = new HrvReport(spec.commandLine().getOut(), json, everySeconds);
    HeartRateVariability variability =
        new HeartRateVariability(
            !asIs && !annotation, (endNanos, intervalMs, kind) -> report.interval(endNanos, kind));
    report.of(variability);
    IntervalFile.Visitor visitor =
        (endNanos, intervalMs, strange, hole) -> {
          if (hole) {
            variability.gap();
          }
          variability.interval(endNanos, intervalMs, strange);
        };
    try {
      if (annotation) {
        IntervalFile.readAnnotations(file, rate, visitor);
      } else if (text) {
        IntervalFile.readText(file, visitor);
      } else {
        readRecording(rate, variability);
      }
      variability.finish();
      if (variability.summary().intervals() < 2) {
        throw new BiometricException(
            BiometricException.Kind.MALFORMED,
            file.getFileName() + " has too few heart beats: variability needs at least three",
            "give a longer recording, or choose its channel with --channel N");
      }
      report.end();
    } finally {
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private void checkOptions() {
    if (channel != null && channel < 0) {
      throw new ParameterException(
          spec.commandLine(), "--channel must not be negative but is " + channel);
    }
    if (!(everySeconds > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--every must be positive but is " + everySeconds);
    }
  }

  private void readRecording(double rate, HeartRateVariability variability) {
    ReplayOptions.Builder options = ReplayOptions.builder().asFastAsPolled().rateHz(rate);
    if (channel != null) {
      options.channels(channel);
    }
    try (BiometricSource source = Recordings.open(file, options.build())) {
      Signal signal = HeartSignal.of(source, file, channel != null);
      HeartSignal.Follower follower =
          HeartSignal.follow(
              signal,
              HeartSignal.finals(
                  (sample, decidedAt, confidence, kind) ->
                      variability.beat(
                          Math.round(sample / signal.sampleRateHz() * 1e9),
                          kind == Beat.Kind.ECTOPIC)));
      SampleSink sink =
          (from, time, origin, samples, offset, frames, flags) -> {
            if (from.equals(signal)) {
              if ((flags & SampleSink.GAP) != 0) {
                follower.gap().run();
                variability.gap();
              }
              follower.taker().push(samples, offset, frames, signal.channels().size());
            }
          };
      long next = 0;
      while (next != BiometricSource.END) {
        next = source.poll(next, sink);
      }
      follower.gap().run(); // the last beat is final
    }
  }
}
