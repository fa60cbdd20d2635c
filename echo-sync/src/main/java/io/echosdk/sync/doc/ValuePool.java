package io.echosdk.sync.doc;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of many runs in one growing array; the twin of the pool of characters. */
final class ValuePool {

  private @Nullable Object[] values = new Object[0];
  private int size;
  private int forgotten;

  int add(@Nullable Object value) {
    reserve(1);
    values[size] = value;
    return size++;
  }

  @Nullable Object get(int index) {
    return values[index];
  }

  void set(int index, @Nullable Object value) {
    values[index] = value;
  }

  int size() {
    return size;
  }

  /** Lets the collector have the values. */
  void forget(int start, int length) {
    Arrays.fill(values, start, start + length, null);
    if (start + length == size) {
      size = start;
    } else {
      forgotten += length;
    }
  }

  /** Returns how much of {@link #size()} nobody needs. */
  int forgotten() {
    return forgotten;
  }

  /** Becomes empty and returns a pool with all that was here, for what is needed to come back. */
  ValuePool renew() {
    ValuePool old = new ValuePool();
    old.values = values;
    old.size = size;
    values = new Object[0];
    size = 0;
    forgotten = 0;
    return old;
  }

  /** Appends values and returns where they are. */
  int addAll(List<? extends @Nullable Object> added) {
    @Nullable Object[] all = added.toArray();
    if (size == 0 && values.length < all.length) {
      values = all;
      size = all.length;
      return 0;
    }
    reserve(all.length);
    System.arraycopy(all, 0, values, size, all.length);
    size += all.length;
    return size - all.length;
  }

  /** Appends values of another pool and returns where they are. */
  int addAll(ValuePool source, int start, int length) {
    reserve(length);
    System.arraycopy(source.values, start, values, size, length);
    size += length;
    return size - length;
  }

  int join(int left, int leftLength, int right, int rightLength) {
    if (left + leftLength == right) {
      return left;
    }
    int start = left;
    if (left + leftLength != size) {
      reserve(leftLength + rightLength);
      start = size;
      System.arraycopy(values, left, values, start, leftLength);
      Arrays.fill(values, left, left + leftLength, null);
      forgotten += leftLength;
      size += leftLength;
    }
    reserve(rightLength);
    System.arraycopy(values, right, values, size, rightLength);
    Arrays.fill(values, right, right + rightLength, null);
    forgotten += rightLength;
    size += rightLength;
    return start;
  }

  /** Copies values into an array. */
  void copyTo(int from, @Nullable Object[] target, int at, int count) {
    System.arraycopy(values, from, target, at, count);
  }

  /** Makes room for so many values at once. */
  void reserve(int count) {
    if (values.length - size < count) {
      values = Arrays.copyOf(values, Math.max(size + count, 8 + values.length + values.length / 2));
    }
  }
}
