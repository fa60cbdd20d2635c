package io.echosdk.audio;

/**
 * A singing bowl: struck softly by the heart, rubbed by the breath.
 *
 * @param frequencyHz its lowest mode, 40 to 2,000
 * @param level how loud it may become, 0 to 0.8
 * @param struckEvery on every how many heart beats it is struck, 1 to 64
 * @param pan where it stands, -1 left to 1 right
 */
public record Bowl(double frequencyHz, double level, int struckEvery, double pan) implements Voice {

  /** Checks every part. */
  public Bowl {
    VoiceChecks.range("frequencyHz", frequencyHz, 40, 2_000);
    VoiceChecks.level(level);
    VoiceChecks.range("struckEvery", struckEvery, 1, 64);
    VoiceChecks.range("pan", pan, -1, 1);
  }

  /** Returns a bowl in the middle that is struck on every beat. */
  public static Bowl at(double frequencyHz) {
    return new Bowl(frequencyHz, 0.5, 1, 0);
  }
}
