package io.echosdk.sync.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole file of the log and checks every byte of it. A batch counts if its head, its
 * records and their lengths are all right, and not at all otherwise.
 */
final class SegmentScan implements AutoCloseable {

  /** Told of each record of each batch that counts. */
  interface Visitor {
    void onRecord(Entry entry) throws IOException;
  }

  /** A record that was found, and where. */
  record Entry(LogRecord.Head head, byte[] room, long offset) {}

  private final SegmentInput input;
  private final @Nullable SegmentHead head;

  SegmentScan(Path file, long id) throws IOException {
    input = new SegmentInput(file);
    SegmentHead found =
        input.length() < SegmentHead.BYTES
            ? null
            : SegmentHead.decode(input.bytes(0, SegmentHead.BYTES));
    head = found != null && found.id() == id ? found : null;
  }

  /** Returns the file's head, or null if it cannot be read. */
  @Nullable SegmentHead head() {
    return head;
  }

  long fileBytes() {
    return input.length();
  }

  SegmentInput input() {
    return input;
  }

  /**
   * Visits batch after batch between two places, and returns where it stopped: at the second, or
   * where the first batch that does not count begins. Visits nothing without a head.
   */
  long visit(long from, long to, Visitor visitor) throws IOException {
    long at = head == null ? to : from;
    while (at < to) {
      List<Entry> records = batchAt(at);
      if (records == null) {
        return at;
      }
      for (Entry each : records) {
        visitor.onRecord(each);
      }
      at += Batch.HEAD_BYTES + headAt(at).bodyBytes();
    }
    return at;
  }

  /** Returns where the first batch after a place begins; the file's end if there is none. */
  long nextBatch(long after) throws IOException {
    if (head == null) {
      return input.length();
    }
    for (long at = after; at + Batch.HEAD_BYTES <= input.length(); at++) {
      if (batchBeginsAt(at)) {
        return at;
      }
    }
    return input.length();
  }

  /**
   * Returns how much of the file was durable, as far as batches at or after a place tell; 0 if none
   * tells.
   */
  long durableBy(long from) throws IOException {
    long durable = 0;
    for (long at = nextBatch(from); at < input.length(); at = nextBatch(at + 1)) {
      durable = Math.max(durable, headAt(at).durable());
    }
    return durable;
  }

  private boolean batchBeginsAt(long at) throws IOException {
    return head != null
        && at + Batch.HEAD_BYTES <= input.length()
        && Batch.beginsAt(input.bytes(at, Batch.HEAD_BYTES), 0, at, head.salt());
  }

  private Batch headAt(long at) throws IOException {
    return Batch.read(input.bytes(at, Batch.HEAD_BYTES), 0);
  }

  private @Nullable List<Entry> batchAt(long at) throws IOException {
    if (!batchBeginsAt(at)) {
      return null;
    }
    List<Entry> records = new ArrayList<>();
    long record = at + Batch.HEAD_BYTES;
    long end = record + headAt(at).bodyBytes();
    if (end > input.length()) {
      return null;
    }
    while (record < end) {
      Entry entry = recordAt(record, end);
      if (entry == null) {
        return null;
      }
      records.add(entry);
      record += entry.head().length();
    }
    return records;
  }

  private @Nullable Entry recordAt(long at, long end) throws IOException {
    if (at + LogRecord.HEAD_BYTES > end) {
      return null;
    }
    LogRecord.Head found = LogRecord.Head.read(input.bytes(at, LogRecord.HEAD_BYTES));
    if (!found.fits(end - at)) {
      return null;
    }
    long nameAt = at + LogRecord.HEAD_BYTES;
    byte[] room = input.bytes(nameAt, found.roomBytes());
    byte[] note = input.bytes(nameAt + room.length, found.noteBytes());
    int sum = input.checksum(nameAt + room.length + note.length, found.updateBytes());
    return found.vouchesFor(room, note) && sum == found.updateChecksum()
        ? new Entry(found, room, at)
        : null;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
