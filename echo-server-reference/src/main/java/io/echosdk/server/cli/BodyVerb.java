package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.ReplayOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A verb that follows some signals of a body to their end and prints what it finds. */
abstract class BodyVerb implements Callable<Integer> {

  static final long SECOND = 1_000_000_000;

  private static final double SLOWEST_ECG_HZ = 100;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description =
          "A recording (.hea, .dat, .edf, .bdf, .xdf, .csv, .txt, .jsonl, .echo), or"
              + " simulate[:seed=7,breaths=12].")
  private String file;

  @Option(
      names = "--channel",
      paramLabel = "N",
      description = "Use only this channel of the file, counted from 0.")
  private @Nullable Integer channel;

  @Option(names = "--rate", paramLabel = "HZ", description = BodyOption.RATE)
  private @Nullable Double rateHz;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stop after so many seconds. Default: the end; 120 for a simulated subject.")
  private @Nullable Double seconds;

  @Option(names = "--json", description = "Print one JSON object a line.")
  boolean json;

  @Override
  public final Integer call() {
    check();
    SourceArgument argument = SourceArgument.parse(file);
    if (argument.live()) {
      throw new ParameterException(
          spec.commandLine(), file + " is live: record it first, with echo record");
    }
    boolean endless = !argument.scheme().equals(SourceArgument.FILE);
    double until = seconds != null ? seconds : endless ? 120 : Double.POSITIVE_INFINITY;
    PrintWriter out = spec.commandLine().getOut();
    try (EchoRuntime runtime = EchoRuntime.builder().build();
        BiometricSource source = argument.open(options(), runtime)) {
      follow(chosen(source), until >= 9e9 ? Long.MAX_VALUE : Math.round(until * SECOND), out);
    } finally {
      out.flush();
    }
    return 0;
  }

  private void check() {
    if (channel != null && channel < 0) {
      throw new ParameterException(
          spec.commandLine(), "--channel must not be negative but is " + channel);
    }
    if (seconds != null && !(seconds > 0)) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be positive but is " + seconds);
    }
  }

  private ReplayOptions options() {
    ReplayOptions.Builder options =
        ReplayOptions.builder().rateHz(BodyOption.checked(rateHz, spec));
    return channel == null ? options.build() : options.channels(channel).build();
  }

  /** The source as this verb reads it; a chosen channel of no known kind is of the verb's first. */
  private BiometricSource chosen(BiometricSource source) {
    List<Signal> signals = source.signals();
    if (signals.stream().anyMatch(this::usable)) {
      return source;
    }
    if (channel != null || signals.size() == 1 && signals.get(0).kind() == SignalKind.OTHER) {
      return new Renamed(source, signals.get(0), kind());
    }
    throw new BiometricException(
        BiometricException.Kind.NO_SUCH_CHANNEL,
        file
            + " has none of "
            + kinds().stream().sorted().map(Enum::name).collect(Collectors.joining(", "))
            + " but "
            + signals.stream()
                .flatMap(signal -> signal.channels().stream())
                .collect(Collectors.joining(", ")),
        "choose the channel with --channel N");
  }

  /** A column without a name counts as ECG; one that is too slow for that is something else. */
  private boolean usable(Signal signal) {
    boolean slow = signal.kind() == SignalKind.ECG && signal.sampleRateHz() < SLOWEST_ECG_HZ;
    return kinds().contains(signal.kind()) && !slow;
  }

  /** Which kinds of signals the verb can use. */
  abstract Set<SignalKind> kinds();

  /** For what a signal is taken of which nobody knows the kind. */
  abstract SignalKind kind();

  /** Follows the source, until its end or a time, and prints. */
  abstract void follow(BiometricSource source, long untilNanos, PrintWriter out);

  /** A source whose one signal is taken for another kind. */
  private static final class Renamed implements BiometricSource {
    private final BiometricSource source;
    private final Signal signal;

    Renamed(BiometricSource source, Signal whole, SignalKind kind) {
      this.source = source;
      signal = new Signal(whole.name(), kind, whole.channels(), whole.unit(), whole.sampleRateHz());
    }

    @Override
    public List<Signal> signals() {
      return List.of(signal);
    }

    @Override
    public long poll(long nowNanos, SampleSink sink) {
      return source.poll(
          nowNanos,
          (from, time, origin, samples, offset, frames, flags) -> {
            if (from.name().equals(signal.name())) {
              sink.accept(signal, time, origin, samples, offset, frames, flags);
            }
          });
    }

    @Override
    public SourceState state() {
      return source.state();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
