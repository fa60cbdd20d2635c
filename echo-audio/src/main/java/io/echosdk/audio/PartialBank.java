package io.echosdk.audio;

import io.echosdk.api.HotPath;
import java.util.Arrays;

/**
 * All sine partials of a programme, added up in one plain loop.
 *
 * <p>Time runs in ticks of {@link #TICK} frames. At the start of a tick each partial is placed
 * exactly, from its 64-bit angle; within the tick it is turned by a complex multiplication per
 * frame, so that rounding can add up over 64 frames only (about 1e-14). Levels move in a straight
 * line from one tick to the next, frequencies change at ticks with the angle continuous. Nothing
 * depends on how the frames of a tick are divided among calls.
 *
 * <p>O(partials) per frame; partials that are silent over a whole tick cost nothing. One thread at
 * a time.
 */
final class PartialBank {

  /** Frames per tick: 1.3 ms at 48 kHz. */
  static final int TICK = 64;

  private static final double SILENT = 1e-7; // -140 dB

  private final int sampleRateHz;
  private int size;
  private double[] frequencyHz = new double[0];
  private long[] angle = new long[0];
  private long[] step = new long[0];
  private double[] stepCos = new double[0];
  private double[] stepSin = new double[0];
  private double[] cos = new double[0];
  private double[] sin = new double[0];
  private double[] left = new double[0]; // level at the start of this tick
  private double[] right = new double[0];
  private double[] leftSlope = new double[0]; // per frame
  private double[] rightSlope = new double[0];
  private double[] nextLeft = new double[0]; // level at its end
  private double[] nextRight = new double[0];

  PartialBank(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * Adds silent partials.
   *
   * @return the index of the first; the others follow it
   */
  int grow(int count) {
    int first = size;
    size += count;
    frequencyHz = Arrays.copyOf(frequencyHz, size);
    angle = Arrays.copyOf(angle, size);
    step = Arrays.copyOf(step, size);
    stepCos = Arrays.copyOf(stepCos, size);
    stepSin = Arrays.copyOf(stepSin, size);
    cos = Arrays.copyOf(cos, size);
    sin = Arrays.copyOf(sin, size);
    left = Arrays.copyOf(left, size);
    right = Arrays.copyOf(right, size);
    leftSlope = Arrays.copyOf(leftSlope, size);
    rightSlope = Arrays.copyOf(rightSlope, size);
    nextLeft = Arrays.copyOf(nextLeft, size);
    nextRight = Arrays.copyOf(nextRight, size);
    return first;
  }

  int sampleRateHz() {
    return sampleRateHz;
  }

  /** Sets the pitch from the coming tick on. */
  @HotPath
  void pitch(int partial, double hz) {
    if (hz != frequencyHz[partial]) {
      frequencyHz[partial] = hz;
      step[partial] = Turn.step(hz, sampleRateHz);
      stepCos[partial] = Turn.cos(step[partial]);
      stepSin[partial] = Turn.sin(step[partial]);
    }
  }

  /** Sets the levels that are reached at the end of the coming tick. */
  @HotPath
  void level(int partial, double leftLevel, double rightLevel) {
    nextLeft[partial] = leftLevel;
    nextRight[partial] = rightLevel;
  }

  /** Begins a tick of {@link #TICK} frames. */
  @HotPath
  void beginTick() {
    for (int p = 0; p < size; p++) {
      left[p] += TICK * leftSlope[p];
      right[p] += TICK * rightSlope[p];
      leftSlope[p] = (nextLeft[p] - left[p]) / TICK;
      rightSlope[p] = (nextRight[p] - right[p]) / TICK;
      cos[p] = Turn.cos(angle[p]);
      sin[p] = Turn.sin(angle[p]);
      angle[p] += TICK * step[p];
    }
  }

  /**
   * Adds the partials to a stretch of the tick that {@link #beginTick} began.
   *
   * @param leftMix the tick's {@link #TICK} frames
   * @param rightMix as many
   * @param from the first frame within the tick; where the last call stopped
   * @param to the end of the stretch, exclusive
   */
  @HotPath
  void addTo(double[] leftMix, double[] rightMix, int from, int to) {
    for (int p = 0; p < size; p++) {
      if (!silent(p)) {
        addPartial(p, leftMix, rightMix, from, to);
      }
    }
  }

  private boolean silent(int p) {
    return Math.abs(left[p]) + Math.abs(right[p]) + Math.abs(nextLeft[p]) + Math.abs(nextRight[p])
        < SILENT;
  }

  private void addPartial(int p, double[] leftMix, double[] rightMix, int from, int to) {
    double c = cos[p];
    double s = sin[p];
    double turnCos = stepCos[p];
    double turnSin = stepSin[p];
    for (int i = from; i < to; i++) {
      leftMix[i] += s * (left[p] + i * leftSlope[p]);
      rightMix[i] += s * (right[p] + i * rightSlope[p]);
      double turned = s * turnCos + c * turnSin;
      c = c * turnCos - s * turnSin;
      s = turned;
    }
    cos[p] = c;
    sin[p] = s;
  }
}
