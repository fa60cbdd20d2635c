package io.echosdk.sync.doc;

/**
 * The rows of one client in the order of their clocks, without gaps from clock 0 on: an array with
 * a movable hole, because splits and merges happen near one another. Finding a clock is a binary
 * search that first tries where the last one ended.
 */
final class ClientStructs {

  private static final int[] NO_ROWS = {};

  final long client;
  final int slot;
  private final Rows rows;

  private int[] order = NO_ROWS;
  private int size;
  private int hole = 0; // index of the first free place
  private int holeLength;
  private int recent;

  ClientStructs(long client, int slot, Rows rows) {
    this.client = client;
    this.slot = slot;
    this.rows = rows;
  }

  int size() {
    return size;
  }

  int row(int index) {
    return order[index < hole ? index : index + holeLength];
  }

  /** Returns the clock that comes next. */
  int state() {
    return size == 0 ? 0 : rows.end(row(size - 1));
  }

  void append(int row) {
    insert(size, row);
  }

  void insert(int index, int row) {
    if (holeLength == 0) {
      grow();
    }
    moveHole(index);
    order[hole++] = row;
    holeLength--;
    size++;
    recent = index;
  }

  /** Removes the rows from one index up to and without another. */
  void remove(int from, int to) {
    moveHole(to);
    hole -= to - from;
    holeLength += to - from;
    size -= to - from;
    recent = Math.max(0, from - 1);
  }

  /**
   * Returns the index of the row that holds a clock.
   *
   * @param at below {@link #state()}
   */
  int find(int at) {
    if (recent < size) {
      int row = row(recent);
      int from = rows.clock[row];
      if (from <= at && at < from + rows.length[row]) {
        return recent;
      }
    }
    int low = 0;
    int high = size - 1;
    int middle = high; // most often the newest is asked for
    while (low <= high) {
      int row = row(middle);
      int from = rows.clock[row];
      if (at < from) {
        high = middle - 1;
      } else if (at >= from + rows.length[row]) {
        low = middle + 1;
      } else {
        recent = middle;
        return middle;
      }
      middle = (low + high) >>> 1;
    }
    throw new IllegalStateException("client " + client + " has no clock " + at);
  }

  private void moveHole(int index) {
    if (index < hole) {
      System.arraycopy(order, index, order, index + holeLength, hole - index);
    } else if (index > hole) {
      System.arraycopy(order, hole + holeLength, order, hole, index - hole);
    }
    hole = index;
  }

  private void grow() {
    int[] larger = new int[size + Math.max(4, size >> 1)];
    System.arraycopy(order, 0, larger, 0, hole);
    int behind = size - hole;
    System.arraycopy(order, order.length - behind, larger, larger.length - behind, behind);
    order = larger;
    holeLength = larger.length - size;
  }

  /** Gives up room that is not used. */
  void trim() {
    moveHole(size);
    order = java.util.Arrays.copyOf(order, Math.max(1, size));
    holeLength = order.length - size;
  }
}
