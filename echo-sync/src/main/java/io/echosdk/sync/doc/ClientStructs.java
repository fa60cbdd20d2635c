package io.echosdk.sync.doc;

/**
 * The rows of one client in the order of their clocks, without gaps from clock 0 on: an array with
 * a movable hole, because splits and merges happen near one another. Finding a clock is a binary
 * search that begins near the end of the last one, because edits and their deletes are near one
 * another, and takes the whole of one side when it is not there.
 */
final class ClientStructs {

  private static final int[] NO_ROWS = {};
  private static final int STRIDE = 4;
  private static final int FAR = 64; // steps of 1, 4, 16 and 64 find what is near

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
    int low = 0; // its clock is not above what is searched
    int high = size; // its clock is, or would be
    int near = recent;
    if (near < size) {
      if (clock(near) <= at) {
        low = near;
        for (int step = 1; step <= FAR && low + step < high; step *= STRIDE) {
          if (at < clock(low + step)) {
            high = low + step;
            break;
          }
          low += step;
        }
      } else {
        high = near;
        for (int step = 1; step <= FAR && high - step > 0; step *= STRIDE) {
          if (clock(high - step) <= at) {
            low = high - step;
            break;
          }
          high -= step;
        }
      }
    }
    recent = lastUpTo(at, low, high);
    return recent;
  }

  /** Returns the last index in a range whose clock is not above a clock. */
  private int lastUpTo(int at, int from, int to) {
    int low = from;
    int high = to;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (clock(middle) <= at) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int clock(int index) {
    return rows.clock[row(index)];
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
