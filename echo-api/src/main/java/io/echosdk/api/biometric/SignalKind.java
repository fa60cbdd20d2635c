package io.echosdk.api.biometric;

/** What a signal measures. */
public enum SignalKind {
  /** Electrocardiogram, mV. */
  ECG,
  /** Photoplethysmogram, arbitrary units. */
  PPG,
  /** Intervals between beats, ms; one sample per beat. */
  RR,
  /** Heart rate as a device says it, beats per minute; whenever the device says it. */
  HEART_RATE,
  /** Chest or belly movement of breathing, arbitrary units. */
  RESPIRATION,
  /** Electroencephalogram, µV. */
  EEG,
  /** Acceleration, g; three channels x, y, z. */
  ACCELERATION,
  /** Electrodermal activity, µS. */
  EDA,
  /** Breaths a minute as a device reports them; one sample per report, with an age of its own. */
  RESPIRATION_RATE,
  /** Anything else that a recording carries; no processor reads it. */
  OTHER
}
