package io.echosdk.biometric;

import java.util.Objects;

/**
 * Which text somebody agreed to.
 *
 * @param version the text's number, from 1; a consent is valid for this one only
 * @param wording which form of it was shown: "English, 2026-11"
 */
public record ConsentText(int version, String wording) {

  /** Checks the parts. */
  public ConsentText {
    Objects.requireNonNull(wording, "wording");
    checked(version);
  }

  static int checked(int version) {
    if (version < 1) {
      throw new IllegalArgumentException("a text's version must be at least 1 but is " + version);
    }
    return version;
  }

  /** Returns version 1 in some wording. */
  public static ConsentText first(String wording) {
    return new ConsentText(1, wording);
  }
}
