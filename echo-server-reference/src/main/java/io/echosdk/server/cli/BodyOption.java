package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SimulatedSubject;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whose body drives the work: the options that several verbs share. */
final class BodyOption {

  /** What {@code --rate} is, wherever it can be given. */
  static final String RATE = "Samples per second, for columns of numbers that do not tell.";

  private static final String SIMULATED = "sim";
  private static final double MAX_RATE_HZ = 1e6;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--biometrics",
      paramLabel = "FILE|sim|DEVICE",
      defaultValue = SIMULATED,
      description =
          "A recording (.hea, .csv, .edf), the simulated subject (default), or, where the work runs"
              + " in real time, a device: see echo sources.")
  private String biometrics;

  @Option(names = "--rate", paramLabel = "HZ", description = RATE)
  private @Nullable Double rateHz;

  /**
   * Opens it; a device is refused, for the work does not run in real time.
   *
   * @param seed which simulated subject
   */
  BiometricSource open(long seed) {
    if (SourceArgument.parse(biometrics).live()) {
      throw new ParameterException(
          spec.commandLine(), "--biometrics must be a recording or sim but is " + biometrics);
    }
    return simulatedOrRecorded(seed);
  }

  /**
   * Opens it, a device on the runtime's threads and clock.
   *
   * @param seed which simulated subject
   */
  BiometricSource open(long seed, EchoRuntime runtime) {
    SourceArgument source = SourceArgument.parse(biometrics);
    return source.live()
        ? source.open(ReplayOptions.recordedSpeed(), runtime)
        : simulatedOrRecorded(seed);
  }

  private BiometricSource simulatedOrRecorded(long seed) {
    double rate = checked(rateHz, spec);
    return biometrics.equals(SIMULATED)
        ? SimulatedSubject.builder().seed(seed).build()
        : Recordings.open(Path.of(biometrics), ReplayOptions.builder().rateHz(rate).build());
  }

  /** Returns what {@code --rate} says, 0 if it is not given. */
  static double checked(@Nullable Double rateHz, CommandSpec spec) {
    if (rateHz == null) {
      return 0;
    }
    if (!(rateHz > 0 && rateHz <= MAX_RATE_HZ)) {
      throw new ParameterException(
          spec.commandLine(), "--rate must be above 0 and at most 1000000 but is " + rateHz);
    }
    return rateHz;
  }
}
