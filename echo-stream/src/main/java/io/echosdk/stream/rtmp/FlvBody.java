package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The few bytes that FLV puts before H.264 and AAC, in a file's tags and in RTMP messages alike
 * (Adobe, "Video File Format Specification" 10.1, E.4.2 and E.4.3), and the metadata beside them
 * (E.5).
 */
final class FlvBody {

  static final int VIDEO_HEAD_BYTES = 5;
  static final int AUDIO_HEAD_BYTES = 2;

  private static final int AVC = 7;
  private static final int AAC = 10;
  private static final int KEY_FRAME = 1;
  private static final int INTER_FRAME = 2;
  private static final int SEQUENCE_HEADER = 0;
  private static final int NAL_UNITS = 1; // and "raw AAC" for sound
  // AAC; rate, size and channel bits are constant whatever the sound is: E.4.2.1
  private static final byte AAC_HEAD = (byte) (AAC << 4 | 0xF);
  private static final int ENHANCED = 0x80; // Enhanced RTMP: a FourCC follows

  private FlvBody() {}

  /** Returns what precedes the payload of a packet. */
  static ByteBuffer head(EncodedPacket packet) {
    if (packet.track() == EncodedPacket.Track.AUDIO) {
      return ByteBuffer.wrap(new byte[] {AAC_HEAD, NAL_UNITS});
    }
    long compositionMs = millis(packet.ptsNanos()) - millis(packet.dtsNanos());
    return videoHead(packet.keyframe(), NAL_UNITS, (int) compositionMs);
  }

  /** Returns what precedes the AVCDecoderConfigurationRecord. */
  static ByteBuffer videoSequenceHead() {
    return videoHead(true, SEQUENCE_HEADER, 0);
  }

  /** Returns what precedes the AudioSpecificConfig. */
  static ByteBuffer audioSequenceHead() {
    return ByteBuffer.wrap(new byte[] {AAC_HEAD, SEQUENCE_HEADER});
  }

  private static ByteBuffer videoHead(boolean keyframe, int packetType, int compositionMs) {
    return ByteBuffer.wrap(
        new byte[] {
          (byte) ((keyframe ? KEY_FRAME : INTER_FRAME) << 4 | AVC),
          (byte) packetType,
          (byte) (compositionMs >> 16),
          (byte) (compositionMs >> 8),
          (byte) compositionMs
        });
  }

  /** Returns what {@code onMetaData} says of a programme. */
  static Amf0.EcmaArray metadata(StreamHeader header) {
    Rendition rendition = header.rendition();
    Map<String, Object> entries = new LinkedHashMap<>();
    entries.put("duration", 0);
    entries.put("width", rendition.width());
    entries.put("height", rendition.height());
    entries.put("videodatarate", rendition.videoKbps());
    entries.put("framerate", rendition.framesPerSecond().hz());
    entries.put("videocodecid", AVC);
    entries.put("audiodatarate", rendition.audioKbps());
    entries.put("audiosamplerate", header.sampleRateHz());
    entries.put("audiosamplesize", 16);
    entries.put("stereo", header.channels() == 2);
    entries.put("audiocodecid", AAC);
    entries.put("encoder", "Echo");
    return new Amf0.EcmaArray(entries);
  }

  /** Returns whether a picture's body can be decoded without an earlier one. */
  static boolean keyframe(ByteBuf video) {
    return video.isReadable() && (first(video) >> 4 & 7) == KEY_FRAME;
  }

  /** Returns whether a picture's body is a decoder configuration. */
  static boolean videoConfig(ByteBuf video) {
    if (enhanced(video)) {
      return (first(video) & 0xF) == SEQUENCE_HEADER;
    }
    return video.readableBytes() >= VIDEO_HEAD_BYTES
        && (first(video) & 0xF) == AVC
        && video.getByte(video.readerIndex() + 1) == SEQUENCE_HEADER;
  }

  /** Returns whether a sound's body is a decoder configuration. */
  static boolean audioConfig(ByteBuf audio) {
    return audio.readableBytes() >= AUDIO_HEAD_BYTES
        && first(audio) >> 4 == AAC
        && audio.getByte(audio.readerIndex() + 1) == SEQUENCE_HEADER;
  }

  /** Returns whether a picture's body is H.264 in its plain FLV form. */
  static boolean avc(ByteBuf video) {
    return video.readableBytes() >= VIDEO_HEAD_BYTES
        && !enhanced(video)
        && (first(video) & 0xF) == AVC;
  }

  /** Returns whether a sound's body is AAC. */
  static boolean aac(ByteBuf audio) {
    return audio.readableBytes() >= AUDIO_HEAD_BYTES && first(audio) >> 4 == AAC;
  }

  /** Returns the offset from decoding to showing a picture of {@link #avc} form. */
  static int compositionMs(ByteBuf video) {
    return video.getMedium(video.readerIndex() + 2);
  }

  /** Returns a codec's usual name. */
  static String videoCodec(ByteBuf video) {
    if (enhanced(video)) {
      return video.toString(video.readerIndex() + 1, 4, StandardCharsets.US_ASCII);
    }
    return (first(video) & 0xF) == AVC ? "H.264" : "FLV video " + (first(video) & 0xF);
  }

  /** Returns a codec's usual name. */
  static String audioCodec(ByteBuf audio) {
    return first(audio) >> 4 == AAC ? "AAC" : "FLV audio " + (first(audio) >> 4);
  }

  private static boolean enhanced(ByteBuf video) {
    return video.readableBytes() >= VIDEO_HEAD_BYTES && (first(video) & ENHANCED) != 0;
  }

  private static int first(ByteBuf body) {
    return body.getUnsignedByte(body.readerIndex());
  }

  /** Returns whole milliseconds, rounded down. */
  static long millis(long nanos) {
    return Math.floorDiv(nanos, 1_000_000L);
  }
}
