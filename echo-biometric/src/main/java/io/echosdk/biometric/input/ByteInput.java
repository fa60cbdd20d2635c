package io.echosdk.biometric.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A file read through one buffer, which knows at which byte it is. */
final class ByteInput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final SeekableByteChannel channel;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer wrapped = ByteBuffer.wrap(buffer);
  private int position;
  private int limit;
  private long offset; // of buffer[limit] in the file

  ByteInput(Path file) {
    this.file = file;
    try {
      channel = Files.newByteChannel(file);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  Path file() {
    return file;
  }

  /** Returns how many bytes were read. */
  long offset() {
    return offset - (limit - position);
  }

  /** Returns the next byte, 0 to 255, or -1 at the end. */
  int next() {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /**
   * Returns the next byte, 0 to 255.
   *
   * @throws EOFException at the end
   */
  int need() throws EOFException {
    int value = next();
    if (value < 0) {
      throw new EOFException();
    }
    return value;
  }

  /**
   * Returns the next bytes. What a damaged file promises and lacks is not allocated.
   *
   * @throws EOFException if they are not all there; those that are were read
   */
  byte[] bytes(int length) throws EOFException {
    byte[] bytes = new byte[Math.min(length, BUFFER_BYTES)];
    for (int done = 0; done < length; ) {
      if (position == limit && !fill()) {
        throw new EOFException();
      }
      if (done == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * done));
      }
      int step = Math.min(bytes.length - done, limit - position);
      System.arraycopy(buffer, position, bytes, done, step);
      position += step;
      done += step;
    }
    return bytes;
  }

  /** Skips bytes; stops at the end. */
  void skip(long bytes) {
    for (long left = bytes; left > 0; ) {
      if (position == limit && !fill()) {
        return;
      }
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
    }
  }

  /** Goes to a byte, forward or back. */
  void seek(long to) {
    try {
      channel.position(to);
      offset = to;
      position = 0;
      limit = 0;
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  private boolean fill() {
    try {
      wrapped.clear();
      int read = channel.read(wrapped);
      position = 0;
      limit = Math.max(0, read);
      offset += limit;
      return read > 0;
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
