package io.echosdk.benchmarks;

import io.echosdk.internal.Fft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When somebody breathed, annotated offline from a belt by two counts that share nothing with the
 * streaming one. Both look at the whole recording, and mark breaths at their tops, which are sharp,
 * where the trough is a pause of seconds without a clear lowest point.
 *
 * <p>The first is the advanced counting of Schäfer and Kratky, Ann Biomed Eng 36(3), 2008: of all
 * extrema of the wave, without phase from 0.1 to 0.5 Hz, the two neighbours that differ least are
 * struck out until none differ by less than three tenths of the third quartile. The second takes
 * 0.05 to 1 Hz and cuts wherever the wave has come back by 0.7 of the median distance from zero.
 * What the first says is the truth; a window of which the second says otherwise by more than {@link
 * #AGREE_PER_MINUTE} is in doubt, as two annotators' windows are where they differ.
 */
final class BreathReference {

  /** Two counts of one window are the same up to this. */
  static final double AGREE_PER_MINUTE = 1;

  private static final double STRUCK = 0.3; // of the third quartile of differences
  private static final int ORDER = 2;
  private static final double BACK = 0.7; // of the median distance: a quarter of a sine's swing

  private final double[] tops;
  private final double[] otherTops;

  private BreathReference(double[] tops, double[] otherTops) {
    this.tops = tops;
    this.otherTops = otherTops;
  }

  /** Annotates a belt, any unit, whose values rise while one inhales. */
  static BreathReference of(double[] belt, double rateHz) {
    return new BreathReference(
        advancedCount(band(belt, rateHz, 0.1, 0.5), rateHz),
        returns(band(belt, rateHz, 0.05, 1), rateHz));
  }

  /** Takes known tops for the truth, s. */
  static BreathReference of(double[] tops) {
    return new BreathReference(tops, tops);
  }

  /** Returns breaths per minute of the whole breaths of a window; NaN if there are none. */
  double ratePerMinute(double from, double to) {
    return rate(tops, from, to);
  }

  /** Returns whether the counts agree on a window. */
  boolean sure(double from, double to) {
    return Math.abs(rate(tops, from, to) - rate(otherTops, from, to)) <= AGREE_PER_MINUTE;
  }

  /** Returns the tops, s. */
  double[] tops() {
    return tops.clone();
  }

  private static double rate(double[] tops, double from, double to) {
    double[] inside = Arrays.stream(tops).filter(top -> top >= from && top < to).toArray();
    int count = inside.length - 1;
    return count < 1 ? Double.NaN : 60 * count / (inside[count] - inside[0]);
  }

  private static double[] advancedCount(double[] wave, double rateHz) {
    List<Integer> extrema = new ArrayList<>();
    for (int i = 1; i < wave.length - 1; i++) {
      if ((wave[i] - wave[i - 1]) * (wave[i + 1] - wave[i]) <= 0 && wave[i] != wave[i + 1]) {
        extrema.add(i);
      }
    }
    double[] differences = new double[Math.max(0, extrema.size() - 1)];
    Arrays.setAll(differences, i -> difference(wave, extrema, i));
    Arrays.sort(differences);
    double least = differences.length == 0 ? 0 : STRUCK * differences[differences.length * 3 / 4];
    for (int i = smallest(wave, extrema); i >= 0 && difference(wave, extrema, i) < least; ) {
      extrema.subList(i, i + 2).clear();
      i = smallest(wave, extrema);
    }
    List<Double> tops = new ArrayList<>();
    for (int i = 1; i < extrema.size() - 1; i++) {
      if (wave[extrema.get(i)] > wave[extrema.get(i - 1)]) {
        tops.add(extrema.get(i) / rateHz);
      }
    }
    return tops.stream().mapToDouble(x -> x).toArray();
  }

  private static double difference(double[] wave, List<Integer> extrema, int i) {
    return Math.abs(wave[extrema.get(i + 1)] - wave[extrema.get(i)]);
  }

  private static int smallest(double[] wave, List<Integer> extrema) {
    int smallest = -1;
    for (int i = 0; i < extrema.size() - 1; i++) {
      smallest =
          smallest < 0 || difference(wave, extrema, i) < difference(wave, extrema, smallest)
              ? i
              : smallest;
    }
    return smallest;
  }

  private static double[] returns(double[] wave, double rateHz) {
    double[] distances = Arrays.stream(wave).map(Math::abs).sorted().toArray();
    double clear = BACK * distances[distances.length / 2];
    List<Double> tops = new ArrayList<>();
    int extremum = 0;
    boolean rising = false;
    for (int i = 0; i < wave.length; i++) {
      if (rising ? wave[i] > wave[extremum] : wave[i] < wave[extremum]) {
        extremum = i;
      } else if (Math.abs(wave[i] - wave[extremum]) > clear) {
        if (rising) {
          tops.add(extremum / rateHz);
        }
        rising = !rising;
        extremum = i;
      }
    }
    return tops.stream().mapToDouble(x -> x).toArray();
  }

  /** Between two frequencies, without phase: the gain of a Butterworth filter there and back. */
  private static double[] band(double[] wave, double rateHz, double lowHz, double highHz) {
    int length = Integer.highestOneBit(Math.max(1, wave.length - 1)) * 2;
    double[] re = Arrays.copyOf(wave, length);
    double[] im = new double[length];
    double mean = Arrays.stream(wave).average().orElse(0);
    for (int i = 0; i < wave.length; i++) {
      re[i] -= mean;
    }
    Fft fft = new Fft(length);
    fft.transform(re, im);
    for (int k = 0; k < length; k++) {
      double hz = Math.min(k, length - k) * rateHz / length;
      double gain = k == 0 ? 0 : 1 / ((1 + power(lowHz / hz)) * (1 + power(hz / highHz)) * length);
      re[k] *= gain;
      im[k] *= -gain; // the conjugate: forwards once more is back
    }
    fft.transform(re, im);
    return Arrays.copyOf(re, wave.length);
  }

  private static double power(double ratio) {
    return Math.pow(ratio, 2 * ORDER);
  }
}
