package io.echosdk.api.biometric;

/** Takes samples from a {@link BiometricSource}; called on the thread that polls the source. */
@FunctionalInterface
public interface SampleSink {

  /**
   * The samples before these are missing: a packet was lost, the device reconnected, a recording
   * has a hole.
   */
  int GAP = 1;

  /** The electrode or sensor is not on the body. */
  int LEAD_OFF = 2;

  /**
   * Takes consecutive samples of one signal.
   *
   * @param signal which of the source's signals
   * @param timeNanos when the first frame was measured, on the session's {@link
   *     io.echosdk.api.MediaClock}; frame n follows after n / sampleRateHz seconds. Never goes
   *     backwards within a signal
   * @param originNanos when these samples arrived at this process, on the same clock; the stamp
   *     that travels with every value made from them
   * @param samples interleaved, [frame][channel], in the signal's unit; NaN where a sample is
   *     invalid. Borrowed: do not keep it after return
   * @param offset index of the first sample
   * @param frames how many frames; may be 0 to deliver flags alone
   * @param flags {@link #GAP} and {@link #LEAD_OFF}, or 0
   */
  void accept(
      Signal signal,
      long timeNanos,
      long originNanos,
      float[] samples,
      int offset,
      int frames,
      int flags);
}
