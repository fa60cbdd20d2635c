package io.echosdk.sync.doc;

import java.util.Arrays;

/** A growing list of ints, also used as a stack. */
final class Ints {

  private int[] items;
  private int size;

  Ints() {
    this(8);
  }

  Ints(int capacity) {
    items = new int[capacity];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int get(int index) {
    return items[index];
  }

  void add(int item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(8, size * 2));
    }
    items[size++] = item;
  }

  int pop() {
    return items[--size];
  }

  void clear() {
    size = 0;
  }
}
