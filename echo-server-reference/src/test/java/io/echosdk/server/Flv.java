package io.echosdk.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The coded pictures and sounds of an FLV file (Adobe FLV 10.1, annex E), without headers. */
final class Flv {

  private Flv() {}

  /** One tag's payload behind its FLV and AVC or AAC header. */
  record Tag(boolean video, long timestampMillis, boolean keyframe, ByteBuffer payload) {}

  static List<Tag> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.position(9 + 4);
    List<Tag> tags = new ArrayList<>();
    while (bytes.remaining() >= 11) {
      int type = bytes.get() & 0x1F;
      int size = (bytes.get() & 0xFF) << 16 | bytes.getShort() & 0xFFFF;
      long time = (bytes.get() & 0xFF) << 16 | bytes.getShort() & 0xFFFF;
      time |= (long) (bytes.get() & 0xFF) << 24;
      bytes.position(bytes.position() + 3);
      if (bytes.remaining() < size) {
        break; // the writer was stopped in the middle of a tag
      }
      ByteBuffer data = bytes.slice(bytes.position(), size);
      bytes.position(bytes.position() + size + Math.min(4, bytes.remaining() - size));
      if (type == 9 && data.get(1) == 1) {
        tags.add(new Tag(true, time, data.get(0) >>> 4 == 1, data.slice(5, size - 5)));
      } else if (type == 8 && data.get(1) == 1) {
        tags.add(new Tag(false, time, true, data.slice(2, size - 2)));
      }
    }
    return tags;
  }
}
