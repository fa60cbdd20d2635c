package io.echosdk.gpu.flash;

import java.util.Arrays;

/**
 * Counts how often larger parts of a picture change their light up and down.
 *
 * <p>Each tile follows its own light from turning point to turning point: a swing of at least the
 * threshold is a transition, and two opposing ones are a flash. The picture is covered by
 * overlapping fields of a third of its width and height, which WCAG takes for 10 degrees of the
 * viewer's eye (341x256 of 1024x768 pixels). When more than a quarter of a field's tiles made a
 * transition of the same sign within a moment, the field made one.
 *
 * <p>{@link #propose} tells what a picture would add without changing anything; {@link #commit}
 * then takes it. Cost: a few operations per tile and, only if a tile swings, per tile and field.
 */
final class FlashCounter {

  /** Fields lie half over each other: five by five thirds. */
  private static final int FIELDS_ACROSS = 5;

  private static final int FIELDS = FIELDS_ACROSS * FIELDS_ACROSS;
  private static final long SECOND = 1_000_000_000L;

  /** Transitions no further apart than this happen together. */
  private static final long MOMENT_NANOS = 150_000_000L;

  private static final int REMEMBERED = 64;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final int columns;
  private final int rows;
  private final float threshold;
  private final float brightLimit; // swings wholly above this do not count
  private final float[] turning; // the extreme since the last transition
  private final byte[] direction; // 1 up, -1 down, 0 not known yet
  private final long[] roseAt;
  private final long[] fellAt;
  private final byte[] swing; // of the proposed picture: 1, -1 or 0
  private final long[] fieldRoseAt = new long[FIELDS];
  private final long[] fieldFellAt = new long[FIELDS];
  private final long[][] events = new long[FIELDS][REMEMBERED]; // a ring of times per field
  private final int[] eventCount = new int[FIELDS];
  private final boolean[] proposed = new boolean[2 * FIELDS]; // rises, then falls
  private boolean started;

  /**
   * Prepares for a map of tiles.
   *
   * @param threshold the least swing that counts
   * @param brightLimit a swing counts only if its darker end is below this
   */
  FlashCounter(int columns, int rows, float threshold, float brightLimit) {
    this.columns = columns;
    this.rows = rows;
    this.threshold = threshold;
    this.brightLimit = brightLimit;
    turning = new float[columns * rows];
    direction = new byte[columns * rows];
    roseAt = new long[columns * rows];
    fellAt = new long[columns * rows];
    swing = new byte[columns * rows];
    Arrays.fill(roseAt, NEVER);
    Arrays.fill(fellAt, NEVER);
    Arrays.fill(fieldRoseAt, NEVER);
    Arrays.fill(fieldFellAt, NEVER);
  }

  /**
   * Returns the most transitions that any field would have made in the second up to a picture, of
   * those fields that would make one now; 0 if none would.
   *
   * @param light of each tile
   */
  int propose(float[] light, long nanos) {
    Arrays.fill(proposed, false);
    if (!started || !findSwings(light)) {
      return 0;
    }
    int most = 0;
    for (int field = 0; field < FIELDS; field++) {
      proposed[field] = covers(field, (byte) 1, roseAt, fieldRoseAt[field], nanos);
      proposed[FIELDS + field] = covers(field, (byte) -1, fellAt, fieldFellAt[field], nanos);
      int fresh = (proposed[field] ? 1 : 0) + (proposed[FIELDS + field] ? 1 : 0);
      if (fresh > 0) {
        most = Math.max(most, recent(field, nanos) + fresh);
      }
    }
    return most;
  }

  private boolean findSwings(float[] light) {
    boolean any = false;
    for (int i = 0; i < light.length; i++) {
      swing[i] = swing(i, light[i]);
      any |= swing[i] != 0;
    }
    return any;
  }

  private byte swing(int tile, float now) {
    float since = now - turning[tile];
    if (Math.abs(since) < threshold || Math.min(now, turning[tile]) >= brightLimit) {
      return 0;
    }
    byte sign = (byte) (since > 0 ? 1 : -1);
    return sign == direction[tile] ? 0 : sign;
  }

  /** Whether more than a quarter of a field's tiles changed alike just now. */
  private boolean covers(int field, byte sign, long[] changedAt, long usedUpTo, long nanos) {
    int left = field % FIELDS_ACROSS * columns / 6;
    int top = field / FIELDS_ACROSS * rows / 6;
    int right = Math.min(columns, left + (columns + 2) / 3);
    int bottom = Math.min(rows, top + (rows + 2) / 3);
    int changed = 0;
    boolean fresh = false;
    for (int row = top; row < bottom; row++) {
      for (int tile = row * columns + left; tile < row * columns + right; tile++) {
        boolean now = swing[tile] == sign;
        fresh |= now;
        if (now || changedAt[tile] > usedUpTo && nanos - changedAt[tile] <= MOMENT_NANOS) {
          changed++;
        }
      }
    }
    return fresh && 4 * changed > (right - left) * (bottom - top);
  }

  private int recent(int field, long nanos) {
    int count = 0;
    for (int i = Math.max(0, eventCount[field] - REMEMBERED); i < eventCount[field]; i++) {
      if (nanos - events[field][i % REMEMBERED] < SECOND) {
        count++;
      }
    }
    return count;
  }

  /** Takes over the picture that was proposed last. */
  void commit(float[] light, long nanos) {
    if (!started) {
      System.arraycopy(light, 0, turning, 0, light.length);
      started = true;
      return;
    }
    for (int i = 0; i < light.length; i++) {
      follow(i, light[i], nanos);
    }
    for (int field = 0; field < FIELDS; field++) {
      if (proposed[field]) {
        fieldRoseAt[field] = nanos;
        remember(field, nanos);
      }
      if (proposed[FIELDS + field]) {
        fieldFellAt[field] = nanos;
        remember(field, nanos);
      }
    }
  }

  private void follow(int tile, float now, long nanos) {
    byte sign = swing(tile, now);
    if (sign != 0) {
      direction[tile] = sign;
      (sign > 0 ? roseAt : fellAt)[tile] = nanos;
      turning[tile] = now;
    } else if ((now - turning[tile]) * direction[tile] > 0) {
      turning[tile] = now; // still on its way
    }
  }

  private void remember(int field, long nanos) {
    events[field][eventCount[field]++ % REMEMBERED] = nanos;
  }
}
