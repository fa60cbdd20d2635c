package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;

/**
 * One channel of a recording.
 *
 * @param name what the file calls it; may repeat
 * @param kind what it measures
 * @param unit the unit of its samples
 * @param sampleRateHz samples per second; for events, which come one by one, their greatest rate
 * @param signal which signal it belongs to; empty to put channels of one kind, unit and rate
 *     together
 */
public record Channel(
    String name, SignalKind kind, String unit, double sampleRateHz, String signal) {

  Channel(String name, SignalKind kind, String unit, double sampleRateHz) {
    this(name, kind, unit, sampleRateHz, "");
  }

  /** Returns the same channel taken for something else. */
  Channel as(SignalKind other) {
    return new Channel(name, other, unit, sampleRateHz, signal);
  }
}
