package io.echosdk.biometric.recording;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Signal;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches of samples into a recording: a header, then chunks that each go to the operating
 * system whole, then an index. A process that dies loses the chunk that it was filling and nothing
 * before it. One thread at a time.
 */
public final class RecordingWriter implements AutoCloseable {

  private static final int CHUNK_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final @Nullable ChunkCipher cipher;
  private final long chunkNanos;
  private final List<long[]> index = new ArrayList<>(); // offset, number, first arrival
  private int indexStride = 1;
  private ByteBuffer body = ByteBuffer.allocate(CHUNK_BYTES);
  private long chunks;
  private long offset;
  private long chunkStart;
  private long lastArrival;
  private boolean closed;

  /**
   * Creates the file and writes the header.
   *
   * @param file must not exist
   * @param startedAtMillis wall-clock time, since the Unix epoch
   * @param chunkNanos how much arrival time goes into a chunk at most
   * @param id the recording's random name
   * @param key 256 bits, or null to write in the clear
   */
  public RecordingWriter(
      Path file,
      List<Signal> signals,
      long startedAtMillis,
      long chunkNanos,
      UUID id,
      @Nullable SecretKey key) {
    this.file = file;
    this.chunkNanos = chunkNanos;
    byte[] idBytes =
        ByteBuffer.allocate(EchoFormat.ID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    cipher = key == null ? null : new ChunkCipher(key, idBytes);
    byte[] header = header(signals, startedAtMillis, idBytes);
    if (cipher != null) {
      cipher.bind(header);
    }
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(e);
    }
    ByteBuffer start = ByteBuffer.allocate(EchoFormat.PROLOGUE_BYTES + header.length);
    start.putLong(EchoFormat.MAGIC).putInt(header.length);
    CRC32C crc = new CRC32C();
    crc.update(start.array(), 8, 4);
    crc.update(header);
    start.putInt((int) crc.getValue()).put(header).flip();
    write(start);
  }

  private byte[] header(List<Signal> signals, long startedAtMillis, byte[] id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(cipher == null ? 0 : EchoFormat.ENCRYPTED);
      out.write(id);
      out.writeLong(startedAtMillis);
      if (cipher != null) {
        out.write(cipher.check());
      }
      out.writeShort(signals.size());
      for (Signal signal : signals) {
        text(out, signal.name());
        text(out, signal.kind().name());
        text(out, signal.unit());
        out.writeDouble(signal.sampleRateHz());
        out.writeShort(signal.channels().size());
        for (String name : signal.channels()) {
          text(out, name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory failed", e);
    }
    if (signals.size() > Short.MAX_VALUE || bytes.size() > EchoFormat.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "a recording's signals must fit 4 MiB of header but need " + bytes.size() + " bytes");
    }
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xffff) {
      throw new IllegalArgumentException("a name must be shorter than " + bytes.length + " bytes");
    }
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  /**
   * Adds a batch; times are nanoseconds since the beginning of the recording.
   *
   * @throws BiometricException of kind STORAGE if the disk fails
   */
  public void add(
      int signal,
      int flags,
      long timeNanos,
      long arrivalNanos,
      int frames,
      float[] samples,
      int offset,
      int values) {
    int bytes = EchoFormat.BATCH_HEAD_BYTES + 4 * values;
    if (values > (EchoFormat.MAX_CHUNK_BYTES - 64) / 4) {
      throw new IllegalArgumentException("a batch must be smaller than " + values + " values");
    }
    boolean late = body.position() > 0 && arrivalNanos - chunkStart >= chunkNanos;
    if (late || (body.position() > 0 && body.position() + bytes > CHUNK_BYTES)) {
      flush();
    }
    if (body.position() == 0) {
      chunkStart = arrivalNanos;
      if (body.capacity() < bytes) {
        wipe();
        body = ByteBuffer.allocate(bytes);
      }
    }
    lastArrival = Math.max(lastArrival, arrivalNanos);
    body.putShort((short) signal).put((byte) flags);
    body.putLong(timeNanos).putLong(arrivalNanos).putInt(frames);
    for (int i = 0; i < values; i++) {
      body.putInt(Float.floatToRawIntBits(samples[offset + i]));
    }
  }

  /** Hands what was added to the operating system. */
  public void flush() {
    if (body.position() > 0) {
      noteInIndex();
      chunk(EchoFormat.SAMPLES, body.array(), body.position());
      body.clear();
    }
  }

  private void noteInIndex() {
    if (index.size() == EchoFormat.MAX_INDEX_ENTRIES) { // keep every other one
      for (int i = index.size() - 1; i > 0; i -= 2) {
        index.remove(i);
      }
      indexStride *= 2;
    }
    if (chunks % indexStride == 0) {
      index.add(new long[] {offset, chunks, chunkStart});
    }
  }

  private void chunk(byte type, byte[] content, int length) {
    byte[] stored = cipher == null ? content : cipher.seal(type, chunks, content, length);
    int storedLength = cipher == null ? length : stored.length;
    ByteBuffer out = ByteBuffer.allocate(EchoFormat.HEAD_BYTES + storedLength);
    out.put(type).putInt(storedLength).putLong(chunks);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, EchoFormat.HEAD_CHECKED_BYTES);
    out.putInt((int) crc.getValue());
    crc.reset();
    crc.update(stored, 0, storedLength);
    out.putInt((int) crc.getValue()).put(stored, 0, storedLength).flip();
    write(out);
    chunks++;
  }

  private void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        offset += channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private BiometricException failed(IOException cause) {
    return new BiometricException(
        BiometricException.Kind.STORAGE,
        "cannot write the recording " + file + " (" + cause + ")",
        "choose a name that is free, on a disk with room",
        cause);
  }

  /** Returns how many bytes were handed to the operating system. */
  public long bytes() {
    return offset;
  }

  /**
   * Writes the rest and the index, forces them to the disk, and overwrites the buffer. Idempotent.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      flush();
      byte[] last = index();
      chunk(EchoFormat.INDEX, last, last.length);
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    } finally {
      wipe();
    }
  }

  /**
   * Lets go of the file without writing what is held back, and overwrites that. The file plays up
   * to its last whole chunk, for who has the key. Idempotent.
   */
  public void abandon() {
    wipe();
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void wipe() {
    Arrays.fill(body.array(), (byte) 0);
    body.clear();
  }

  private byte[] index() {
    ByteBuffer last = ByteBuffer.allocate(8 + 8 + 4 + 24 * index.size());
    last.putLong(chunks).putLong(lastArrival).putInt(index.size());
    index.forEach(entry -> last.putLong(entry[0]).putLong(entry[1]).putLong(entry[2]));
    return last.array();
  }
}
