package io.echosdk.benchmarks;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.benchmarks.BeatScorer.Score;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.testing.OnlySignals;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Pulses of simulated people who move for two minutes, PPG 100 Hz, with an accelerometer of 50 Hz
 * and without: how many are found within 150 ms, and whether the confidence knows.
 *
 * <p>A window of ten seconds is poor if fewer than nine in ten beats, found and true together, have
 * a partner; it is doubted if the mean confidence is below a half.
 */
final class MovingPulses {

  private static final int FROM = 30;
  private static final int UNTIL = 150;
  private static final int WINDOW = 10;
  private static final double POOR = 0.9;
  private static final double DOUBTED = 0.5;
  private static final double TOLERANCE_SECONDS = 0.15;
  private static final long[] SEEDS = {11, 12, 13, 14};

  private Score all = Score.none();
  private double right; // confidence, summed
  private double wrong;
  private int wrongs;
  private int poor;
  private int poorDoubted;
  private int good;
  private int goodBelieved;

  private MovingPulses() {}

  static void print(PrintStream out) {
    out.println("simulated people: F1, confidence of right and of wrong beats, windows");
    print(out, "at rest", person -> person);
    print(out, "hand shaken", person -> person.handMovement(FROM, UNTIL));
    print(out, "walk", person -> person.walk(FROM, UNTIL));
    print(out, "squats", person -> person.squats(FROM, UNTIL));
  }

  private static void print(
      PrintStream out, String name, UnaryOperator<SimulatedSubject.Builder> moves) {
    for (boolean accelerometer : new boolean[] {false, true}) {
      MovingPulses seen = new MovingPulses();
      for (long seed : SEEDS) {
        SimulatedSubject.Builder person = SimulatedSubject.builder().seed(seed).onlyScripted();
        seen.add(moves.apply(person).build(), accelerometer);
      }
      seen.tell(out, name + (accelerometer ? ", accelerometer" : ", alone"));
    }
  }

  private void tell(PrintStream out, String name) {
    out.printf(
        "%-27s F1 %.3f, right %.2f, wrong %.2f (%d), poor %d of which %.0f %% doubted,"
            + " others believed %.0f %%%n",
        name,
        all.f1(),
        right / all.matched(),
        wrong / wrongs,
        wrongs,
        poor,
        100.0 * poorDoubted / poor,
        100.0 * goodBelieved / good);
  }

  private void add(SimulatedSubject subject, boolean accelerometer) {
    List<Beat> beats = new ArrayList<>();
    BiometricListener keep =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            beats.add(beat);
          }
        };
    Set<SignalKind> kinds =
        accelerometer ? Set.of(SignalKind.PPG, SignalKind.ACCELERATION) : Set.of(SignalKind.PPG);
    try (BiometricSession session =
        BiometricSession.builder().source(new OnlySignals(subject, kinds)).listener(keep).build()) {
      session.poll(0);
      session.poll((UNTIL + WINDOW) * 1_000_000_000L);
    }
    double[] truth =
        subject.groundTruth(Duration.ofSeconds(UNTIL + WINDOW)).pulseSeconds().stream()
            .mapToDouble(t -> t)
            .toArray();
    double[] found = beats.stream().mapToDouble(beat -> beat.timeNanos() * 1e-9).toArray();
    compare(truth, found, beats.stream().mapToDouble(Beat::confidence).toArray());
  }

  private void compare(double[] truth, double[] found, double[] confidence) {
    all = all.plus(score(truth, found, FROM, UNTIL));
    int[] partner = BeatScorer.match(truth, found, TOLERANCE_SECONDS);
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= FROM && found[i] < UNTIL) {
        right += partner[i] >= 0 ? confidence[i] : 0;
        wrong += partner[i] < 0 ? confidence[i] : 0;
        wrongs += partner[i] < 0 ? 1 : 0;
      }
    }
    for (int from = FROM; from < UNTIL; from += WINDOW) {
      window(truth, found, confidence, from);
    }
  }

  private void window(double[] truth, double[] found, double[] confidence, int from) {
    double sum = 0;
    int beats = 0;
    for (int i = 0; i < found.length; i++) {
      if (found[i] >= from && found[i] < from + WINDOW) {
        sum += confidence[i];
        beats++;
      }
    }
    boolean doubted = beats == 0 || sum / beats < DOUBTED;
    if (score(truth, found, from, from + WINDOW).f1() < POOR) {
      poor++;
      poorDoubted += doubted ? 1 : 0;
    } else {
      good++;
      goodBelieved += doubted ? 0 : 1;
    }
  }

  private static Score score(double[] truth, double[] found, int from, int until) {
    double[] before = {Double.NEGATIVE_INFINITY, from};
    double[] after = {until, Double.POSITIVE_INFINITY};
    return BeatScorer.score(truth, found, TOLERANCE_SECONDS, before, after);
  }
}
