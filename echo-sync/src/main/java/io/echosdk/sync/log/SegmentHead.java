package io.echosdk.sync.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of every file of the log.
 *
 * @param id the file's number
 * @param salt goes into the checksums of the batches, so that nobody can write an update that looks
 *     like a batch to whoever searches the file for one
 */
record SegmentHead(long id, long salt) {

  static final int BYTES = 32;

  private static final long MAGIC = 0x4543484f524f4f4dL; // "ECHOROOM"
  private static final int VERSION = 1;

  ByteBuffer encode() {
    ByteBuffer head = ByteBuffer.allocate(BYTES);
    head.putLong(MAGIC).putInt(VERSION).putLong(id).putLong(salt);
    return head.putInt(checksum(head.array())).flip();
  }

  /** Reads a head, or returns null where there is none. */
  static @Nullable SegmentHead decode(byte[] bytes) {
    ByteBuffer head = ByteBuffer.wrap(bytes);
    if (head.getLong() != MAGIC || head.getInt() != VERSION) {
      return null;
    }
    SegmentHead found = new SegmentHead(head.getLong(), head.getLong());
    return head.getInt() == checksum(bytes) ? found : null;
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, BYTES - Integer.BYTES);
    return (int) sum.getValue();
  }
}
