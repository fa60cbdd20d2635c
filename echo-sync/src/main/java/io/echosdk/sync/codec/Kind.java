package io.echosdk.sync.codec;

/** What a struct holds: the low five bits of its first byte on the wire. */
public final class Kind {

  /** Content that is gone, with all that was known of it. */
  public static final int GC = 0;

  /** Content that is gone; its place is known. */
  public static final int DELETED = 1;

  /** Values as JSON text, of old versions. */
  public static final int JSON = 2;

  /** Bytes. */
  public static final int BINARY = 3;

  /** Characters. */
  public static final int STRING = 4;

  /** An object in a text. */
  public static final int EMBED = 5;

  /** The begin or end of a format. */
  public static final int FORMAT = 6;

  /** A shared type. */
  public static final int TYPE = 7;

  /** Plain values. */
  public static final int ANY = 8;

  /** A subdocument. */
  public static final int DOC = 9;

  /** Clocks that the update does not hold. */
  public static final int SKIP = 10;

  /** Bit of the first byte: a left neighbour follows. */
  public static final int HAS_ORIGIN = 0x80;

  /** Bit of the first byte: a right neighbour follows. */
  public static final int HAS_RIGHT_ORIGIN = 0x40;

  /** Bit of the first byte: the item stands under a key. */
  public static final int HAS_KEY = 0x20;

  private static final int COUNTABLE =
      1 << JSON | 1 << BINARY | 1 << STRING | 1 << EMBED | 1 << TYPE | 1 << ANY | 1 << DOC;
  private static final int MERGEABLE = 1 << DELETED | 1 << JSON | 1 << STRING | 1 << ANY;

  private Kind() {}

  /** Returns whether the content has a place in the list of its parent. */
  public static boolean isCountable(int kind) {
    return (COUNTABLE >> kind & 1) != 0;
  }

  /** Returns whether two neighbouring items of this kind may become one. */
  public static boolean isMergeable(int kind) {
    return (MERGEABLE >> kind & 1) != 0;
  }
}
