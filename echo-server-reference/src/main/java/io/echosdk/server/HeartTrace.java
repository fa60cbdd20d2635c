package io.echosdk.server;

import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import org.jspecify.annotations.Nullable;

/**
 * The last seconds of the heart's own signal, thinned for a screen. Of each group of samples the
 * one that differs most from the last drawn point is kept, so that the narrow R wave stays as high
 * as it is.
 *
 * <p>The participant's thread adds, any thread reads; both under one short lock.
 */
public final class HeartTrace {

  /** How many points are drawn per second, at most. */
  static final double MAX_RATE_HZ = 128;

  private static final int POINTS = 1024;

  private final float[] points = new float[POINTS]; // guarded by this
  private long count; // guarded by this
  private int stride = 1; // guarded by this
  private double rateHz; // guarded by this
  private @Nullable Signal signal; // guarded by this
  private float last; // guarded by this
  private float candidate; // guarded by this
  private int inGroup; // guarded by this

  /**
   * A stretch of the trace.
   *
   * @param first index of its first point since the source began
   * @param rateHz points per second; 0 if there is no heart signal
   * @param unit the unit of a point
   * @param points the values; NaN where a sample is invalid
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Stretch(long first, double rateHz, String unit, float[] points) {}

  HeartTrace() {}

  /** Forgets everything: another source begins. */
  synchronized void clear() {
    count = 0;
    rateHz = 0;
    signal = null;
    inGroup = 0;
    last = 0;
  }

  /** Adds samples of a heart signal; those of any other kind, or of a second one, are ignored. */
  synchronized void add(Signal from, float[] samples, int offset, int frames) {
    if (from.kind() != SignalKind.ECG && from.kind() != SignalKind.PPG) {
      return;
    }
    if (signal == null) {
      signal = from;
      stride = (int) Math.max(1, Math.ceil(from.sampleRateHz() / MAX_RATE_HZ));
      rateHz = from.sampleRateHz() / stride;
    }
    if (!signal.equals(from)) {
      return;
    }
    int channels = from.channels().size();
    for (int frame = 0; frame < frames; frame++) {
      add(samples[offset + frame * channels]);
    }
  }

  private void add(float sample) {
    if (inGroup == 0 || Math.abs(sample - last) > Math.abs(candidate - last)) {
      candidate = sample;
    }
    if (++inGroup == stride) {
      points[(int) (count++ % POINTS)] = candidate;
      last = Float.isNaN(candidate) ? last : candidate;
      inGroup = 0;
    }
  }

  /**
   * Copies what has been added since a point, at most the last eight seconds.
   *
   * @param from index of the first point that is wanted
   */
  public synchronized Stretch since(long from) {
    long first = Math.max(Math.max(0, count - POINTS), Math.min(from, count));
    float[] copy = new float[(int) (count - first)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = points[(int) ((first + i) % POINTS)];
    }
    return new Stretch(first, rateHz, signal == null ? "" : signal.unit(), copy);
  }
}
