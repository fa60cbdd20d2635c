package io.echosdk.sync.doc;

import java.util.Arrays;

/** Rows in the order in which they were met; small ones are searched, large ones hashed. */
final class ScanSet {

  private static final int SMALL = 16;

  private int[] met = new int[SMALL];
  private int size;
  private int[] table = new int[0]; // open addressing, ordinal + 1

  void clear() {
    if (size > SMALL) {
      Arrays.fill(table, 0);
    }
    size = 0;
  }

  int size() {
    return size;
  }

  void add(int row) {
    if (size == met.length) {
      met = Arrays.copyOf(met, size * 2);
    }
    met[size++] = row;
    if (size > SMALL) {
      if (size == SMALL + 1 || 2 * size > table.length) {
        rehash();
      } else {
        put(size - 1);
      }
    }
  }

  /** Returns when a row was met, from 0 on, or -1 if it was not. */
  int ordinal(int row) {
    if (size <= SMALL) {
      for (int i = 0; i < size; i++) {
        if (met[i] == row) {
          return i;
        }
      }
      return -1;
    }
    for (int i = hash(row); table[i] != 0; i = i + 1 & table.length - 1) {
      if (met[table[i] - 1] == row) {
        return table[i] - 1;
      }
    }
    return -1;
  }

  private void rehash() {
    if (2 * size > table.length) {
      table = new int[Integer.highestOneBit(size) * 8];
    }
    for (int i = 0; i < size; i++) {
      put(i);
    }
  }

  private void put(int ordinal) {
    int i = hash(met[ordinal]);
    while (table[i] != 0) {
      i = i + 1 & table.length - 1;
    }
    table[i] = ordinal + 1;
  }

  private int hash(int row) {
    return (row * 0x9e3779b9 >>> 7) & table.length - 1;
  }
}
