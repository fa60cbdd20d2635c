package io.echosdk.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a detector doubts the ten seconds in which it misses beats, and only those.
 *
 * <p>A window is poor if less than nine tenths of its beats are found. What the detector thinks of
 * one is asked in two ways, each with half as the border:
 *
 * <ul>
 *   <li>once it is over: the confidence of the first beat after its end, which is the first that
 *       can know of all of it; none within two seconds is no confidence;
 *   <li>while it lasts: the mean of the confidence over its ten seconds, where that of a beat
 *       counts for one and a half of the interval before it. A beat missed near the end of a window
 *       can hardly lower that, so beside it stands what somebody would reach who knows of each
 *       missed beat 0.3 s after it, and doubts for ten seconds.
 * </ul>
 */
final class WindowTrust {

  private static final double WINDOW_SECONDS = 10;
  private static final double LONGEST_WAIT_SECONDS = 2;
  private static final double KNOWN_AFTER_SECONDS = 0.3;
  private static final double POOR = 0.9; // of the beats
  private static final double BELIEVED = 0.5;

  /** A beat that was told, and how surely. */
  record Found(double sample, double confidence) {}

  private final Count onceOver = new Count();
  private final Count whileItLasts = new Count();
  private final Count ifMissesWereKnown = new Count();

  /**
   * Judges the windows of a recording.
   *
   * @param hit which of its beats were found
   */
  void add(AnnotatedEcg ecg, boolean[] hit, List<Found> found) {
    double[] beats = ecg.beats();
    double rate = ecg.rateHz();
    List<Found> knowing = knowing(beats, hit, found, rate);
    double window = WINDOW_SECONDS * rate;
    double from = AnnotatedEcg.LEARNING_SECONDS * rate;
    for (; from + window <= ecg.wave().length; from += window) {
      double to = from + window;
      double start = from;
      int[] within =
          IntStream.range(0, beats.length)
              .filter(i -> beats[i] >= start && beats[i] < to)
              .toArray();
      long hits = Arrays.stream(within).filter(i -> hit[i]).count();
      if (within.length == 0) {
        continue;
      }
      boolean poor = hits < POOR * within.length;
      onceOver.add(poor, next(found, to, to + LONGEST_WAIT_SECONDS * rate));
      whileItLasts.add(poor, mean(found, from, to));
      ifMissesWereKnown.add(poor, mean(knowing, from, to));
    }
  }

  private static List<Found> knowing(
      double[] beats, boolean[] hit, List<Found> found, double rateHz) {
    double[] missed =
        IntStream.range(0, beats.length).filter(i -> !hit[i]).mapToDouble(i -> beats[i]).toArray();
    double from = WINDOW_SECONDS * rateHz;
    double to = KNOWN_AFTER_SECONDS * rateHz;
    return found.stream()
        .map(
            beat -> {
              double at = beat.sample;
              boolean known = Arrays.stream(missed).anyMatch(m -> m > at - from && m < at - to);
              return new Found(at, known ? 0 : 1);
            })
        .toList();
  }

  private static double next(List<Found> found, double from, double latest) {
    return found.stream()
        .filter(beat -> beat.sample >= from && beat.sample < latest)
        .findFirst()
        .map(Found::confidence)
        .orElse(0.0);
  }

  private static double mean(List<Found> found, double from, double to) {
    double sum = 0;
    for (int i = 1; i < found.size(); i++) {
      Found beat = found.get(i);
      double lasts = 1.5 * (beat.sample - found.get(i - 1).sample);
      double next = i + 1 < found.size() ? found.get(i + 1).sample : to;
      double end = Math.min(to, Math.min(next, beat.sample + lasts));
      sum += Math.max(0, end - Math.max(from, beat.sample)) * beat.confidence;
    }
    return sum / (to - from);
  }

  static String header() {
    return "poor windows: once over doubted, others believed;"
        + " while they last doubted, others believed; doubted if misses were known";
  }

  String line() {
    return String.format(
        "%5d: %5.1f %5.1f; %5.1f %5.1f; %5.1f %%",
        onceOver.poor,
        onceOver.doubted(),
        onceOver.believed(),
        whileItLasts.doubted(),
        whileItLasts.believed(),
        ifMissesWereKnown.doubted());
  }

  /** Windows, by one way of asking. */
  private static final class Count {
    private int poor;
    private int poorDoubted;
    private int others;
    private int othersBelieved;

    void add(boolean isPoor, double confidence) {
      boolean believed = confidence >= BELIEVED;
      if (isPoor) {
        poor++;
        poorDoubted += believed ? 0 : 1;
      } else {
        others++;
        othersBelieved += believed ? 1 : 0;
      }
    }

    double doubted() {
      return 100.0 * poorDoubted / Math.max(1, poor);
    }

    double believed() {
      return 100.0 * othersBelieved / Math.max(1, others);
    }
  }
}
