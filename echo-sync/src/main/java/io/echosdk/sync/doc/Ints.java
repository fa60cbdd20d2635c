package io.echosdk.sync.doc;

import java.util.Arrays;

/** A growing list of ints, also used as a stack. */
final class Ints {

  private int[] items = new int[8];
  private int size;

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
      items = Arrays.copyOf(items, size * 2);
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
