package io.echosdk.biometric.input;

import io.echosdk.biometric.input.XdfRuns.Run;
import java.io.EOFException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one stream of an XDF file forward, in pieces that have one time each. */
final class XdfCursor implements AutoCloseable {

  private static final double PIECE_SECONDS = 0.05;
  private static final int MAX_LENGTH_BYTES = 8;

  private final Path file;
  private final XdfStream stream;
  private final double[] scales;
  private final float[][] samples;
  private final int pieceLimit;
  private @Nullable ByteInput in; // opened when first needed
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private int nextChunk;
  private long leftInChunk;
  private long sample; // number of the piece's first
  private int run;
  private int count;
  private double stamp; // of an irregular stream's last sample
  private double time;
  private double end = Double.NEGATIVE_INFINITY; // where the piece before ended
  private boolean gap;
  private boolean ended;

  XdfCursor(Path file, XdfStream stream, List<Channel> channels) {
    this.file = file;
    this.stream = stream;
    pieceLimit = stream.irregular() ? 1 : (int) Math.max(1, PIECE_SECONDS * stream.rateHz());
    scales = new double[channels.size()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = ChannelNames.scale(channels.get(i).kind(), stream.unit(i));
    }
    samples = new float[scales.length][Math.min(pieceLimit, 1 << 16)];
  }

  /**
   * Reads the length of a chunk.
   *
   * @param lengthBytes how many bytes it has
   */
  static int chunkLength(ByteInput in, int lengthBytes, int max) throws EOFException, XdfDamage {
    if (lengthBytes != 1 && lengthBytes != 4 && lengthBytes != MAX_LENGTH_BYTES) {
      throw new XdfDamage("has a length of " + lengthBytes + " bytes");
    }
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length |= (long) in.need() << 8 * i;
    }
    if (length < 2 || length > max) {
      throw new XdfDamage("has a chunk of " + length + " bytes");
    }
    return (int) length;
  }

  /** Walks through a chunk of samples in the first pass: checks it and notes the times. */
  static void survey(XdfStream stream, byte[] content) throws XdfDamage {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(4);
    try {
      long count = number(buffer);
      int valueBytes = stream.format.bytes * stream.channelCount;
      if (count < 0 || count * (1 + (double) valueBytes) > buffer.remaining()) {
        throw new XdfDamage("promises " + count + " samples in " + content.length + " bytes");
      }
      int start = buffer.position();
      for (long i = 0; i < count; i++) { // first see that all of it is sound
        stampOf(buffer, 0, 0);
        buffer.position(buffer.position() + valueBytes);
      }
      if (buffer.hasRemaining()) {
        throw new XdfDamage("has " + buffer.remaining() + " bytes too many behind its samples");
      }
      buffer.position(start);
      double step = stream.irregular() ? 0 : 1 / stream.nominalRateHz;
      for (long i = 0; i < count; i++) {
        stream.lastStamp = stampOf(buffer, stream.lastStamp, step);
        note(stream, stream.lastStamp, step);
        buffer.position(buffer.position() + valueBytes);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new XdfDamage("has a chunk of samples that is cut off");
    }
  }

  private static void note(XdfStream stream, double time, double step) throws XdfDamage {
    if (!Double.isFinite(time) || Math.abs(time) > 1e9 * 100) {
      throw new XdfDamage("has a sample at the time " + time);
    }
    if (!stream.irregular() && !stream.runs.add(stream.samples, time, step)) {
      throw new XdfDamage("has too many gaps");
    }
    stream.samples++;
  }

  private static double stampOf(ByteBuffer buffer, double last, double step) {
    int bytes = buffer.get();
    if (bytes == 8) {
      return buffer.getDouble();
    }
    if (bytes != 0) {
      throw new IllegalArgumentException("a time stamp has 0 or 8 bytes but " + bytes);
    }
    return last + step;
  }

  /** A count whose own length stands before it. */
  private static long number(ByteBuffer buffer) throws XdfDamage {
    int bytes = buffer.get();
    if (bytes != 1 && bytes != 4 && bytes != MAX_LENGTH_BYTES) {
      throw new XdfDamage("has a count of " + bytes + " bytes");
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (buffer.get() & 0xffL) << 8 * i;
    }
    return value;
  }

  /** Goes to the first piece. */
  void prepare() {
    piece();
  }

  /** Goes to the next piece. */
  void advance() {
    sample += count;
    piece();
  }

  private void piece() {
    count = 0;
    while (leftInChunk == 0) {
      if (nextChunk == stream.chunkCount || sample >= stream.samples) {
        ended = true;
        return;
      }
      load(stream.chunks[nextChunk++]);
    }
    if (stream.irregular()) {
      single();
    } else {
      several();
    }
  }

  private void load(long offset) {
    if (in == null) {
      in = new ByteInput(file);
    }
    in.seek(offset);
    try {
      int length = chunkLength(in, in.need(), Integer.MAX_VALUE);
      in.skip(2);
      chunk = ByteBuffer.wrap(in.bytes(length - 2)).order(ByteOrder.LITTLE_ENDIAN);
      chunk.position(4);
      leftInChunk = number(chunk);
    } catch (EOFException | XdfDamage e) {
      throw Unreadable.malformed(file, "it changed while it was read", "read a file at rest");
    }
  }

  private void single() {
    stamp = stampOf(chunk, stamp, 0);
    time = Math.max(end, stream.clock.recorders(stamp, stamp));
    end = time;
    gap = false;
    values(0);
    count = 1;
    leftInChunk--;
  }

  private void several() {
    List<Run> runs = stream.runs.list();
    boolean begins = false;
    while (run + 1 < runs.size() && runs.get(run + 1).firstSample <= sample) {
      run++;
      begins = true;
    }
    Run now = runs.get(run);
    long limit = Math.min(leftInChunk, now.firstSample + now.count - sample);
    int most = (int) Math.min(samples[0].length, limit);
    gap = begins;
    double measured = stream.clock.recorders(now.time(sample), now.firstTime);
    time = Math.max(end, measured);
    while (count < most) {
      stampOf(chunk, 0, 0);
      values(count++);
    }
    leftInChunk -= count;
    end = time + 0.999 * count * now.step(); // a hair less, for the clock's slope
  }

  private void values(int at) {
    for (int c = 0; c < scales.length; c++) {
      double value =
          switch (stream.format) {
            case FLOAT32 -> chunk.getFloat();
            case DOUBLE64 -> chunk.getDouble();
            case INT8 -> chunk.get();
            case INT16 -> chunk.getShort();
            case INT32 -> chunk.getInt();
            case INT64 -> chunk.getLong();
            case STRING -> Double.NaN;
          };
      samples[c][at] = (float) (value * scales[c]);
    }
  }

  boolean ended() {
    return ended;
  }

  /** Returns when the piece begins, s on the recorder's clock; infinite at the end. */
  double time() {
    return ended ? Double.POSITIVE_INFINITY : time;
  }

  boolean gap() {
    return gap;
  }

  int count() {
    return count;
  }

  float[] samples(int channel) {
    return samples[channel];
  }

  @Override
  public void close() {
    if (in != null) {
      in.close();
    }
  }
}
