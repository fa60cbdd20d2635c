package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import io.echosdk.biometric.input.AnnotationRate;
import io.echosdk.biometric.input.IntervalReader;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Files that hold intervals between heart beats instead of waves: text with one interval in ms on a
 * line or {@code time,interval} in seconds, and WFDB annotations (.atr, .ecg, .qrs).
 */
public final class IntervalFile {

  /** Takes what is read, in the order of the file. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * An interval.
     *
     * @param endNanos when the beat was that ended it, from the beginning of the recording
     * @param intervalMs how long it was
     * @param strange whether one of its beats is marked as no normal one
     * @param hole whether it does not follow the one before
     */
    void interval(long endNanos, double intervalMs, boolean strange, boolean hole);
  }

  /** Between two marked beats; in a longer time, beats were not marked. */
  private static final double LONGEST_ANNOTATED_MS = 3000;

  private IntervalFile() {}

  /** Returns whether a file is one of annotations, by its extension. */
  public static boolean isAnnotation(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".atr") || name.endsWith(".ecg") || name.endsWith(".qrs");
  }

  /** Returns whether a file is text that holds intervals rather than samples. */
  public static boolean isText(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    boolean text = name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt");
    boolean named = name.endsWith(".rr") || name.endsWith(".ibi");
    return named || text && IntervalReader.looksLikeIntervals(file);
  }

  /**
   * Reads text.
   *
   * @throws BiometricException if it is missing, empty, or a line is no interval
   */
  public static void readText(Path file, Visitor visitor) {
    IntervalReader.read(file, (end, ms, hole) -> visitor.interval(end, ms, false, hole));
  }

  /**
   * Reads annotations: an interval between two beats is strange unless both are marked normal; more
   * than 3 s between them are a hole.
   *
   * @param rateHz samples per second; 0 if the header beside the file tells
   * @throws BiometricException if the file breaks its format, has fewer than two beats, or nothing
   *     tells the rate
   */
  public static void readAnnotations(Path file, double rateHz, Visitor visitor) {
    WfdbAnnotations annotations = WfdbAnnotations.read(file);
    double rate = rateHz > 0 ? rateHz : AnnotationRate.of(file);
    Annotation last = null;
    boolean hole = false;
    for (Annotation beat : annotations.annotations()) {
      if (!beat.beat()) {
        continue;
      }
      if (last != null && beat.sample() > last.sample()) {
        double intervalMs = (beat.sample() - last.sample()) * 1000 / rate;
        if (intervalMs > LONGEST_ANNOTATED_MS) {
          hole = true;
        } else {
          boolean strange = !(beat.normalBeat() && last.normalBeat());
          visitor.interval(Math.round(beat.sample() / rate * 1e9), intervalMs, strange, hole);
          hole = false;
        }
      }
      last = beat;
    }
  }
}
