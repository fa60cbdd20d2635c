package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.Map;

/**
 * How large a stream's pictures are.
 *
 * @param width pixels; 0 if unknown
 * @param height pixels; 0 if unknown
 */
record PictureSize(int width, int height) {

  static final PictureSize UNKNOWN = new PictureSize(0, 0);

  private static final int AVC_CONFIG_AT = FlvBody.VIDEO_HEAD_BYTES;
  private static final int FIRST_SPS_LENGTH_AT = AVC_CONFIG_AT + 6; // ISO/IEC 14496-15, 5.3.3.1

  /** Reads the size from the first sequence parameter set; returns the other if there is none. */
  static PictureSize ofConfig(ByteBuf videoConfig, PictureSize otherwise) {
    int start = videoConfig.readerIndex();
    if (!FlvBody.avc(videoConfig) || videoConfig.readableBytes() < FIRST_SPS_LENGTH_AT + 2) {
      return otherwise;
    }
    int length = videoConfig.getUnsignedShort(start + FIRST_SPS_LENGTH_AT);
    if (videoConfig.readableBytes() < FIRST_SPS_LENGTH_AT + 2 + length) {
      return otherwise;
    }
    byte[] sps = new byte[length];
    videoConfig.getBytes(start + FIRST_SPS_LENGTH_AT + 2, sps);
    return SequenceParameters.pictureSize(sps, otherwise);
  }

  /** Reads the size that the publisher claims; returns the other if it claims none. */
  static PictureSize ofMetadata(Map<?, ?> entries, PictureSize otherwise) {
    if (entries.get("width") instanceof Double width
        && entries.get("height") instanceof Double height
        && width >= 1
        && height >= 1
        && width <= 65_536
        && height <= 65_536) {
      return new PictureSize(width.intValue(), height.intValue());
    }
    return otherwise;
  }
}
