package io.echosdk.biometric.input;

import java.io.EOFException;
import java.nio.file.Path;

/**
 * Steps of the converter out of one WFDB signal file, in the order of the file.
 *
 * <p>Source: WFDB Applications Guide, signal(5). In every two's-complement format the least number
 * marks an invalid sample.
 */
abstract class WfdbSamples implements AutoCloseable {

  /** Stands for a sample that the recorder marked as invalid. */
  static final int INVALID = Integer.MIN_VALUE;

  final ByteInput in;

  private WfdbSamples(ByteInput in) {
    this.in = in;
  }

  /** Opens a signal file. */
  static WfdbSamples open(Path header, Path file, int format, long offsetBytes) {
    switch (format) {
      case 8, 16, 24, 32, 61, 80, 160, 212, 310, 311 -> {}
      case 508, 516, 524 ->
          throw Unreadable.unsupported(
              header,
              file.getFileName() + " is stored in WFDB format " + format + ", which is FLAC",
              "convert it, for instance with xform -O 16");
      default ->
          throw Unreadable.unsupported(
              header,
              file.getFileName() + " is stored in WFDB format " + format,
              "convert it to format 16 or 212, for instance with xform -O 16");
    }
    ByteInput in = new ByteInput(file);
    in.skip(offsetBytes);
    return switch (format) {
      case 8 -> new Bytes(in, 1, false, 0);
      case 16 -> new Bytes(in, 2, false, 0);
      case 24 -> new Bytes(in, 3, false, 0);
      case 32 -> new Bytes(in, 4, false, 0);
      case 61 -> new Bytes(in, 2, true, 0);
      case 80 -> new Bytes(in, 1, false, 1 << 7);
      case 160 -> new Bytes(in, 2, false, 1 << 15);
      case 212 -> new Format212(in);
      case 310 -> new Format310(in);
      default -> new Format311(in);
    };
  }

  /** Returns whether a format stores differences between samples; {@link #next} gives those. */
  static boolean differences(int format) {
    return format == 8;
  }

  /**
   * Returns the next sample or {@link #INVALID}.
   *
   * @throws EOFException at the end
   */
  abstract int next() throws EOFException;

  @Override
  public void close() {
    in.close();
  }

  /** The value of a two's-complement number of so many bits; its least is invalid. */
  private static int signed(int value, int bits) {
    int signed = value << 32 - bits >> 32 - bits;
    return signed == -1 << bits - 1 ? INVALID : signed;
  }

  /** Whole bytes: 8 (differences), 16, 24, 32; 61 the other way round; 80, 160 with an offset. */
  private static final class Bytes extends WfdbSamples {

    private final int bytes;
    private final boolean highFirst;
    private final int middle; // what is stored for zero

    Bytes(ByteInput in, int bytes, boolean highFirst, int middle) {
      super(in);
      this.bytes = bytes;
      this.highFirst = highFirst;
      this.middle = middle;
    }

    @Override
    int next() throws EOFException {
      int value = 0;
      for (int i = 0; i < bytes; i++) {
        value = highFirst ? value << 8 | in.need() : value | in.need() << 8 * i;
      }
      return signed(value - middle, 8 * bytes);
    }
  }

  /**
   * Two samples of 12 bits in three bytes: low byte of the first; both high nibbles, the second's
   * above the first's; low byte of the second.
   */
  private static final class Format212 extends WfdbSamples {

    private boolean second;
    private int nibbles;

    Format212(ByteInput in) {
      super(in);
    }

    @Override
    int next() throws EOFException {
      int value;
      if (second) {
        value = in.need() | (nibbles & 0xf0) << 4;
      } else {
        int low = in.need();
        nibbles = in.need();
        value = low | (nibbles & 0x0f) << 8;
      }
      second = !second;
      return signed(value, 12);
    }
  }

  /**
   * Three samples of 10 bits in two words: bits 1-10 of the first word; bits 1-10 of the second;
   * the upper five bits of both, the second's above the first's.
   */
  private static final class Format310 extends WfdbSamples {

    private int turn;
    private int first;
    private int second;

    Format310(ByteInput in) {
      super(in);
    }

    @Override
    int next() throws EOFException {
      int value;
      switch (turn) {
        case 0 -> {
          first = word(in);
          value = first >> 1;
        }
        case 1 -> {
          second = word(in);
          value = second >> 1;
        }
        default -> value = first >> 11 | second >> 11 << 5;
      }
      turn = (turn + 1) % 3;
      return signed(value & 0x3ff, 10);
    }
  }

  /** Three samples of 10 bits in the lower 30 bits of two words, the first lowest. */
  private static final class Format311 extends WfdbSamples {

    private int turn;
    private int bits;

    Format311(ByteInput in) {
      super(in);
    }

    @Override
    int next() throws EOFException {
      if (turn == 0) {
        bits = word(in);
      } else if (turn == 1) {
        bits |= word(in) << 16;
      }
      int value = bits >> 10 * turn & 0x3ff;
      turn = (turn + 1) % 3;
      return signed(value, 10);
    }
  }

  private static int word(ByteInput in) throws EOFException {
    int low = in.need();
    return low | in.need() << 8;
  }
}
