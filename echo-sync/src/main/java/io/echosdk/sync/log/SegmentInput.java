package io.echosdk.sync.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads a file of the log at any place, through a window that makes neighbours cheap. Opened for
 * one reading only, so that ten thousand rooms hold no file open and an interrupted reader closes
 * nobody else's channel. Not safe for use by several threads.
 */
final class SegmentInput implements AutoCloseable {

  private static final int WINDOW_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long length;
  private final byte[] window;
  private long windowAt;
  private int windowBytes;

  SegmentInput(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    length = channel.size();
    window = new byte[(int) Math.min(WINDOW_BYTES, length)];
  }

  long length() {
    return length;
  }

  /** Returns a copy of some bytes. */
  byte[] bytes(long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    if (count > WINDOW_BYTES / 2) {
      fill(bytes, at, count);
    } else if (count > 0) {
      System.arraycopy(window, offset(at, count), bytes, 0, count);
    }
    return bytes;
  }

  /** Returns the CRC32C of some bytes. */
  int checksum(long at, long count) throws IOException {
    CRC32C sum = new CRC32C();
    long end = at + count;
    while (at < end) {
      int part = (int) Math.min(WINDOW_BYTES / 2, end - at);
      sum.update(window, offset(at, part), part);
      at += part;
    }
    return (int) sum.getValue();
  }

  /** Makes the window hold some bytes and returns where they are in it. */
  private int offset(long at, int count) throws IOException {
    if (at < windowAt || at + count > windowAt + windowBytes) {
      int wanted = (int) Math.min(window.length, length - at);
      if (wanted < count) {
        throw new EOFException("the file ends at byte " + length);
      }
      windowBytes = 0;
      fill(window, at, wanted);
      windowAt = at;
      windowBytes = wanted;
    }
    return (int) (at - windowAt);
  }

  private void fill(byte[] target, long at, int count) throws IOException {
    for (int done = 0; done < count; ) {
      // in parts, because the JDK keeps a native buffer as large as the largest read of a thread
      ByteBuffer part = ByteBuffer.wrap(target, done, Math.min(WINDOW_BYTES, count - done));
      int read = channel.read(part, at + done);
      if (read < 0) {
        throw new EOFException("the file ends before byte " + (at + count));
      }
      done += read;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
