package io.echosdk.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A value that must never be printed: a stream key, a token, a private key. {@link #toString()}
 * hides it, so it cannot slip into a log line or an error message; only {@link #reveal()} gives it
 * out.
 */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a value.
   *
   * @param value the secret text; may be empty
   */
  public static Secret of(String value) {
    return new Secret(Objects.requireNonNull(value, "value"));
  }

  /** Returns the hidden text, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  /** Returns whether there is nothing to hide. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  /** Compares in time that does not depend on where two values differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Secret[****]";
  }
}
