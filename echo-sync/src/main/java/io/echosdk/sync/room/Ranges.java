package io.echosdk.sync.room;

import java.util.Arrays;

/** A set of ints as sorted ranges that neither overlap nor touch. Adding costs a binary search. */
final class Ranges {

  private int[] begins = new int[2];
  private int[] ends = new int[2]; // one behind the last
  private int count;

  /** Adds a range and returns whether any of it was missing. */
  boolean add(int begin, int end) {
    if (begin >= end) {
      return false;
    }
    int first = firstEndingAtOrAfter(begin);
    if (first < count && begins[first] <= begin && end <= ends[first]) {
      return false;
    }
    int behind = first;
    int newBegin = begin;
    int newEnd = end;
    while (behind < count && begins[behind] <= end) {
      newBegin = Math.min(newBegin, begins[behind]);
      newEnd = Math.max(newEnd, ends[behind]);
      behind++;
    }
    replace(first, behind, newBegin, newEnd);
    return true;
  }

  /** Returns the end of the range that holds a value, or the value if none does. */
  int endOf(int value) {
    int at = firstEndingAtOrAfter(value + 1);
    return at < count && begins[at] <= value ? ends[at] : value;
  }

  boolean isOneFromZero() {
    return count == 1 && begins[0] == 0;
  }

  /** Returns a number that differs, most likely, from that of other sets. */
  long fingerprint() {
    long hash = 1;
    for (int i = 0; i < count; i++) {
      hash = (hash * 31 + begins[i]) * 0x9E3779B97F4A7C15L + ends[i];
    }
    return hash;
  }

  private int firstEndingAtOrAfter(int value) {
    int at = Arrays.binarySearch(ends, 0, count, value);
    return at < 0 ? -at - 1 : at;
  }

  private void replace(int from, int to, int begin, int end) {
    int newCount = count - (to - from) + 1;
    if (newCount > begins.length) {
      begins = Arrays.copyOf(begins, newCount * 2);
      ends = Arrays.copyOf(ends, newCount * 2);
    }
    System.arraycopy(begins, to, begins, from + 1, count - to);
    System.arraycopy(ends, to, ends, from + 1, count - to);
    begins[from] = begin;
    ends[from] = end;
    count = newCount;
  }
}
