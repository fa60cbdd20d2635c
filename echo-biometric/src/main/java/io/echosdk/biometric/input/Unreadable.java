package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The errors that readers of recordings share. */
final class Unreadable {

  private Unreadable() {}

  /** A file could not be opened or read. */
  static BiometricException file(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new BiometricException(
          Kind.NOT_FOUND, file + " is not there", "check the path and its spelling", cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new BiometricException(
          Kind.NOT_FOUND, file + " may not be read", "change its permissions", cause);
    }
    return new BiometricException(
        Kind.SOURCE_LOST,
        "cannot read " + file + " (" + cause.getMessage() + ")",
        "check that it is a file and that its disk is well",
        cause);
  }

  /** A file ends before what it promises. */
  static BiometricException endsEarly(Path file, long offset, String promise) {
    return new BiometricException(
        Kind.MALFORMED,
        file + " ends at byte " + offset + " before " + promise,
        "fetch it again; what came before the end was read");
  }

  /** A text file breaks its own rules. */
  static BiometricException line(Path file, long line, String problem, String remedy) {
    return new BiometricException(
        Kind.MALFORMED, "cannot read " + file + ": line " + line + " " + problem, remedy);
  }

  static BiometricException malformed(Path file, String problem, String remedy) {
    return new BiometricException(Kind.MALFORMED, "cannot read " + file + ": " + problem, remedy);
  }

  static BiometricException unsupported(Path file, String problem, String remedy) {
    return new BiometricException(Kind.UNSUPPORTED, "cannot read " + file + ": " + problem, remedy);
  }
}
