package io.echosdk.biometric.clock;

/**
 * The lower convex hull of the newest points of a stream, within a window of x.
 *
 * <p>A queue made of two parts. The back part grows by a monotone chain: a new point pops every
 * vertex that it makes concave. The front part was built from right to left, and each of its points
 * kept the vertex that followed it then; so when the oldest point leaves, the hull of what remains
 * is already known, from the next point along those links. When the front is used up, the back
 * becomes the front. Each point is therefore pushed and popped at most twice: amortised O(1), no
 * allocation after construction.
 *
 * <p>Source: Andrew, "Another efficient algorithm for convex hulls in two dimensions", Inf. Proc.
 * Letters 9(5), 1979, for the chain; the queue of two stacks is folklore.
 */
final class LowerEnvelope {

  private final double window;
  private final int capacity;
  private final double[] xs;
  private final double[] ys;
  private final int[] follower; // of a front point: the place of the next vertex, -1 at the end
  private final int[] chain; // the back part's hull, places from left to right
  private int chainLength;
  private long head; // the oldest point; point n lies at place n % capacity
  private long split; // the first point of the back part
  private long tail; // one past the newest
  private double sumX;
  private double sumBaseX; // what sumX is relative to, so that it never grows

  /**
   * Makes an empty one.
   *
   * @param window how far behind the newest point a point may lie
   * @param capacity how many points at most; beyond that the oldest leave early
   */
  LowerEnvelope(double window, int capacity) {
    this.window = window;
    this.capacity = capacity;
    xs = new double[capacity];
    ys = new double[capacity];
    follower = new int[capacity];
    chain = new int[capacity];
  }

  /** Forgets every point. */
  void clear() {
    head = 0;
    split = 0;
    tail = 0;
    chainLength = 0;
    sumX = 0;
  }

  /** Returns how many points the window holds. */
  int size() {
    return (int) (tail - head);
  }

  /** Returns the mean x of the points in the window. */
  double meanX() {
    return sumBaseX + sumX / size();
  }

  /** Adds a point to the right of all others. */
  void add(double x, double y) {
    while (head < tail && (size() == capacity || xs[place(head)] < x - window)) {
      dropOldest();
    }
    if (head == tail) {
      clear();
      sumBaseX = x;
    }
    int at = place(tail++);
    xs[at] = x;
    ys[at] = y;
    sumX += x - sumBaseX;
    while (chainLength >= 2 && concave(chain[chainLength - 2], chain[chainLength - 1], at)) {
      chainLength--;
    }
    chain[chainLength++] = at;
  }

  private void dropOldest() {
    if (head == split) {
      turnOver();
    }
    sumX -= xs[place(head)] - sumBaseX;
    head++;
  }

  /** Makes the back part the front part: links every point to the vertex that follows it. */
  private void turnOver() {
    chainLength = 0; // borrowed as the stack of the chain from right to left
    for (long n = tail - 1; n >= head; n--) {
      int at = place(n);
      while (chainLength >= 2 && concave(at, chain[chainLength - 1], chain[chainLength - 2])) {
        chainLength--;
      }
      follower[at] = chainLength == 0 ? -1 : chain[chainLength - 1];
      chain[chainLength++] = at;
    }
    split = tail;
    chainLength = 0;
  }

  /** Whether the middle of three points, from left to right, lies on or above the outer two. */
  private boolean concave(int left, int middle, int right) {
    return (ys[middle] - ys[left]) * (xs[right] - xs[left])
        >= (ys[right] - ys[left]) * (xs[middle] - xs[left]);
  }

  /**
   * Returns the place of the point that a line of this slope touches first from below. O(vertices).
   */
  int touchedBy(double slope) {
    int best = head < split ? lowestOfFront(slope) : -1;
    if (chainLength > 0) {
      int back = lowestOfBack(slope);
      best = best < 0 || height(back, slope) < height(best, slope) ? back : best;
    }
    return best;
  }

  private int lowestOfFront(double slope) {
    int at = place(head);
    int next = follower[at];
    while (next >= 0 && height(next, slope) <= height(at, slope)) {
      at = next;
      next = follower[at];
    }
    return at;
  }

  private int lowestOfBack(double slope) {
    int low = 0;
    int high = chainLength - 1;
    while (low < high) { // heights fall, then rise along a convex chain
      int middle = (low + high) >>> 1;
      if (height(chain[middle + 1], slope) <= height(chain[middle], slope)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return chain[low];
  }

  /** Returns where the line of this slope through a point crosses x = 0. */
  double height(int at, double slope) {
    return ys[at] - slope * xs[at];
  }

  double x(int at) {
    return xs[at];
  }

  private int place(long n) {
    return (int) (n % capacity);
  }
}
