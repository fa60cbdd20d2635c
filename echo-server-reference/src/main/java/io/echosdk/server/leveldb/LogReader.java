package io.echosdk.server.leveldb;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads a log file of LevelDB: records, cut into pieces that do not cross the borders of blocks of
 * 32 KiB. Source: doc/log_format.md of google/leveldb.
 */
final class LogReader {

  private static final int BLOCK_BYTES = 1 << 15;
  private static final int HEAD_BYTES = 7;
  private static final int WHOLE = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;

  private LogReader() {}

  /**
   * Returns the records. The last one is left out if it is torn, as LevelDB itself does.
   *
   * @throws Damaged if something before the end cannot be read
   */
  static List<byte[]> records(byte[] file) {
    List<byte[]> records = new ArrayList<>();
    ByteArrayOutputStream open = new ByteArrayOutputStream();
    int at = 0;
    while (at + HEAD_BYTES <= file.length) {
      int leftInBlock = BLOCK_BYTES - at % BLOCK_BYTES;
      if (leftInBlock < HEAD_BYTES) {
        at += leftInBlock;
        continue;
      }
      Bytes head = new Bytes(file, at, at + HEAD_BYTES);
      int checksum = head.littleEndian(4);
      int length = head.littleEndian(2);
      int kind = head.u8();
      if (kind == 0 && length == 0) {
        at += leftInBlock; // room that was set aside and not used
        continue;
      }
      int end = at + HEAD_BYTES + length;
      if (end > file.length) {
        return records; // torn
      }
      if (length > leftInBlock - HEAD_BYTES || Checksums.of(file, at + 6, end) != checksum) {
        throw new Damaged("the record at byte " + at + " cannot be read");
      }
      if (kind == WHOLE || kind == FIRST) {
        open.reset();
      }
      open.write(file, at + HEAD_BYTES, length);
      if (kind == WHOLE || kind == LAST) {
        records.add(open.toByteArray());
        open.reset();
      }
      at = end;
    }
    return records;
  }

  /** CRC32C as LevelDB stores it. */
  static final class Checksums {

    private Checksums() {}

    /** Returns the masked sum, which differs from the plain one so that sums of sums are safe. */
    static int of(byte[] bytes, int from, int end) {
      CRC32C sum = new CRC32C();
      sum.update(bytes, from, end - from);
      int plain = (int) sum.getValue();
      return (plain >>> 15 | plain << 17) + 0xa282ead8;
    }
  }
}
