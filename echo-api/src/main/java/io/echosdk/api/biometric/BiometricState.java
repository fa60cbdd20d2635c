package io.echosdk.api.biometric;

import java.util.Arrays;

/**
 * Everything known about one body at one moment: per {@link Metric} a value, a confidence and the
 * time it stands for, and the last beat. What is unknown is NaN with confidence 0; an old value is
 * never repeated as new, it only ages.
 *
 * <p>One flat array of 64-bit words, so that a copy is one array copy and a GPU can read it as it
 * is: words 0-3 are {@code timeNanos}, {@code originNanos}, {@code beatCount} and {@code beatNanos}
 * as integers; then, three words per metric in the order of {@link Metric}, value and confidence as
 * doubles and the time as an integer; then, one byte per metric in the same order, eight bytes to a
 * word from its lowest bits up, which of the session's sources the value comes from.
 *
 * <p>A reader owns its instance and refills it through {@link BiometricStateSource#read}; not safe
 * for use by several threads.
 */
public final class BiometricState {

  /** How many 64-bit words a state has. */
  public static final int WORDS =
      4 + 3 * Metric.values().length + (Metric.values().length + 7) / Long.BYTES;

  /** How many sources a state can tell apart. */
  public static final int MAX_SOURCES = 8;

  private static final int TIME = 0;
  private static final int ORIGIN = 1;
  private static final int BEAT_COUNT = 2;
  private static final int BEAT_TIME = 3;
  private static final int FIRST_METRIC = 4;
  private static final int FIRST_SOURCES = FIRST_METRIC + 3 * Metric.values().length;
  private static final long UNKNOWN = Double.doubleToRawLongBits(Double.NaN);

  private final long[] words = new long[WORDS];

  /** Creates a state in which nothing is known. */
  public BiometricState() {
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(words, 0);
    for (Metric metric : Metric.values()) {
      words[slot(metric)] = UNKNOWN;
    }
  }

  /** Returns the value in the metric's unit, or NaN if it is unknown. */
  public double value(Metric metric) {
    return Double.longBitsToDouble(words[slot(metric)]);
  }

  /** Returns how far the value can be trusted, 0 to 1; 0 if it is unknown. */
  public double confidence(Metric metric) {
    return Double.longBitsToDouble(words[slot(metric) + 1]);
  }

  /** Returns how old the value is at {@code nowNanos}; {@link Long#MAX_VALUE} if it is unknown. */
  public long ageNanos(Metric metric, long nowNanos) {
    return Double.isNaN(value(metric))
        ? Long.MAX_VALUE
        : Math.max(0, nowNanos - words[slot(metric) + 2]);
  }

  /**
   * Returns which sources the value comes from: bit n is set if the session's source number n,
   * counted from 0, had a part in it; 0 if the value is unknown.
   */
  public int sources(Metric metric) {
    return Double.isNaN(value(metric))
        ? 0
        : (int) (words[sourcesWord(metric)] >>> shift(metric)) & 0xff;
  }

  /** Returns when this state was published, on the session's clock; 0 if never. */
  public long timeNanos() {
    return words[TIME];
  }

  /**
   * Returns when the newest samples that went into this state arrived, on the session's clock; 0 if
   * none did.
   */
  public long originNanos() {
    return words[ORIGIN];
  }

  /** Returns how many beats have been decided since the session began. */
  public long beatCount() {
    return words[BEAT_COUNT];
  }

  /**
   * Returns when the last beat's fiducial was measured, on the session's clock; meaningless while
   * there was no beat.
   */
  public long beatNanos() {
    return words[BEAT_TIME];
  }

  /**
   * Sets what is known about a metric from the session's first source; for the one who makes the
   * state.
   */
  public void set(Metric metric, double value, double confidence, long timeNanos) {
    set(metric, value, confidence, timeNanos, 1);
  }

  /**
   * Sets what is known about a metric; for the one who makes the state.
   *
   * @param sources what {@link #sources} returns, the lowest eight bits
   */
  public void set(Metric metric, double value, double confidence, long timeNanos, int sources) {
    int slot = slot(metric);
    words[slot] = Double.doubleToRawLongBits(value);
    words[slot + 1] = Double.doubleToRawLongBits(Double.isNaN(value) ? 0 : confidence);
    words[slot + 2] = timeNanos;
    long others = words[sourcesWord(metric)] & ~(0xffL << shift(metric));
    words[sourcesWord(metric)] = others | (sources & 0xffL) << shift(metric);
  }

  /**
   * Multiplies the confidence in a metric by something from 0 to 1; for the one who makes the
   * state.
   */
  public void scaleConfidence(Metric metric, double factor) {
    int word = slot(metric) + 1;
    words[word] = Double.doubleToRawLongBits(Double.longBitsToDouble(words[word]) * factor);
  }

  /** Sets the stamps; for the one who makes the state. */
  public void stamp(long timeNanos, long originNanos) {
    words[TIME] = timeNanos;
    words[ORIGIN] = originNanos;
  }

  /** Sets the last beat; for the one who makes the state. */
  public void beat(long count, long timeNanos) {
    words[BEAT_COUNT] = count;
    words[BEAT_TIME] = timeNanos;
  }

  /** Returns the words themselves, not a copy, for slots and uploads. */
  public long[] words() {
    return words;
  }

  private static int slot(Metric metric) {
    return FIRST_METRIC + 3 * metric.ordinal();
  }

  private static int sourcesWord(Metric metric) {
    return FIRST_SOURCES + metric.ordinal() / Long.BYTES;
  }

  private static int shift(Metric metric) {
    return metric.ordinal() % Long.BYTES * Byte.SIZE;
  }
}
