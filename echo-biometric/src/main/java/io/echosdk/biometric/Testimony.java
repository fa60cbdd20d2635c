package io.echosdk.biometric;

import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.fusion.HeardBeat;

/**
 * One thing that one of several sources told: a beat, the same for good, a break before the next,
 * or an estimate.
 */
final class Testimony {

  /** What is told, in the order in which things of one moment are heard. */
  enum Kind {
    /** The source's next beat does not follow its last. */
    BREAK,
    /** A beat. */
    BEAT,
    /** A beat that was told before, for good. */
    KNOWN,
    /** What is known about a metric. */
    ESTIMATE
  }

  long atNanos; // when the sample that told it was measured
  int source;
  Kind kind = Kind.ESTIMATE;
  final HeardBeat beat = new HeardBeat();
  Metric metric = Metric.HEART_RATE;
  double value;
  double confidence;
  long timeNanos;

  void estimate(Metric of, double newValue, double newConfidence, long ofNanos) {
    metric = of;
    value = newValue;
    confidence = newConfidence;
    timeNanos = ofNanos;
  }

  /** Whether this is to be heard before another; of equal ones the one that was told first is. */
  boolean before(Testimony other) {
    if (atNanos != other.atNanos) {
      return atNanos < other.atNanos;
    }
    return kind != other.kind ? kind.compareTo(other.kind) < 0 : source < other.source;
  }
}
