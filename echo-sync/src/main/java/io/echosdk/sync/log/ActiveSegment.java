package io.echosdk.sync.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The file of the log that grows. Not safe for use by several threads. */
final class ActiveSegment implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final SegmentHead head;
  private final Disk.Writable file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long length;
  private long durable;

  private ActiveSegment(SegmentHead head, Disk.Writable file, long length) {
    this.head = head;
    this.file = file;
    this.length = length;
    this.durable = length;
  }

  /** Makes a new file with nothing in it. */
  static ActiveSegment create(LogFolder folder, long id) throws IOException {
    SegmentHead head = new SegmentHead(id, new SecureRandom().nextLong());
    return new ActiveSegment(head, folder.createSegment(head), SegmentHead.BYTES);
  }

  /** Goes on with a file behind its first bytes; what stands behind them is cut off. */
  static ActiveSegment resume(LogFolder folder, SegmentHead head, long length) throws IOException {
    Disk.Writable file = folder.disk().openAt(folder.path(head.id()), length);
    try {
      file.force(); // the process before may have left it to the system
      return new ActiveSegment(head, file, length);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  long id() {
    return head.id();
  }

  long length() {
    return length;
  }

  boolean hasUnforced() {
    return durable < length;
  }

  /** Writes records as one batch and returns where they stand. */
  List<Place> append(List<LogRecord> records) throws IOException {
    long body = records.stream().mapToLong(LogRecord::length).sum();
    List<Place> places = new ArrayList<>(records.size());
    long at = length + Batch.HEAD_BYTES;
    buffer.clear().put(new Batch(length, durable, Math.toIntExact(body)).head(head.salt()));
    for (LogRecord each : records) {
      places.add(new Place(each.sequence(), head.id(), at, (int) each.length()));
      at += each.length();
      put(each.head());
      put(each.room());
      put(each.note());
      put(each.update());
    }
    flush();
    length = at;
    return places;
  }

  private void put(byte[] bytes) throws IOException {
    for (int from = 0; from < bytes.length; ) {
      int part = Math.min(buffer.remaining(), bytes.length - from);
      buffer.put(bytes, from, part);
      from += part;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
  }

  private void flush() throws IOException {
    file.write(buffer.flip());
    buffer.clear();
  }

  void force() throws IOException {
    file.force();
    durable = length;
  }

  /** Takes back what was written behind a place, whole or in part. */
  void cutTo(long end) throws IOException {
    file.truncate(end);
    length = end;
    durable = Math.min(durable, end);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
