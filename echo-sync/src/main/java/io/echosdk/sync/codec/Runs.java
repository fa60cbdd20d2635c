package io.echosdk.sync.codec;

/** The column codecs of version 2: runs of equal values or of equal differences. */
final class Runs {

  private Runs() {}

  /** A byte, then how often it is repeated; the last run is open-ended. */
  static final class ByteRunWriter {
    private final ByteWriter bytes = new ByteWriter(8);
    private int value = -1;
    private int count;

    void write(int next) {
      if (next == value) {
        count++;
        return;
      }
      if (count > 0) {
        bytes.varUint(count - 1);
      }
      count = 1;
      value = next;
      bytes.u8(next);
    }

    ByteWriter finish() {
      return bytes;
    }
  }

  /**
   * A signed value: a single one is positive, a repeated one negative and followed by its count.
   */
  static final class UintRunWriter {
    private final ByteWriter bytes = new ByteWriter(8);
    private long value;
    private int count;

    void write(long next) {
      if (next == value) {
        count++;
        return;
      }
      flush();
      count = 1;
      value = next;
    }

    private void flush() {
      if (count > 0) {
        bytes.varInt(value, count > 1); // a repeated zero is a negative zero
        if (count > 1) {
          bytes.varUint(count - 2);
        }
      }
    }

    ByteWriter finish() {
      flush();
      return bytes;
    }
  }

  /** Twice the difference to the value before, plus one if the difference is repeated. */
  static final class DifferenceRunWriter {
    private final ByteWriter bytes = new ByteWriter(8);
    private int value;
    private long difference;
    private int count;

    void write(int next) {
      long step = (long) next - value;
      value = next;
      if (step == difference) {
        count++;
        return;
      }
      flush();
      count = 1;
      difference = step;
    }

    private void flush() {
      if (count > 0) {
        bytes.varInt(difference * 2 + (count == 1 ? 0 : 1));
        if (count > 1) {
          bytes.varUint(count - 2);
        }
      }
    }

    ByteWriter finish() {
      flush();
      return bytes;
    }
  }

  /** Reads what {@link ByteRunWriter} writes. */
  static final class ByteRunReader {
    private final ByteReader bytes;
    private int value;
    private long count;

    ByteRunReader(ByteReader bytes) {
      this.bytes = bytes;
    }

    void restart() {
      bytes.restart();
      count = 0;
    }

    int read() {
      if (count == 0) {
        value = bytes.u8();
        count = bytes.hasMore() ? bytes.varUint() + 1 : Long.MAX_VALUE;
      }
      count--;
      return value;
    }
  }

  /** Reads what {@link UintRunWriter} writes. */
  static final class UintRunReader {
    private final ByteReader bytes;
    private long value;
    private long count;

    UintRunReader(ByteReader bytes) {
      this.bytes = bytes;
    }

    void restart() {
      bytes.restart();
      count = 0;
    }

    long read() {
      if (count == 0) {
        value = Math.abs(bytes.varInt());
        count = bytes.lastWasNegative() ? bytes.varUint() + 2 : 1;
      }
      count--;
      return value;
    }

    int read31() {
      long next = read();
      if (next > Integer.MAX_VALUE) {
        throw Malformed.limit("the length " + next + " is above 2^31 - 1");
      }
      return (int) next;
    }
  }

  /** Reads what {@link DifferenceRunWriter} writes. */
  static final class DifferenceRunReader {
    private final ByteReader bytes;
    private long value;
    private long difference;
    private long count;

    DifferenceRunReader(ByteReader bytes) {
      this.bytes = bytes;
    }

    void restart() {
      bytes.restart();
      count = 0;
      value = 0;
    }

    int read() {
      if (count == 0) {
        long coded = bytes.varInt();
        difference = coded >> 1;
        count = (coded & 1) != 0 ? bytes.varUint() + 2 : 1;
      }
      count--;
      value += difference;
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw Malformed.limit("the clock " + value + " is not within 0 and 2^31 - 1");
      }
      return (int) value;
    }
  }
}
