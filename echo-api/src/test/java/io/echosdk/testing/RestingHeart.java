package io.echosdk.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The heart of the person who rests for five minutes in {@code rest5/bio_resting_5min_100hz.csv}:
 * where the beats are at six places at which a detector that hears the ECG for the first time
 * cannot know.
 *
 * <p>The first is the beginning, which a detector needs to learn. At the others the electrodes move
 * for less than a second and draw one or two waves as high as a QRS complex; the beats before and
 * after are two usual intervals apart, and a heart that beat at the noise would have beaten twice
 * in a third of a second and then paused for less than an interval. At four places the QRS complex
 * is seen in the noise, by its likeness to the usual one of this person; at 92.8 and 257.93 s it is
 * hidden and taken to be midway.
 */
public final class RestingHeart {

  /** From, to, and when beats were between. */
  private static final double[][] READ = {
    {0, 2, 0.49, 1.07, 1.67},
    {92.2, 93.2, 92.8},
    {217.2, 218.1, 217.7},
    {231.4, 232.1, 231.79},
    {257.5, 258.3, 257.93},
    {260.7, 261.3, 261.05},
  };

  private RestingHeart() {}

  /**
   * Puts beats as read by eye in place of those that a detector found in the ECG there.
   *
   * @param found when it found beats, s from the beginning, ascending
   */
  public static double[] readByEye(double[] found) {
    List<Double> beats = new ArrayList<>();
    for (double beat : found) {
      if (Arrays.stream(READ).noneMatch(span -> beat >= span[0] && beat < span[1])) {
        beats.add(beat);
      }
    }
    for (double[] span : READ) {
      Arrays.stream(span).skip(2).forEach(beats::add);
    }
    return beats.stream().mapToDouble(beat -> beat).sorted().toArray();
  }
}
