package io.echosdk.audio;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioException;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.audio.AudioSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes sound into a WAV file (RIFF, as in Microsoft's "Multimedia Programming Interface and Data
 * Specifications 1.0" and its 1994 revision for float).
 *
 * <p>Until {@link #close} the file carries {@code .part} behind its name, so nothing half-written
 * looks whole; after an error, or by {@link #discard}, it is removed. 16-bit samples are dithered
 * with triangular noise of +-1 least significant bit from a fixed seed, so equal sound gives equal
 * bytes; what is beyond full scale is clipped. One thread at a time.
 */
public final class WavWriter implements AudioSink, AutoCloseable {

  /** How a sample is stored. */
  public enum Encoding {
    /** Two bytes, dithered. */
    PCM_16(2, 1),
    /** Three bytes, rounded. */
    PCM_24(3, 1),
    /** Four bytes, as it is. */
    FLOAT_32(4, 3);

    private final int bytes;
    private final int tag; // WAVE_FORMAT_PCM, WAVE_FORMAT_IEEE_FLOAT

    Encoding(int bytes, int tag) {
      this.bytes = bytes;
      this.tag = tag;
    }
  }

  private static final int HEADER_BYTES = 58; // RIFF 12, fmt 26, fact 12, data 8
  private static final long MAX_DATA_BYTES = 0xFFFF_FFFFL - HEADER_BYTES;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path part;
  private final AudioFormat format;
  private final Encoding encoding;
  private final SeekableByteChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long dataBytes;
  private long noise = 0x9E3779B97F4A7C15L;
  private boolean failed;
  private boolean closed;

  private WavWriter(
      Path file, Path part, AudioFormat format, Encoding encoding, SeekableByteChannel channel) {
    this.file = file;
    this.part = part;
    this.format = format;
    this.encoding = encoding;
    this.channel = channel;
  }

  /**
   * Begins a file; one of the same name is replaced when this one is closed.
   *
   * @param file where it goes; its folder must exist
   * @param format of the blocks that follow
   * @param encoding how a sample is stored
   * @throws AudioException if it cannot be made
   */
  public static WavWriter create(Path file, AudioFormat format, Encoding encoding) {
    Path part = file.resolveSibling(Objects.requireNonNull(file.getFileName()) + ".part");
    try {
      SeekableByteChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      return begin(file, part, format, encoding, channel);
    } catch (IOException e) {
      throw cannotCreate(file, e);
    }
  }

  static WavWriter begin(
      Path file, Path part, AudioFormat format, Encoding encoding, SeekableByteChannel channel) {
    WavWriter writer = new WavWriter(file, part, format, encoding, channel);
    writer.putHeader();
    return writer;
  }

  private static AudioException cannotCreate(Path file, IOException cause) {
    boolean missing = cause instanceof NoSuchFileException;
    return new AudioException(
        missing ? AudioException.Kind.NOT_FOUND : AudioException.Kind.SINK_LOST,
        "cannot create " + file + (missing ? ", its folder is not there" : ", " + cause),
        missing ? "create the folder first" : "choose a place that can be written to",
        cause);
  }

  @Override
  public void accept(AudioBlock block) {
    Formats.require(format, block);
    if (closed || failed) {
      throw new IllegalStateException(file + " does not take sound any more");
    }
    int frameBytes = encoding.bytes * format.channels();
    if (dataBytes + (long) block.frames() * frameBytes > MAX_DATA_BYTES) {
      throw new AudioException(
          AudioException.Kind.SINK_LOST,
          "cannot write more than 4 GB into " + file,
          "close this file and go on in another");
    }
    for (int i = 0; i < block.frames(); i++) {
      if (buffer.remaining() < frameBytes) {
        drain();
      }
      for (int c = 0; c < format.channels(); c++) {
        put(block.plane(c)[i]);
      }
    }
    dataBytes += (long) block.frames() * frameBytes;
  }

  /** Gives the file up: nothing is left of it. Does nothing once it is closed. */
  public void discard() {
    failed = true;
    close();
  }

  /**
   * Completes the header and gives the file its name. Idempotent.
   *
   * @throws AudioException if the last bytes cannot be written; nothing is left then
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      if (!failed) {
        complete();
      }
    } catch (IOException e) {
      throw lost(e);
    } finally {
      if (failed) {
        remove();
      }
    }
  }

  private void complete() throws IOException {
    if (dataBytes % 2 != 0) {
      buffer.put((byte) 0); // chunks are of even length
    }
    drain();
    channel.position(0);
    putHeader();
    drain();
    channel.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private void put(float sample) {
    switch (encoding) {
      case PCM_16 -> buffer.putShort((short) quantised(sample * 32768.0 + dither(), 32767));
      case PCM_24 -> {
        int value = quantised(sample * 8388608.0, 8388607);
        buffer.putShort((short) value).put((byte) (value >> 16));
      }
      case FLOAT_32 -> buffer.putFloat(sample);
    }
  }

  private static int quantised(double value, int greatest) {
    return (int) Math.max(-greatest - 1, Math.min(greatest, Math.rint(value)));
  }

  /** Triangular noise, -1 to 1: the sum of two halves of an xorshift64 number (Marsaglia 2003). */
  private double dither() {
    noise ^= noise << 13;
    noise ^= noise >>> 7;
    noise ^= noise << 17;
    return ((int) noise + (double) (int) (noise >>> 32)) * 0x1p-32;
  }

  private void putHeader() {
    int frameBytes = encoding.bytes * format.channels();
    long padded = dataBytes + dataBytes % 2;
    buffer.put(ascii("RIFF")).putInt((int) (HEADER_BYTES - 8 + padded)).put(ascii("WAVE"));
    buffer.put(ascii("fmt ")).putInt(18).putShort((short) encoding.tag);
    buffer.putShort((short) format.channels()).putInt(format.sampleRateHz());
    buffer.putInt(format.sampleRateHz() * frameBytes).putShort((short) frameBytes);
    buffer.putShort((short) (8 * encoding.bytes)).putShort((short) 0);
    buffer.put(ascii("fact")).putInt(4).putInt((int) (dataBytes / frameBytes));
    buffer.put(ascii("data")).putInt((int) dataBytes);
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private void drain() {
    buffer.flip();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw lost(e);
    } finally {
      buffer.clear();
    }
  }

  private AudioException lost(IOException cause) {
    failed = true;
    return new AudioException(
        AudioException.Kind.SINK_LOST,
        "cannot write " + file + ", " + cause.getMessage(),
        "free some space or choose another place, then begin again",
        cause);
  }

  private void remove() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw lost(e);
    }
  }
}
