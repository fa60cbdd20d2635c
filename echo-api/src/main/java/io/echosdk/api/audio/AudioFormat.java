package io.echosdk.api.audio;

/**
 * How sound is laid out: 32-bit float, planar, full scale 1.0.
 *
 * @param sampleRateHz frames per second, 8,000 to 384,000
 * @param channels 1 to 64
 */
public record AudioFormat(int sampleRateHz, int channels) {

  /** 48 kHz stereo, what a programme is made in. */
  public static final AudioFormat STEREO_48K = new AudioFormat(48_000, 2);

  /** Checks both parts. */
  public AudioFormat {
    if (sampleRateHz < 8_000 || sampleRateHz > 384_000) {
      throw new IllegalArgumentException(
          "sampleRateHz must be 8000 to 384000 but is " + sampleRateHz);
    }
    if (channels < 1 || channels > 64) {
      throw new IllegalArgumentException("channels must be 1 to 64 but is " + channels);
    }
  }
}
