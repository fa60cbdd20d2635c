package io.echosdk.server.leveldb;

import java.util.Arrays;

/**
 * Reads a table file of LevelDB: blocks of keys in order, an index of the blocks, and a footer that
 * tells where the index is. Source: doc/table_format.md of google/leveldb.
 */
final class TableReader {

  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5; // how it is packed, and a checksum
  private static final int MAX_BLOCK_BYTES = 1 << 30;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /** Told of each entry. */
  interface Visitor {
    void onEntry(byte[] key, byte[] value);
  }

  private TableReader() {}

  /**
   * Visits every entry in the order of the keys.
   *
   * @throws Damaged if the file cannot be read
   */
  static void visit(byte[] file, Visitor visitor) {
    if (file.length < FOOTER_BYTES
        || new Bytes(file, file.length - 8, file.length).int64() != MAGIC) {
      throw new Damaged("it does not end as a table");
    }
    Bytes footer = new Bytes(file, file.length - FOOTER_BYTES, file.length);
    footer.varint64(); // where the index of filters is
    footer.varint64();
    byte[] index = block(file, footer.varint64(), footer.varint64());
    visitBlock(
        index,
        (lastKey, place) -> {
          Bytes handle = new Bytes(place);
          visitBlock(block(file, handle.varint64(), handle.varint64()), visitor);
        });
  }

  private static byte[] block(byte[] file, long offset, long length) {
    if (offset < 0 || length < 0 || offset > file.length - TRAILER_BYTES - length) {
      throw new Damaged("it names a block of " + length + " bytes at " + offset);
    }
    int from = (int) offset;
    int end = (int) (offset + length);
    Bytes trailer = new Bytes(file, end, end + TRAILER_BYTES);
    int packing = trailer.u8();
    if (trailer.littleEndian(4) != LogReader.Checksums.of(file, from, end + 1)) {
      throw new Damaged("the block at byte " + offset + " does not match its checksum");
    }
    byte[] bytes = Arrays.copyOfRange(file, from, end);
    return switch (packing) {
      case 0 -> bytes;
      case 1 -> Snappy.unpack(bytes, MAX_BLOCK_BYTES);
      default -> throw new Damaged("the block at byte " + offset + " is packed in way " + packing);
    };
  }

  private static void visitBlock(byte[] block, Visitor visitor) {
    int restarts = new Bytes(block, Math.max(0, block.length - 4), block.length).littleEndian(4);
    long end = block.length - 4L - 4L * restarts;
    if (restarts < 0 || end < 0) {
      throw new Damaged("a block has " + restarts + " restarts");
    }
    Bytes entries = new Bytes(block, 0, (int) end);
    byte[] key = {};
    while (entries.hasMore()) {
      int shared = entries.varint();
      int own = entries.varint();
      int valueBytes = entries.varint();
      if (shared > key.length) {
        throw new Damaged("a key shares " + shared + " bytes with one of " + key.length);
      }
      byte[] rest = entries.slice(own);
      key = Arrays.copyOf(key, shared + own);
      System.arraycopy(rest, 0, key, shared, own);
      visitor.onEntry(key, entries.slice(valueBytes));
    }
  }
}
