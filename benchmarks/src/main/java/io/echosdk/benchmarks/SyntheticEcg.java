package io.echosdk.benchmarks;

/** A plain ECG-like wave for measuring speed: narrow spikes once a second over a slow wave. */
final class SyntheticEcg {

  private SyntheticEcg() {}

  /** Returns so many seconds at a rate, mV. */
  static float[] wave(double rateHz, int seconds) {
    float[] wave = new float[(int) (rateHz * seconds)];
    for (int i = 0; i < wave.length; i++) {
      double t = i / rateHz;
      double fromBeat = t - Math.rint(t);
      wave[i] =
          (float)
              (Math.exp(-fromBeat * fromBeat / (2 * 0.012 * 0.012))
                  + 0.1 * Math.sin(2 * Math.PI * 0.3 * t)
                  + 0.02 * Math.sin(2 * Math.PI * 7.3 * t));
    }
    return wave;
  }
}
