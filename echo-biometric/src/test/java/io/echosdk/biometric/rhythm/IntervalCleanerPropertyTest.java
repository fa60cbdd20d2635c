package io.echosdk.biometric.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.IntervalKind;
import io.echosdk.biometric.WfdbAnnotations;
import io.echosdk.biometric.WfdbAnnotations.Annotation;
import io.echosdk.testing.TestFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Artefacts put into a real day of a healthy heart: what the cleaner makes of them, and of the
 * rest.
 */
final class IntervalCleanerPropertyTest {

  private static final int ONE_IN = 37;
  private static final double RATE_HZ = 128;

  private record Told(long end, double ms, IntervalKind kind, int beats, boolean follows) {}

  private final double[] real = normalIntervals();

  private static double[] normalIntervals() {
    List<Annotation> beats =
        WfdbAnnotations.read(TestFiles.data("biometric/nsr2db").resolve("nsr001.ecg"))
            .annotations()
            .stream()
            .filter(Annotation::beat)
            .toList();
    List<Double> intervals = new ArrayList<>();
    for (int i = 1; i < beats.size(); i++) {
      double ms = (beats.get(i).sample() - beats.get(i - 1).sample()) / RATE_HZ * 1000;
      if (beats.get(i).normalBeat() && beats.get(i - 1).normalBeat() && ms > 300 && ms < 2000) {
        intervals.add(ms);
      }
    }
    return intervals.stream().mapToDouble(x -> x).toArray();
  }

  @Test
  void hardlyANormalIntervalIsTakenForAnArtefact() {
    long normal = tell(real).stream().filter(t -> t.kind == IntervalKind.NORMAL).count();
    assertThat(100.0 * normal / real.length).isGreaterThanOrEqualTo(99.9);
  }

  @Test
  void everyMissedBeatIsFound() {
    Marked marked = new Marked();
    for (int i = 0; i < real.length; i++) {
      if (isArtefact(i)) {
        marked.add(real[i] + real[i + 1], true);
        i++;
      } else {
        marked.add(real[i], false);
      }
    }
    marked.judge();
    assertThat(marked.sensitivity()).isEqualTo(100);
    assertThat(marked.share(IntervalKind.MISSED)).isGreaterThan(99);
    assertThat(marked.specificity()).isGreaterThanOrEqualTo(99.9);
  }

  @Test
  void everyExtraBeatIsFound() {
    Random random = new Random(7);
    Marked marked = new Marked();
    for (int i = 0; i < real.length; i++) {
      if (isArtefact(i)) {
        double first = (0.15 + 0.7 * random.nextDouble()) * real[i];
        marked.add(first, true);
        marked.add(real[i] - first, true);
      } else {
        marked.add(real[i], false);
      }
    }
    marked.judge();
    assertThat(marked.sensitivityOfPairs()).isEqualTo(100);
    assertThat(marked.specificity()).isGreaterThanOrEqualTo(99.9);
  }

  @Test
  void beatsThatCameAFifthToAThirdTooEarlyAreFound() {
    Random random = new Random(7);
    Marked marked = new Marked();
    for (int i = 0; i < real.length; i++) {
      if (isArtefact(i)) {
        double early = (0.2 + 0.13 * random.nextDouble()) * real[i];
        marked.add(real[i] - early, true);
        marked.add(real[i + 1] + early, true);
        i++;
      } else {
        marked.add(real[i], false);
      }
    }
    marked.judge();
    assertThat(marked.sensitivityOfPairs()).isGreaterThanOrEqualTo(96.9);
    assertThat(marked.specificity()).isGreaterThanOrEqualTo(99.9);
  }

  @Test
  void variabilityAfterCleaningIsWithinTwoPercent() {
    Variability truth = new Variability();
    for (int i = 0; i < real.length; i++) {
      truth.add(real[i], true);
    }
    Random random = new Random(3);
    Marked marked = new Marked();
    for (int i = 0; i < real.length; i++) {
      if (!isArtefact(i)) {
        marked.add(real[i], false);
      } else if (random.nextBoolean()) {
        marked.add(real[i] + real[i + 1], true);
        i++;
      } else {
        double early = 0.3 * real[i];
        marked.add(real[i] - early, true);
        marked.add(real[i + 1] + early, true);
        i++;
      }
    }
    Variability cleaned = new Variability();
    boolean lastNormal = false;
    for (Told told : tell(marked.series())) {
      boolean normal = told.kind == IntervalKind.NORMAL;
      if (normal) {
        cleaned.add(told.ms, lastNormal && told.follows);
      }
      lastNormal = normal;
    }
    assertThat(cleaned.meanMs()).isCloseTo(truth.meanMs(), within(0.02 * truth.meanMs()));
    assertThat(cleaned.sdnnMs()).isCloseTo(truth.sdnnMs(), within(0.02 * truth.sdnnMs()));
    assertThat(cleaned.rmssdMs()).isCloseTo(truth.rmssdMs(), within(0.02 * truth.rmssdMs()));
  }

