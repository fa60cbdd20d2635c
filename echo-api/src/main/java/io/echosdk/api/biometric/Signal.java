package io.echosdk.api.biometric;

import java.util.List;
import java.util.Objects;

/**
 * One evenly sampled signal of a source: channels that share a rate and a unit.
 *
 * <p>{@link SignalKind#RR} and {@link SignalKind#HEART_RATE} come when the device sends them: one
 * sample a call, stamped with its arrival, and the rate is only the usual one.
 *
 * @param name what the source calls it; unique within the source
 * @param kind what it measures
 * @param channels the names of its channels, in the order in which their samples are interleaved;
 *     at least one
 * @param unit the physical unit of a sample: "mV", "g"
 * @param sampleRateHz samples per second and channel; positive
 */
public record Signal(
    String name, SignalKind kind, List<String> channels, String unit, double sampleRateHz) {

  /** Checks every part. */
  public Signal {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(unit, "unit");
    channels = List.copyOf(channels);
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("signal " + name + " must have at least one channel");
    }
    if (!(sampleRateHz > 0 && sampleRateHz < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "sampleRateHz of " + name + " must be positive but is " + sampleRateHz);
    }
  }
}
