package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.TextPool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The structs of a document, one row each, in columns.
 *
 * <p>A row is an item (a run of characters or values of one client with one origin, in the list or
 * under a key of its parent) or, with {@link Kind#GC}, the place of content that is gone. Ids are a
 * slot (an index into the table of clients) and a clock. Row 0 is "none", so that fresh links point
 * nowhere. Rows that were merged away are used again.
 *
 * <p>{@link #content} means, by kind: the span in {@link #text} for strings; the index of the first
 * of {@link #length} values in {@link #values} for lists of values; the index of the one value for
 * the others.
 */
final class Rows {

  static final int NONE = 0;

  static final int DELETED = 0x10;
  static final int KEEP = 0x20;
  static final int REDONE = 0x40;

  /** The parent is not known yet; its id stands in the columns of the origin. */
  static final int PARENT_ID = 0x80;

  int[] slot;
  int[] clock;
  int[] length;
  int[] left;
  int[] right;
  int[] originSlot; // -1: no origin
  int[] originClock;
  int[] rightOriginSlot; // -1: no right origin
  int[] rightOriginClock;
  int[] key; // 0: in the list; otherwise an index into the table of keys
  int[] content;
  byte[] info; // kind in the low four bits, then the flags above
  @Nullable TypeNode[] parent; // null: not known, or gone
  int[] block = new int[0]; // by the list's index, once a list has one

  final TextPool text = new TextPool();
  final ValuePool values = new ValuePool();

  private int top = 1;
  private int[] free = new int[16];
  private int freeCount;

  Rows() {
    slot = new int[1];
    clock = new int[1];
    length = new int[1];
    left = new int[1];
    right = new int[1];
    originSlot = new int[1];
    originClock = new int[1];
    rightOriginSlot = new int[1];
    rightOriginClock = new int[1];
    key = new int[1];
    content = new int[1];
    info = new byte[1];
    parent = new TypeNode[1];
  }

  /** Returns a row without links, origins, key or parent. */
  int allocate(int slot, int clock, int length, int kind) {
    int row = freeCount > 0 ? free[--freeCount] : top++;
    if (row == this.slot.length) {
      grow(Math.max(16, row + (row >> 1)));
    }
    this.slot[row] = slot;
    this.clock[row] = clock;
    this.length[row] = length;
    left[row] = NONE;
    right[row] = NONE;
    originSlot[row] = -1;
    rightOriginSlot[row] = -1;
    key[row] = 0;
    info[row] = (byte) kind;
    parent[row] = null;
    return row;
  }

  /** Makes room for so many rows at once. */
  void reserve(int count) {
    int needed = top + count - freeCount;
    if (needed > slot.length) {
      grow(Math.max(needed, slot.length + (slot.length >> 1)));
    }
  }

  /** Gives a row back whose content somebody else has now. */
  void release(int row) {
    parent[row] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = row;
  }

  /** Gives up columns' room that is not used. */
  void trim() {
    if (top < slot.length) {
      grow(top);
    }
  }

  /** Makes the column that the indexes of lists need. */
  void needBlocks() {
    if (block.length == 0) {
      block = new int[slot.length];
    }
  }

  /** Returns how many rows are in use. */
  int size() {
    return top - 1 - freeCount;
  }

  private void grow(int capacity) {
    slot = Arrays.copyOf(slot, capacity);
    clock = Arrays.copyOf(clock, capacity);
    length = Arrays.copyOf(length, capacity);
    left = Arrays.copyOf(left, capacity);
    right = Arrays.copyOf(right, capacity);
    originSlot = Arrays.copyOf(originSlot, capacity);
    originClock = Arrays.copyOf(originClock, capacity);
    rightOriginSlot = Arrays.copyOf(rightOriginSlot, capacity);
    rightOriginClock = Arrays.copyOf(rightOriginClock, capacity);
    key = Arrays.copyOf(key, capacity);
    content = Arrays.copyOf(content, capacity);
    info = Arrays.copyOf(info, capacity);
    parent = Arrays.copyOf(parent, capacity);
    if (block.length > 0) {
      block = Arrays.copyOf(block, capacity);
    }
  }

  int kind(int row) {
    return info[row] & 0xf;
  }

  /** Changes the kind and leaves the flags. */
  void setKind(int row, int kind) {
    info[row] = (byte) (info[row] & 0xf0 | kind);
  }

  boolean is(int row, int flag) {
    return (info[row] & flag) != 0;
  }

  void set(int row, int flag) {
    info[row] |= (byte) flag;
  }

  void clear(int row, int flag) {
    info[row] &= (byte) ~flag;
  }

  /** Returns whether the struct is gone: deleted, collected, or a gap. */
  boolean isDeleted(int row) {
    int kind = kind(row);
    return is(row, DELETED) || kind == Kind.GC || kind == Kind.SKIP;
  }

  /** Returns whether content of this kind has a place in the list of its parent. */
  boolean isCountable(int row) {
    return Kind.isCountable(kind(row));
  }

  /** Returns whether the item has a place in the list of its parent now. */
  boolean isVisible(int row) {
    return !is(row, DELETED) && Kind.isCountable(kind(row));
  }

  int end(int row) {
    return clock[row] + length[row];
  }

  boolean hasOrigin(int row) {
    return originSlot[row] >= 0 && !is(row, PARENT_ID);
  }

  boolean sameOrigin(int a, int b) {
    return originSlot[a] == originSlot[b]
        && (originSlot[a] < 0 || originClock[a] == originClock[b]);
  }

  boolean sameRightOrigin(int a, int b) {
    return rightOriginSlot[a] == rightOriginSlot[b]
        && (rightOriginSlot[a] < 0 || rightOriginClock[a] == rightOriginClock[b]);
  }

  void setOriginToLastOf(int row, int neighbour) {
    originSlot[row] = slot[neighbour];
    originClock[row] = end(neighbour) - 1;
  }

  void setRightOriginToFirstOf(int row, int neighbour) {
    rightOriginSlot[row] = slot[neighbour];
    rightOriginClock[row] = clock[neighbour];
  }

  /** Returns the one value of a binary, embed, format, type or document. */
  @Nullable Object value(int row) {
    return values.get(content[row]);
  }

  /** Returns the format that begins or ends here, or null if the item is another or deleted. */
  @Nullable Format liveFormat(int row) {
    return kind(row) == Kind.FORMAT && !is(row, DELETED) && value(row) instanceof Format format
        ? format
        : null;
  }

  /** Forgets the content. */
  void dropContent(int row) {
    int kind = kind(row);
    if (kind == Kind.STRING) {
      text.forget(length[row]);
    } else if (kind > Kind.DELETED && kind != Kind.SKIP) {
      values.forget(content[row], length[row]);
    }
  }

  /** Returns where the content is from an offset on. */
  int contentFrom(int row, int at) {
    switch (kind(row)) {
      case Kind.STRING:
        return TextPool.advance(content[row], at);
      case Kind.ANY:
      case Kind.JSON:
        return content[row] + at;
      default:
        return 0;
    }
  }

  /** Halves the surrogate pair at an offset and returns its code point, or 0 if there is none. */
  int halvePair(int row, int at) {
    return kind(row) == Kind.STRING ? text.cut(content[row], at) : 0;
  }

  /** Joins the contents of two neighbours in the first. */
  void joinContent(int left, int right) {
    switch (kind(left)) {
      case Kind.STRING:
        content[left] = text.join(content[left], length[left], content[right], length[right]);
        break;
      case Kind.ANY:
      case Kind.JSON:
        content[left] = values.join(content[left], length[left], content[right], length[right]);
        break;
      default:
        break;
    }
  }
}