  @Test
  void everyIntervalIsToldOnceInOrderAndWhatIsToldNeverChanges() {
    double[] some = java.util.Arrays.copyOfRange(real, 500, 1500);
    some[300] = 2 * some[300];
    some[400] = 0.4 * some[400];
    some[700] = 0.7 * some[700];
    List<Told> all = tell(some);
    for (int cut : new int[] {1, 2, 3, 100, 301, 302, 402, 703, 999}) {
      List<Told> part = new ArrayList<>();
      IntervalCleaner cleaner = cleaner(part);
      feed(cleaner, java.util.Arrays.copyOf(some, cut));
      assertThat(all.subList(0, part.size())).isEqualTo(part);
      assertThat(part.size()).isBetween(cut - 4, Math.max(0, cut - 2));
    }
    assertThat(all.stream().mapToLong(Told::end)).isSorted();
  }

  private boolean isArtefact(int i) {
    return i > 30 && i % ONE_IN == 5 && i + 3 < real.length;
  }

  private static List<Told> tell(double[] intervals) {
    List<Told> told = new ArrayList<>();
    IntervalCleaner cleaner = cleaner(told);
    feed(cleaner, intervals);
    cleaner.gap();
    return told;
  }

  private static IntervalCleaner cleaner(List<Told> told) {
    return new IntervalCleaner(
        (end, ms, kind, beats, follows) -> told.add(new Told(end, ms, kind, beats, follows)));
  }

  private static void feed(IntervalCleaner cleaner, double[] intervals) {
    long time = 0;
    for (double interval : intervals) {
      time += Math.round(interval * 1e6);
      cleaner.interval(time, interval, false);
    }
  }

  /** A series that knows which of its intervals are artefacts. */
  private static final class Marked {

    private final List<Double> intervals = new ArrayList<>();
    private final List<Boolean> artefacts = new ArrayList<>();
    private final List<IntervalKind> kinds = new ArrayList<>();

    void add(double interval, boolean artefact) {
      intervals.add(interval);
      artefacts.add(artefact);
    }

    double[] series() {
      return intervals.stream().mapToDouble(x -> x).toArray();
    }

    /** An interval that was told together with its next one has that one's kind. */
    void judge() {
      Map<Long, IntervalKind> byEnd = new HashMap<>();
      tell(series()).forEach(told -> byEnd.put(told.end, told.kind));
      long time = 0;
      for (double interval : intervals) {
        time += Math.round(interval * 1e6);
        kinds.add(byEnd.getOrDefault(time, IntervalKind.EXTRA));
      }
    }

    double sensitivity() {
      return rate(true, false);
    }

    double specificity() {
      return 100 - rate(false, false);
    }

    /** Counts a pair of intervals round a wrong beat as found if either was. */
    double sensitivityOfPairs() {
      return rate(true, true);
    }

    private double rate(boolean artefact, boolean inPairs) {
      int all = 0;
      int flagged = 0;
      for (int i = 0; i < kinds.size(); i++) {
        if (artefacts.get(i) == artefact) {
          all++;
          boolean hit = kinds.get(i) != IntervalKind.NORMAL;
          if (inPairs) {
            i++;
            hit |= kinds.get(i) != IntervalKind.NORMAL;
          }
          flagged += hit ? 1 : 0;
        }
      }
      return 100.0 * flagged / all;
    }

    double share(IntervalKind kind) {
      int all = 0;
      int of = 0;
      for (int i = 0; i < kinds.size(); i++) {
        all += artefacts.get(i) ? 1 : 0;
        of += artefacts.get(i) && kinds.get(i) == kind ? 1 : 0;
      }
      return 100.0 * of / all;
    }
  }
}
