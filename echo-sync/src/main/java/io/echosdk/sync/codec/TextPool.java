package io.echosdk.sync.codec;

import java.util.Arrays;

/**
 * The characters of many runs of text in two growing arrays: one byte each where all of a run's
 * characters are Latin-1, two bytes each otherwise.
 *
 * <p>A run is named by an int, its span: the offset of its first character, complemented for the
 * wide array; its length is kept by the caller. A part of a run is the span {@link #advance}d, so
 * splitting copies nothing. Joining copies nothing either where the runs already touch, which is
 * what typing gives; a run that had to move is given room to grow, so that appending stays cheap
 * while several people type at once.
 */
public final class TextPool {

  private static final int GROWING_RUNS = 8;

  private byte[] narrow = new byte[0];
  private char[] wide = new char[0];
  private int narrowSize;
  private int wideSize;
  private int lastLength;
  private int forgotten;
  private final int[] growFrom = new int[GROWING_RUNS]; // span just behind a run that moved
  private final int[] growRoom = new int[GROWING_RUNS]; // how many characters fit there
  private int nextGrowing;

  /** Returns the length in UTF-16 units of the run that was appended last. */
  public int lastLength() {
    return lastLength;
  }

  /** Tells that a run of so many characters is not needed any more. */
  public void forget(int length) {
    forgotten += length;
  }

  /** Returns how many characters the pool holds, those of forgotten runs included. */
  public int size() {
    return narrowSize + wideSize;
  }

  /** Returns how much of {@link #size()} nobody needs. */
  public int forgotten() {
    return forgotten;
  }

  /** Becomes empty and returns a pool with all that was here, for what is needed to come back. */
  public TextPool renew() {
    TextPool old = new TextPool();
    old.narrow = narrow;
    old.wide = wide;
    old.narrowSize = narrowSize;
    old.wideSize = wideSize;
    narrow = new byte[0];
    wide = new char[0];
    narrowSize = 0;
    wideSize = 0;
    forgotten = 0;
    Arrays.fill(growRoom, 0);
    return old;
  }

  /** Makes room for so many Latin-1 characters at once. */
  public void reserve(int count) {
    reserveNarrow(count);
  }

  /** Returns the span of a run without its first characters. */
  public static int advance(int span, int count) {
    return span >= 0 ? span + count : span - count;
  }

  /** Appends a run and returns its span. */
  public int append(CharSequence text) {
    int length = text.length();
    lastLength = length;
    if (isNarrow(text, length)) {
      reserveNarrow(length);
      for (int i = 0; i < length; i++) {
        narrow[narrowSize + i] = (byte) text.charAt(i);
      }
      narrowSize += length;
      return narrowSize - length;
    }
    reserveWide(length);
    for (int i = 0; i < length; i++) {
      wide[wideSize + i] = text.charAt(i);
    }
    wideSize += length;
    return ~(wideSize - length);
  }

  /** Appends a part of another pool and returns its span. */
  public int append(TextPool source, int span, int length) {
    if (span < 0) {
      return append(java.nio.CharBuffer.wrap(source.wide, ~span, length));
    }
    lastLength = length;
    reserveNarrow(length);
    System.arraycopy(source.narrow, span, narrow, narrowSize, length);
    narrowSize += length;
    return narrowSize - length;
  }

  int appendUtf8(byte[] source, int offset, int length) {
    if (!Utf8.isAscii(source, offset, length)) {
      return append(Utf8.decode(source, offset, length));
    }
    lastLength = length;
    reserveNarrow(length);
    if (length == 1) {
      narrow[narrowSize] = source[offset];
    } else {
      System.arraycopy(source, offset, narrow, narrowSize, length);
    }
    narrowSize += length;
    return narrowSize - length;
  }

  /** Returns one UTF-16 unit of a run. */
  public char charAt(int span, int index) {
    return span >= 0 ? (char) (narrow[span + index] & 0xff) : wide[~span + index];
  }

  /** Returns a run as a string. */
  public String text(int span, int length) {
    return span >= 0
        ? new String(narrow, span, length, java.nio.charset.StandardCharsets.ISO_8859_1)
        : new String(wide, ~span, length);
  }

  /** Appends a run to a builder. */
  public void appendTo(StringBuilder target, int span, int length) {
    if (span >= 0) {
      target.append(text(span, length));
    } else {
      target.append(wide, ~span, length);
    }
  }

