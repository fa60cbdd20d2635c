package io.echosdk.sync.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * One entry of the log: a head of fixed size, then the room's name, the note and the update. The
 * head carries two checksums, so that name and note can be trusted without reading the update.
 *
 * @param kind what it does
 * @param room the room's name
 * @param sequence the update's number; of a snapshot, the last number that it holds; of a delete,
 *     the number up to which the room is gone
 * @param note the snapshot's note, otherwise empty
 * @param update the update, empty for a delete
 */
record LogRecord(Kind kind, byte[] room, long sequence, byte[] note, byte[] update) {

  /** What a record does. */
  enum Kind {
    UPDATE,
    SNAPSHOT,
    DELETE
  }

  static final int HEAD_BYTES = 27;

  private static final Kind[] KINDS = Kind.values();
  private static final byte[] NOTHING = {};

  static LogRecord update(byte[] room, long sequence, byte[] update) {
    return new LogRecord(Kind.UPDATE, room, sequence, NOTHING, update);
  }

  static LogRecord snapshot(byte[] room, long sequence, byte[] note, byte[] update) {
    return new LogRecord(Kind.SNAPSHOT, room, sequence, note, update);
  }

  static LogRecord delete(byte[] room, long sequence) {
    return new LogRecord(Kind.DELETE, room, sequence, NOTHING, NOTHING);
  }

  /** Returns the bytes that it takes in the log. */
  long length() {
    return (long) HEAD_BYTES + room.length + note.length + update.length;
  }

  /** Returns the head, to be followed by name, note and update. */
  byte[] head() {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    head.putInt(0);
    head.put((byte) (kind.ordinal() + 1));
    head.putShort((short) room.length);
    head.putLong(sequence);
    head.putInt(note.length);
    head.putInt(update.length);
    CRC32C ofUpdate = new CRC32C();
    ofUpdate.update(update);
    head.putInt((int) ofUpdate.getValue());
    return head.putInt(0, checksum(head.array(), room, note)).array();
  }

  private static int checksum(byte[] head, byte[] room, byte[] note) {
    CRC32C sum = new CRC32C();
    sum.update(head, Integer.BYTES, HEAD_BYTES - Integer.BYTES);
    sum.update(room);
    sum.update(note);
    return (int) sum.getValue();
  }

  /**
   * The head as read, not yet to be trusted.
   *
   * @param bytes the head itself
   * @param kind what the record does, or 0 or a number without meaning
   * @param roomBytes length of the name
   * @param sequence as in the record
   * @param noteBytes length of the note, negative only where damaged
   * @param updateBytes length of the update, negative only where damaged
   * @param updateChecksum CRC32C of the update
   */
  record Head(
      byte[] bytes,
      int kind,
      int roomBytes,
      long sequence,
      int noteBytes,
      int updateBytes,
      int updateChecksum) {

    static Head read(byte[] bytes) {
      ByteBuffer head = ByteBuffer.wrap(bytes, 0, HEAD_BYTES);
      head.getInt();
      return new Head(
          bytes,
          head.get(),
          head.getShort() & 0xFFFF,
          head.getLong(),
          head.getInt(),
          head.getInt(),
          head.getInt());
    }

    /** Returns whether these can be lengths of a record that ends within so many bytes. */
    boolean fits(long available) {
      return kind >= 1
          && kind <= KINDS.length
          && noteBytes >= 0
          && updateBytes >= 0
          && length() <= available;
    }

    long length() {
      return (long) HEAD_BYTES + roomBytes + noteBytes + updateBytes;
    }

    Kind kindOfRecord() {
      return KINDS[kind - 1];
    }

    boolean vouchesFor(byte[] room, byte[] note) {
      return ByteBuffer.wrap(bytes).getInt() == checksum(bytes, room, note);
    }

    boolean vouchesFor(byte[] update) {
      CRC32C sum = new CRC32C();
      sum.update(update);
      return updateChecksum == (int) sum.getValue();
    }
  }

  static String name(byte[] room) {
    return new String(room, StandardCharsets.UTF_8);
  }
}
