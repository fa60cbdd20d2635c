package io.echosdk.benchmarks;

import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.biometric.skin.SkinMeter;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Responses of the skin of simulated people, a quarter of an hour each: how many are told, by their
 * onsets within a second and a half, and how many are invented; then the same of people whose skin
 * does not respond at all, so that whatever is told is the level's wander.
 *
 * <p>{@code benchmarks/run SkinResponses [PEOPLE] [FIRST_SEED]}
 */
public final class SkinResponses {

  private static final int SECONDS = 900;
  private static final double TOLERANCE_SECONDS = 1.5;

  private SkinResponses() {}

  /** Prints a line for each rate, with responses and without. */
  public static void main(String[] arguments) {
    int people = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    PrintStream out = System.out;
    out.println("benchmarks/run SkinResponses " + people + " " + seed);
    out.println("samples/s | skin responds | responses | told | invented | change in 1 s, p50 p99");
    for (double rateHz : new double[] {4, 8, 32}) {
      print(out, rateHz, true, people, seed);
      print(out, rateHz, false, people, seed);
    }
  }

  private static void print(
      PrintStream out, double rateHz, boolean responds, int people, long seed) {
    int responses = 0;
    int told = 0;
    int invented = 0;
    List<Double> changes = new ArrayList<>();
    for (long person = seed; person < seed + people; person++) {
      SimulatedSubject.Builder builder = SimulatedSubject.builder().seed(person).edaRateHz(rateHz);
      SimulatedSubject subject = (responds ? builder : builder.onlyScripted()).build();
      List<Double> truth =
          new ArrayList<>(subject.groundTruth(Duration.ofSeconds(SECONDS)).skinResponseSeconds());
      responses += truth.size();
      for (double onset : onsets(subject, rateHz, changes)) {
        boolean real = truth.removeIf(new Nearest(truth, onset)::is);
        told += real ? 1 : 0;
        invented += real ? 0 : 1;
      }
    }
    changes.sort(null);
    out.println(
        String.format(
            Locale.ROOT,
            "%.0f | %s | %d | %d | %d | %.4f %.4f µS",
            rateHz,
            responds ? "yes" : "no",
            responses,
            told,
            invented,
            changes.get(changes.size() / 2),
            changes.get(changes.size() * 99 / 100)));
  }

  /** The one of some moments that is nearest to another, if it is near. */
  private static final class Nearest {
    private final double nearest;

    Nearest(List<Double> moments, double to) {
      double best = Double.NaN;
      for (double moment : moments) {
        boolean near = Math.abs(moment - to) <= TOLERANCE_SECONDS;
        best = near && !(Math.abs(best - to) <= Math.abs(moment - to)) ? moment : best;
      }
      nearest = best;
    }

    boolean is(double moment) {
      return moment == nearest;
    }
  }

  private static List<Double> onsets(
      SimulatedSubject subject, double rateHz, List<Double> changes) {
    SkinMeter meter = new SkinMeter(rateHz);
    List<Double> onsets = new ArrayList<>();
    List<Double> level = new ArrayList<>();
    subject.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
    subject.poll(
        SECONDS * 1_000_000_000L,
        (signal, time, origin, samples, offset, frames, flags) -> {
          for (int i = 0; signal.kind() == SignalKind.EDA && i < frames; i++) {
            long before = meter.responses();
            meter.add(samples[offset + i]);
            level.add((double) samples[offset + i]);
            if (meter.responses() > before) {
              onsets.add(meter.lastOnsetSeconds());
            }
          }
        });
    int second = (int) rateHz;
    for (int i = second; i < level.size(); i++) {
      changes.add(Math.abs(level.get(i) - level.get(i - second)));
    }
    return onsets;
  }
}
