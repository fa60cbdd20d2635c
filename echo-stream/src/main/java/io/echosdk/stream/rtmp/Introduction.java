package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.StreamHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * What a receiver is told before the first packet, on every connection anew.
 *
 * @param metadata {@code onMetaData} and its values, in AMF 0; empty if there is none
 * @param video decoder configuration in FLV form; empty if there is none
 * @param audio decoder configuration in FLV form; empty if there is none
 */
record Introduction(ByteBuf metadata, ByteBuf video, ByteBuf audio) {

  static final Introduction NONE =
      new Introduction(Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);

  /** Returns the introduction of an encoder's programme. */
  static Introduction of(StreamHeader header) {
    ByteBuf metadata = Unpooled.buffer();
    Amf0.encode(metadata, "onMetaData", FlvBody.metadata(header));
    return new Introduction(
        metadata,
        body(FlvBody.videoSequenceHead(), header.avcConfig()),
        body(FlvBody.audioSequenceHead(), header.aacConfig()));
  }

  private static ByteBuf body(ByteBuffer head, byte[] config) {
    if (config.length == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    return Unpooled.buffer(head.remaining() + config.length).writeBytes(head).writeBytes(config);
  }

  /** Returns this with other metadata. */
  Introduction withMetadata(ByteBuf value) {
    return new Introduction(Unpooled.copiedBuffer(value), video, audio);
  }

  /** Returns this with another configuration of the picture. */
  Introduction withVideo(ByteBuf value) {
    return new Introduction(metadata, Unpooled.copiedBuffer(value), audio);
  }

  /** Returns this with another configuration of the sound. */
  Introduction withAudio(ByteBuf value) {
    return new Introduction(metadata, video, Unpooled.copiedBuffer(value));
  }

  /** Writes what there is, stamped like the packet that follows. */
  void writeTo(Outlet outlet, long timestampMs) {
    write(outlet, Message.DATA_AMF0, timestampMs, metadata);
    write(outlet, Message.VIDEO, timestampMs, video);
    write(outlet, Message.AUDIO, timestampMs, audio);
  }

  private static void write(Outlet outlet, int type, long timestampMs, ByteBuf body) {
    if (body.isReadable()) {
      outlet.write(type, timestampMs, body);
    }
  }
}