  /**
   * Prepares a run for being cut in two: a surrogate pair that the cut would halve becomes two
   * U+FFFD, as in Yjs.
   *
   * @return the code point of the pair, or 0 if there was none
   */
  public int cut(int span, int at) {
    if (span >= 0 || !Character.isHighSurrogate(wide[~span + at - 1])) {
      return 0;
    }
    char high = wide[~span + at - 1];
    char low = wide[~span + at];
    wide[~span + at - 1] = '\ufffd';
    wide[~span + at] = '\ufffd';
    return Character.isLowSurrogate(low) ? Character.toCodePoint(high, low) : 0;
  }

  /** Takes back what {@link #cut} did to a pair whose halves are at the end and start of runs. */
  public void heal(int left, int leftLength, int right, int codePoint) {
    if (left < 0 && right < 0) {
      wide[~left + leftLength - 1] = Character.highSurrogate(codePoint);
      wide[~right] = Character.lowSurrogate(codePoint);
    }
  }

  /** Joins two runs and returns the span of the whole. */
  public int join(int left, int leftLength, int right, int rightLength) {
    int behind = advance(left, leftLength);
    if (left >= 0 == right >= 0) {
      if (behind == right) {
        return left;
      }
      if (growInPlace(behind, right, rightLength)) {
        forgotten += rightLength; // its copy stays behind
        return left;
      }
    }
    return move(left, leftLength, right, rightLength);
  }

  private boolean growInPlace(int behind, int right, int rightLength) {
    if (behind == narrowSize) {
      append(this, right, rightLength);
      return true;
    }
    if (behind == ~wideSize) {
      reserveWide(rightLength);
      System.arraycopy(wide, ~right, wide, wideSize, rightLength);
      wideSize += rightLength;
      return true;
    }
    for (int i = 0; i < GROWING_RUNS; i++) {
      if (growFrom[i] == behind && growRoom[i] >= rightLength) {
        copyInto(behind, right, rightLength);
        growFrom[i] = advance(behind, rightLength);
        growRoom[i] -= rightLength;
        forgotten -= rightLength;
        return true;
      }
    }
    return false;
  }

  private int move(int left, int leftLength, int right, int rightLength) {
    int length = leftLength + rightLength;
    int room = Math.min(length, 1 << 16);
    int span;
    if (left >= 0 && right >= 0) {
      reserveNarrow(length + room);
      span = narrowSize;
      narrowSize += length + room;
    } else {
      reserveWide(length + room);
      span = ~wideSize;
      wideSize += length + room;
    }
    copyInto(span, left, leftLength);
    copyInto(advance(span, leftLength), right, rightLength);
    growFrom[nextGrowing] = advance(span, length);
    growRoom[nextGrowing] = room;
    nextGrowing = (nextGrowing + 1) % GROWING_RUNS;
    forgotten += length + room; // the copies that stay behind, and room that may never be used
    return span;
  }

  private void copyInto(int target, int source, int length) {
    if (target >= 0) {
      System.arraycopy(narrow, source, narrow, target, length);
    } else if (source < 0) {
      System.arraycopy(wide, ~source, wide, ~target, length);
    } else {
      for (int i = 0; i < length; i++) {
        wide[~target + i] = (char) (narrow[source + i] & 0xff);
      }
    }
  }

  /** Writes a run as a string of the wire: its length in bytes, then UTF-8. */
  public void writeTo(ByteWriter target, int span, int length) {
    if (span < 0) {
      target.varString(java.nio.CharBuffer.wrap(wide, ~span, length));
    } else if (Utf8.isAscii(narrow, span, length)) {
      target.varUint(length);
      target.bytes(narrow, span, length);
    } else {
      target.varString(text(span, length));
    }
  }

  private static boolean isNarrow(CharSequence text, int length) {
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0xff) {
        return false;
      }
    }
    return true;
  }

  private void reserveNarrow(int count) {
    if (narrow.length - narrowSize < count) {
      narrow =
          Arrays.copyOf(narrow, Math.max(narrowSize + count, narrow.length + narrow.length / 2));
    }
  }

  private void reserveWide(int count) {
    if (wide.length - wideSize < count) {
      wide = Arrays.copyOf(wide, Math.max(wideSize + count, wide.length + wide.length / 2));
    }
  }
}
