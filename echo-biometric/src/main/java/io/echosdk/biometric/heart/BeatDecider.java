package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.Beat;

/**
 * Decides which humps of the envelope are beats, by two levels that follow the beats and the rest.
 */
public final class BeatDecider {

  private static final double LEARN_SECONDS = 1.5;
  private static final double REFRACTORY_SECONDS = 0.2;
  private static final double T_WAVE_SECONDS = 0.36;
  private static final double LAG_SECONDS = 0.045; // of the envelope's top behind the QRS
  private static final double HALF_QRS_SECONDS = 0.07;

  private final double sampleRateHz;
  private long now = -1;
  private double signal;
  private double noise;
  private double top;
  private long topAt;
  private boolean rising;
  private double valley;
  private long lastBeatAt = Long.MIN_VALUE / 2;
  private double lastBeatTop;
  private long beatAt;
  private double confidence;

  /** Makes a decider for a rate. */
  public BeatDecider(double sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /** Hears the envelope; returns true if a beat is decided with this sample. */
  @HotPath
  public boolean next(double e) {
    now++;
    if (now < LEARN_SECONDS * sampleRateHz) {
      signal = Math.max(signal, e);
      return false;
    }
    if (rising) {
      if (e > top) {
        top = e;
        topAt = now;
      } else if (e < 0.8 * top) {
        rising = false;
        valley = e;
        return judge();
      }
    } else {
      valley = Math.min(valley, e);
      if (e > 1.3 * valley) {
        rising = true;
        top = e;
        topAt = now;
      }
    }
    return false;
  }

  private boolean judge() {
    double since = (topAt - lastBeatAt) / sampleRateHz;
    double threshold = noise + 0.3 * (signal - noise);
    boolean beat =
        top > threshold
            && since > REFRACTORY_SECONDS
            && (since > T_WAVE_SECONDS || top > 0.5 * lastBeatTop);
    if (!beat) {
      noise += 0.125 * (Math.min(top, signal) - noise);
      return false;
    }
    signal += 0.125 * (Math.min(top, 3 * signal) - signal);
    confidence = Math.max(0, Math.min(1, (top - threshold) / (signal - threshold)));
    lastBeatAt = topAt;
    lastBeatTop = top;
    beatAt = topAt;
    return true;
  }

  /** Returns where the QRS complex of the beat just decided can begin. */
  public long onset() {
    return beatAt - Math.round((LAG_SECONDS + HALF_QRS_SECONDS) * sampleRateHz);
  }

  /** Returns where the QRS complex of the beat just decided can end. */
  public long end() {
    return beatAt - Math.round((LAG_SECONDS - HALF_QRS_SECONDS) * sampleRateHz);
  }

  /** Returns how sure the last decision is, 0 to 1. */
  public double confidence() {
    return confidence;
  }

  /** Returns what the last beat is taken for. */
  public Beat.Kind kind() {
    return Beat.Kind.NORMAL;
  }

  /** Forgets the levels. */
  public void reset() {
    signal = 0;
    noise = 0;
    rising = false;
    lastBeatAt = Long.MIN_VALUE / 2;
  }
}
