package io.echosdk.sync.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The head of what is written in one go: some records that become durable together.
 *
 * <p>{@code durable} is what makes it possible to tell a torn end from damage. It names the part of
 * the file that had reached the disk when the batch was written. A place that cannot be read within
 * that part was good once, so it is damage; behind it, it is what a loss of power leaves of writes
 * that nobody was told of.
 *
 * @param position where the batch begins in its file, which tells it from a copy elsewhere
 * @param durable how many bytes of the file were durable before this batch was written
 * @param bodyBytes length of the records
 */
record Batch(long position, long durable, int bodyBytes) {

  static final int HEAD_BYTES = 28;
  static final int MAGIC = 0x524f4f4d; // "ROOM"

  ByteBuffer head(long salt) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putInt(MAGIC).putLong(position).putLong(durable).putInt(bodyBytes);
    head.putInt(checksum(salt, head.array(), 0));
    return head.flip();
  }

  /** Returns whether a head of a batch at this position of its file begins here. */
  static boolean beginsAt(byte[] bytes, int from, long position, long salt) {
    ByteBuffer head = ByteBuffer.wrap(bytes);
    return head.getInt(from) == MAGIC
        && head.getLong(from + 4) == position
        && head.getInt(from + 20) > 0
        && head.getInt(from + 24) == checksum(salt, bytes, from);
  }

  static Batch read(byte[] bytes, int from) {
    ByteBuffer head = ByteBuffer.wrap(bytes);
    return new Batch(head.getLong(from + 4), head.getLong(from + 12), head.getInt(from + 20));
  }

  private static int checksum(long salt, byte[] bytes, int from) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(salt).flip());
    sum.update(bytes, from, HEAD_BYTES - Integer.BYTES);
    return (int) sum.getValue();
  }
}
