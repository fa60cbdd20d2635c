package io.echosdk.server.cli;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SimulatedSubject;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whose body drives offline work: the option that the rendering verbs share. */
final class BodyOption {

  private static final String SIMULATED = "sim";

  @Option(
      names = "--biometrics",
      paramLabel = "FILE|sim",
      defaultValue = SIMULATED,
      description = "A recording (.hea, .csv, .edf) or the simulated subject (default).")
  private String biometrics;

  /**
   * Opens it.
   *
   * @param seed which simulated subject
   */
  BiometricSource open(long seed) {
    return biometrics.equals(SIMULATED)
        ? SimulatedSubject.builder().seed(seed).build()
        : Recordings.open(Path.of(biometrics), ReplayOptions.recordedSpeed());
  }
}
