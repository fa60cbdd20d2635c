package io.echosdk.audio;

/**
 * Two pure tones, one for each ear, that differ by a few hertz: left {@code carrier - d/2}, right
 * {@code carrier + d/2}. The difference d glides from {@code slowHz} to {@code alphaHz} as the
 * relative alpha power of the EEG rises, and the pair becomes louder with it. It needs headphones:
 * on loudspeakers the two tones merely beat in the air.
 *
 * @param carrierHz 40 to 1,500; the ear follows a difference best below 1,000
 * @param slowHz the difference at no alpha, 0.5 to 40
 * @param alphaHz the difference at much alpha, 0.5 to 40
 * @param level how loud it may become, 0 to 0.8
 */
public record Binaural(double carrierHz, double slowHz, double alphaHz, double level)
    implements Voice {

  /** Checks every part. */
  public Binaural {
    VoiceChecks.range("carrierHz", carrierHz, 40, 1_500);
    VoiceChecks.range("slowHz", slowHz, 0.5, 40);
    VoiceChecks.range("alphaHz", alphaHz, 0.5, 40);
    VoiceChecks.level(level);
  }

  /** Returns a quiet pair whose difference goes from 5 Hz (theta) to 10 Hz (alpha). */
  public static Binaural at(double carrierHz) {
    return new Binaural(carrierHz, 5, 10, 0.2);
  }
}
