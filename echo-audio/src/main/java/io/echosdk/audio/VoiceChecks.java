package io.echosdk.audio;

/** The ranges that all voices share. */
final class VoiceChecks {

  /** No voice may ask for more: it leaves 2 dB to full scale. */
  static final double MAX_LEVEL = 0.8;

  private VoiceChecks() {}

  static void level(double level) {
    range("level", level, 0, MAX_LEVEL);
  }

  static void range(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + " but is " + value);
    }
  }
}
