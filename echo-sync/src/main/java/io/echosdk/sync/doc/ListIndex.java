package io.echosdk.sync.doc;

import java.util.Arrays;

/**
 * Finds positions in a long list: the rows of the list in blocks of at most {@link #MAX_ROWS}, each
 * with the visible length of its rows. A search runs over blocks from where the last one ended,
 * then over the rows of one block; an insertion changes one block and, once in {@code MAX_ROWS / 2}
 * times, shifts the table of blocks. It only reads the rows, so it cannot change where structs
 * begin and end.
 */
final class ListIndex {

  /** Beyond so many rows a walk from the start costs more than keeping an index. */
  static final int WORTHWHILE_ROWS = 48;

  private static final int MAX_ROWS = 64;

  private final Rows rows;
  private final TypeNode type;

  private int[] first = new int[8]; // by place: the first row of the block
  private int[] count = new int[8]; // by place: how many rows
  private int[] visible = new int[8]; // by place: their visible length
  private int[] id = new int[8]; // by place: the name that the rows carry
  private int[] placeOf = new int[8]; // by id
  private int places;
  private int ids;
  private int[] freeIds = new int[8];
  private int freeIdCount;

  private int fingerPlace;
  private int fingerBefore; // visible length before that place

  private int before; // visible length before the row that was found last

  ListIndex(Rows rows, TypeNode type) {
    this.rows = rows;
    this.type = type;
    rows.needBlocks();
    build();
  }

  private void build() {
    int row = type.start;
    while (row != Rows.NONE) {
      int place = places;
      openPlace(place);
      first[place] = row;
      int length = 0;
      int taken = 0;
      for (; row != Rows.NONE && taken < MAX_ROWS / 2; row = rows.right[row]) {
        rows.block[row] = id[place];
        length += visibleLength(row);
        taken++;
      }
      count[place] = taken;
      visible[place] = length;
    }
  }

  private int visibleLength(int row) {
    return rows.isVisible(row) ? rows.length[row] : 0;
  }

  /**
   * Returns the row in which the unit before a position lies.
   *
   * @param index 1 to the visible length
   */
  int rowEndingAt(int index) {
    int place = Math.min(fingerPlace, places - 1);
    int sum = fingerBefore;
    while (sum >= index) {
      sum -= visible[--place];
    }
    while (sum + visible[place] < index) {
      sum += visible[place++];
    }
    fingerPlace = place;
    fingerBefore = sum;
    int row = first[place];
    int length = visibleLength(row);
    while (sum + length < index) {
      sum += length;
      row = rows.right[row];
      length = visibleLength(row);
    }
    before = sum;
    return row;
  }

  /** Returns the visible length before the row that {@link #rowEndingAt} returned. */
  int before() {
    return before;
  }

  /** Returns the visible length before a row. */
  int indexOf(int row) {
    int place = placeOf[rows.block[row]];
    int sum = 0;
    for (int i = 0; i < place; i++) {
      sum += visible[i];
    }
    for (int other = first[place]; other != row; other = rows.right[other]) {
      sum += visibleLength(other);
    }
    return sum;
  }

  /** Returns the last row of the list. */
  int last() {
    int row = first[places - 1];
    while (rows.right[row] != Rows.NONE) {
      row = rows.right[row];
    }
    return row;
  }

  /** A row has been linked in. */
  void insert(int row) {
    int left = rows.left[row];
    int neighbour = left != Rows.NONE ? left : rows.right[row];
    if (neighbour == Rows.NONE) {
      openPlace(0);
      first[0] = row;
      rows.block[row] = id[0];
      count[0] = 1;
      visible[0] = visibleLength(row);
      return;
    }
    int place = placeOf[rows.block[neighbour]];
    rows.block[row] = rows.block[neighbour];
    if (left == Rows.NONE) {
      first[place] = row;
    }
    count[place]++;
    add(place, visibleLength(row));
    if (count[place] > MAX_ROWS) {
      halve(place);
    }
  }

  /** A row has been cut and its second part linked in behind it. */
  void split(int row, int second) {
    int place = placeOf[rows.block[row]];
    rows.block[second] = rows.block[row];
    count[place]++;
    if (count[place] > MAX_ROWS) {
      halve(place);
    }
  }

  /** A row will be joined to its left neighbour; their lengths still are what they were. */
  void merge(int left, int right) {
    int place = placeOf[rows.block[right]];
    int leftPlace = placeOf[rows.block[left]];
    if (place != leftPlace) {
      int moved = visibleLength(right);
      add(place, -moved);
      add(leftPlace, moved);
      first[place] = rows.right[right];
    }
    count[place]--;
    if (count[place] == 0) {
      closePlace(place);
    }
  }

  /** A row has become visible or invisible. */
  void grow(int row, int delta) {
    add(placeOf[rows.block[row]], delta);
  }

  private void add(int place, int delta) {
    visible[place] += delta;
    if (place < fingerPlace) {
      fingerBefore += delta;
    }
  }

  private void halve(int place) {
    int kept = count[place] / 2;
    int row = first[place];
    int length = 0;
    for (int i = 0; i < kept; i++) {
      length += visibleLength(row);
      row = rows.right[row];
    }
    int moved = count[place] - kept;
    openPlace(place + 1);
    first[place + 1] = row;
    count[place + 1] = moved;
    visible[place + 1] = visible[place] - length;
    count[place] = kept;
    visible[place] = length;
    for (int i = 0; i < moved; i++) {
      rows.block[row] = id[place + 1];
      row = rows.right[row];
    }
    forgetFinger();
  }

  private void openPlace(int place) {
    if (places == first.length) {
      first = Arrays.copyOf(first, places * 2);
      count = Arrays.copyOf(count, places * 2);
      visible = Arrays.copyOf(visible, places * 2);
      id = Arrays.copyOf(id, places * 2);
    }
    System.arraycopy(first, place, first, place + 1, places - place);
    System.arraycopy(count, place, count, place + 1, places - place);
    System.arraycopy(visible, place, visible, place + 1, places - place);
    System.arraycopy(id, place, id, place + 1, places - place);
    places++;
    id[place] = freeIdCount > 0 ? freeIds[--freeIdCount] : ids++;
    if (ids > placeOf.length) {
      placeOf = Arrays.copyOf(placeOf, ids * 2);
    }
    renumber(place);
  }

  private void closePlace(int place) {
    if (freeIdCount == freeIds.length) {
      freeIds = Arrays.copyOf(freeIds, freeIdCount * 2);
    }
    freeIds[freeIdCount++] = id[place];
    places--;
    System.arraycopy(first, place + 1, first, place, places - place);
    System.arraycopy(count, place + 1, count, place, places - place);
    System.arraycopy(visible, place + 1, visible, place, places - place);
    System.arraycopy(id, place + 1, id, place, places - place);
    renumber(place);
    forgetFinger();
  }

  private void renumber(int from) {
    for (int place = from; place < places; place++) {
      placeOf[id[place]] = place;
    }
  }

  private void forgetFinger() {
    fingerPlace = 0;
    fingerBefore = 0;
  }
}
