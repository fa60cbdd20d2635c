package io.echosdk.biometric.input;

import java.io.EOFException;
import java.nio.file.Path;

/**
 * Steps of the converter out of one WFDB signal file, in the order of the file.
 *
 * <p>Source: WFDB Applications Guide, signal(5).
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
    if (format != 16 && format != 212) {
      throw Unreadable.unsupported(
          header,
          file.getFileName() + " is stored in WFDB format " + format,
          "convert it to format 16 or 212, for instance with xform -O 16");
    }
    ByteInput in = new ByteInput(file);
    in.skip(offsetBytes);
    return format == 16 ? new Format16(in) : new Format212(in);
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

  /** Two bytes, little-endian two's complement; the least number is the mark of an invalid one. */
  private static final class Format16 extends WfdbSamples {

    Format16(ByteInput in) {
      super(in);
    }

    @Override
    int next() throws EOFException {
      int low = in.need();
      short value = (short) (low | in.need() << 8);
      return value == Short.MIN_VALUE ? INVALID : value;
    }
  }

  /**
   * Two samples of 12 bits in three bytes: low byte of the first; both high nibbles, the second's
   * above the first's; low byte of the second. Two's complement; -2048 marks an invalid sample.
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
      int signed = value << 20 >> 20;
      return signed == -2048 ? INVALID : signed;
    }
  }
}
