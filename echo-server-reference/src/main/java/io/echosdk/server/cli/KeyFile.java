package io.echosdk.server.cli;

import io.echosdk.api.biometric.BiometricException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key of a recording, from a file: 32 bytes, or the same as 64 hexadecimal digits. */
final class KeyFile {

  /** What help says of it. */
  static final String HELP =
      "A file with the recording's key: 32 bytes, or 64 hexadecimal digits. Make one with:"
          + " head -c 32 /dev/urandom > key";

  private static final int BYTES = 32;
  private static final int MAX_FILE_BYTES = 1024;

  private KeyFile() {}

  /** Reads it; null for no file. */
  static @Nullable SecretKey read(@Nullable Path file) {
    if (file == null) {
      return null;
    }
    byte[] content = content(file);
    byte[] key = content.length == BYTES ? content : hex(content);
    if (key.length != BYTES) {
      throw new BiometricException(
          BiometricException.Kind.WRONG_KEY,
          file + " holds no key",
          "give 32 bytes or 64 hexadecimal digits");
    }
    SecretKey made = new SecretKeySpec(key, "AES");
    Arrays.fill(key, (byte) 0);
    return made;
  }

  private static byte[] content(Path file) {
    try {
      if (Files.size(file) <= MAX_FILE_BYTES) {
        return Files.readAllBytes(file);
      }
      return new byte[0];
    } catch (IOException e) {
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "cannot read the key file " + file,
          "check the path and its permissions",
          e);
    }
  }

  private static byte[] hex(byte[] content) {
    try {
      return HexFormat.of().parseHex(new String(content, StandardCharsets.US_ASCII).strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
