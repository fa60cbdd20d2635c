package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.input.RecordingFiles;
import io.echosdk.biometric.input.RecordingReader;
import io.echosdk.biometric.input.ReplaySource;
import java.nio.file.Path;

/**
 * Recordings of body signals as sources: WFDB (.hea or .dat; formats 8, 16, 24, 32, 61, 80, 160,
 * 212, 310, 311; one segment or several), EDF, EDF+ and BDF (.edf, .bdf), XDF (.xdf), Echo's own
 * (.echo), columns of numbers (.csv, .tsv, .txt), one JSON object a line (.jsonl), Apple Health
 * (export.xml). They are read as they are played, so the length of a recording costs no memory.
 */
public final class Recordings {

  private Recordings() {}

  /**
   * Opens a recording.
   *
   * <p>Sample n of a signal is stamped with the time of the first poll plus n / rate at any speed;
   * the speed changes only when samples are delivered.
   *
   * @param file its extension tells the format; a .dat needs its .hea beside it
   * @param options how to play it
   * @throws BiometricException if the file is missing, breaks its format, uses what Echo does not
   *     read, or lacks a chosen channel. A recording that ends before its header says is delivered
   *     up to there; then {@link BiometricSource#poll} throws
   */
  public static BiometricSource open(Path file, ReplayOptions options) {
    return new ReplaySource(() -> reader(file, options), options.speed(), options.loop());
  }

  private static RecordingReader reader(Path file, ReplayOptions options) {
    RecordingReader reader =
        RecordingFiles.open(file, options.rateHz(), options.kind(), options.key());
    try {
      return RecordingFiles.choose(reader, file, options.channels(), options.kind());
    } catch (BiometricException e) {
      reader.close();
      throw e;
    }
  }
}
