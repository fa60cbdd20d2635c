package io.echosdk.biometric.group;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * By how much one series is moved against another to see what chance alone makes. A series that is
 * moved keeps its own rhythm, and loses what joined it with the other.
 *
 * <p>Without common input the series is turned round as a ring, by any amount of at least ten
 * seconds. With common input of a period (a loop of music that all hear) only whole periods will
 * do, so that what the music does to each of them stays; there is no ring then, and half of the
 * window must overlap.
 */
public final class Shifts {

  /** Fewer cannot show p below 0.05. */
  public static final int LEAST = 19;

  private static final int RING_SHIFTS = 200;
  private static final int LEAST_POINTS = 10 * Timeline.RATE_HZ;

  private final int[] points;
  private final boolean ring;
  private final int unmovedCut;

  private Shifts(int[] points, boolean ring, int unmovedCut) {
    this.points = points;
    this.ring = ring;
    this.unmovedCut = unmovedCut;
  }

  /** Returns 200 shifts, evenly spread round the ring; the random one is where the pair is cut. */
  public static Shifts any(SplittableRandom random) {
    int room = Timeline.POINTS - 2 * LEAST_POINTS;
    int[] points = new int[RING_SHIFTS];
    for (int i = 0; i < points.length; i++) {
      points[i] = LEAST_POINTS + i * room / (points.length - 1);
    }
    return new Shifts(points, true, LEAST_POINTS + random.nextInt(room + 1));
  }

  /** Returns every shift by whole periods, in both directions. */
  public static Shifts ofPeriod(double periodPoints) {
    int most = (int) (Timeline.POINTS / 2 / periodPoints);
    int[] points = new int[2 * most];
    for (int i = 1; i <= most; i++) {
      points[2 * i - 2] = (int) Math.round(i * periodPoints);
      points[2 * i - 1] = -points[2 * i - 2];
    }
    return new Shifts(points, false, 0);
  }

  int count() {
    return points.length;
  }

  int point(int index) {
    return points[index];
  }

  /** Returns where the unmoved pair is cut, drawn as the seams of the moved ones are. */
  int unmovedCut() {
    return unmovedCut;
  }

  boolean ring() {
    return ring;
  }

  @Override
  public String toString() {
    return (ring ? "ring " : "periods ") + Arrays.toString(points);
  }
}
