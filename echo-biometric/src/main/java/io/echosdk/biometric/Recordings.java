package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.input.RecordingFiles;
import io.echosdk.biometric.input.RecordingReader;
import io.echosdk.biometric.input.ReplaySource;
import io.echosdk.biometric.recording.EchoFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

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

  /**
   * Opens a recording that was made under a participant's consent, with the key that the consent's
   * ledger keeps. It plays while a purpose is allowed: {@link Purpose#VISUALISE} for the
   * participant, {@link Purpose#RESEARCH} for whoever else. After that {@link BiometricSource#poll}
   * throws a {@link ConsentException}.
   *
   * @throws ConsentException if the purpose is not allowed
   * @throws BiometricException as of the other form; of kind WRONG_KEY if the key is not there,
   *     because it was destroyed, or the recording is somebody else's
   */
  public static BiometricSource open(
      Path file, ReplayOptions options, Consent consent, Purpose purpose) {
    consent.require(purpose);
    SecretKey key = key(file, consent);
    ReplayOptions keyed =
        new ReplayOptions(
            options.speed(),
            options.channels(),
            options.kind(),
            options.rateHz(),
            options.loop(),
            key);
    return new ConsentedReplay(open(file, keyed), consent, purpose);
  }

  private static SecretKey key(Path file, Consent consent) {
    Optional<UUID> id;
    try {
      id = EchoFormat.idOf(file);
    } catch (IOException e) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "cannot read the recording " + file,
          "check the path and its permissions",
          e);
    }
    return id.flatMap(recording -> consent.keys().find(consent.participant(), recording))
        .orElseThrow(
            () ->
                new BiometricException(
                    BiometricException.Kind.WRONG_KEY,
                    "there is no key of this participant's for " + file,
                    "a key that was destroyed by a revocation does not come back; else check whose"
                        + " recording it is"));
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
