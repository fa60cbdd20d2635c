package io.echosdk.api.audio;

/**
 * What a short stretch of sound is made of.
 *
 * @param ptsNanos the middle of the stretch, in nanoseconds since the programme began
 * @param originNanos the stamp of the newest body signal in it, on the session's clock; 0 if none
 * @param bandsDb level per band in dB relative to a full-scale sine, -120 to about 0; bands are
 *     equally wide in octaves from {@link #LOWEST_HZ} to {@link #HIGHEST_HZ}. Owned by this value:
 *     do not change it
 * @param peak the greatest sample, 0 to 1 and above where it clips
 * @param rms the root mean square over all channels
 */
@SuppressWarnings("ArrayRecordComponent")
public record Spectrum(long ptsNanos, long originNanos, float[] bandsDb, float peak, float rms) {

  /** The lower edge of the first band, Hz. */
  public static final double LOWEST_HZ = 30;

  /** The upper edge of the last band, Hz. */
  public static final double HIGHEST_HZ = 16_000;
}
