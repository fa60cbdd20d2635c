package io.echosdk.api.stream;

import java.util.Objects;

/**
 * What a decoder must know before the first packet.
 *
 * @param rendition size, rates and bitrates
 * @param sampleRateHz frames of sound per second
 * @param channels channels of sound
 * @param avcConfig AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1); owned by this value:
 *     do not change it
 * @param aacConfig AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1); owned by this value: do not
 *     change it
 */
@SuppressWarnings("ArrayRecordComponent")
public record StreamHeader(
    Rendition rendition, int sampleRateHz, int channels, byte[] avcConfig, byte[] aacConfig) {

  /** Checks every part. */
  public StreamHeader {
    Objects.requireNonNull(rendition, "rendition");
    Objects.requireNonNull(avcConfig, "avcConfig");
    Objects.requireNonNull(aacConfig, "aacConfig");
  }
}
