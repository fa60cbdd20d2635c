package io.echosdk.api.biometric;

/** What an interval between two detected beats is taken for (Lipponen and Tarvainen 2019). */
public enum IntervalKind {
  /** In rhythm. */
  NORMAL,
  /** One of the two intervals beside a beat that came early or late and was made good after. */
  ECTOPIC,
  /** A beat within it was not detected: a multiple of what is usual. */
  MISSED,
  /** It and the next together are one: what ends it is no beat. */
  EXTRA,
  /** Too long for any of these reasons. */
  LONG,
  /** Too short for any of these reasons. */
  SHORT
}
