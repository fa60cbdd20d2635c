package io.echosdk.audio;

/**
 * A pure tone in the middle of the room that swells gently with the breath.
 *
 * @param frequencyHz 20 to 12,000
 * @param level how loud it may become, 0 to 0.8
 */
public record Sine(double frequencyHz, double level) implements Voice {

  /** Checks both parts. */
  public Sine {
    VoiceChecks.range("frequencyHz", frequencyHz, 20, 12_000);
    VoiceChecks.level(level);
  }

  /** Returns a quiet tone. */
  public static Sine at(double frequencyHz) {
    return new Sine(frequencyHz, 0.3);
  }
}
