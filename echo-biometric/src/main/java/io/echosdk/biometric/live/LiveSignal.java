package io.echosdk.biometric.live;

import io.echosdk.api.biometric.Signal;
import java.util.Objects;

/**
 * A signal of a live source, and how its samples get their time.
 *
 * @param signal what is delivered
 * @param timing where the time comes from
 */
public record LiveSignal(Signal signal, Timing timing) {

  /** The most values that one sample of a signal may have. */
  public static final int MAX_CHANNELS = 256;

  /** Where the time of a sample comes from. */
  public enum Timing {
    /** The device stamps its packets. */
    STAMPED,
    /** The samples are counted. */
    COUNTED,
    /**
     * The samples are counted, and the transport tells on Echo's own clock when each packet was
     * sent, having probed the other clock in both directions.
     */
    PROBED,
    /** Each sample is stamped with its arrival: intervals between beats, heart rates. */
    ARRIVAL
  }

  /** Checks that nothing is missing and that a sample has at most 256 values. */
  public LiveSignal {
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(timing, "timing");
    if (signal.channels().size() > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          signal.name() + " must have at most 256 channels but has " + signal.channels().size());
    }
  }

  int width() {
    return signal.channels().size();
  }

  long nanosPerSample() {
    return Math.round(1e9 / signal.sampleRateHz());
  }
}
