package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * Keeps one key for each recording, and destroys them when their participant takes consent back.
 * {@link RecordingKeyFolder} keeps them in files; an embedder with a key service of his own
 * implements this. Safe for use from any thread. Every method may throw a {@link
 * BiometricException} of kind STORAGE.
 */
public interface RecordingKeys {

  /**
   * Makes a key. It is stored for good before this returns, so that no recording is ever sealed by
   * a key that nobody has.
   *
   * @param recording the random id that stands in the recording's header
   * @return 256 random bits of AES
   */
  SecretKey create(String participant, UUID recording);

  /** Returns the key of a participant's recording; empty if there is none, or none any more. */
  Optional<SecretKey> find(String participant, UUID recording);

  /**
   * Destroys the keys of all recordings of a participant. From the moment this begins to have an
   * effect none of them is found again, even if the process dies before it returns.
   *
   * @return how many there were
   */
  int destroy(String participant);
}
