package io.echosdk.benchmarks;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.ArousalPeak;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.Consent;
import io.echosdk.biometric.ConsentLedger;
import io.echosdk.biometric.ConsentText;
import io.echosdk.biometric.SimulatedSubject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often arousal is found where there is none, and where there is: simulated hours on virtual
 * time, each of another person.
 *
 * <p>A hit is a peak from an episode's beginning to eight seconds after its end, while the body
 * still shows it; episodes are 20 s long. Any other peak is false.
 *
 * <p>{@code benchmarks/run ArousalPeaks [HOURS] [FIRST_SEED]}
 */
public final class ArousalPeaks {

  private static final double HOUR = 3600;
  private static final double EPISODE = 20;
  private static final double AFTER = 8;
  private static final long POLL_NANOS = 100_000_000;

  private ArousalPeaks() {}

  private interface Life {
    /** Writes an hour; tells where arousal begins. */
    void write(SimulatedSubject.Builder subject, SplittableRandom random, List<Double> episodes);
  }

  /** Prints a line for each way of living. */
  public static void main(String[] arguments) {
    int hours = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    PrintStream out = System.out;
    out.println("benchmarks/run ArousalPeaks " + hours + " " + seed);
    out.println("life | hours | episodes found | false peaks | per hour");
    print(out, "rest, sitting still", hours, seed, (subject, random, at) -> subject.onlyScripted());
    print(out, "rest, small walks and skin by chance", hours, seed, (subject, random, at) -> {});
    print(out, "squats and walks only", hours, seed, ArousalPeaks::exercise);
    print(out, "blinks, jaw, hand, early beats", hours, seed, ArousalPeaks::fidget);
    print(
        out, "aroused, sitting still", hours, seed, (s, r, at) -> excite(s.onlyScripted(), r, at));
    print(out, "aroused, small walks by chance", hours, seed, ArousalPeaks::excite);
    print(
        out,
        "aroused, squats between",
        hours,
        seed,
        (subject, random, at) -> {
          excite(subject.onlyScripted(), random, at);
          for (double episode : at) {
            if (random.nextBoolean()) {
              subject.squats(episode + EPISODE + 25, episode + EPISODE + 45);
            }
          }
        });
  }

  private static void exercise(
      SimulatedSubject.Builder subject, SplittableRandom random, List<Double> episodes) {
    subject.onlyScripted();
    for (double at = random.nextDouble(30, 200); at < HOUR - 60; ) {
      double end = at + random.nextDouble(5, 60);
      if (random.nextBoolean()) {
        subject.squats(at, end);
      } else {
        subject.walk(at, end);
      }
      at = end + random.nextDouble(10, 150);
    }
  }

  private static void fidget(
      SimulatedSubject.Builder subject, SplittableRandom random, List<Double> episodes) {
    subject.onlyScripted();
    for (double at = 20; at < HOUR - 60; at += random.nextDouble(5, 60)) {
      switch (random.nextInt(4)) {
        case 0 -> subject.blink(at);
        case 1 -> subject.clenchedJaw(at, at + 4);
        case 2 -> subject.handMovement(at, at + 4);
        default -> subject.ectopicBeat(at);
      }
    }
  }

  private static void excite(
      SimulatedSubject.Builder subject, SplittableRandom random, List<Double> episodes) {
    for (double at = random.nextDouble(200, 300); at < HOUR - 60; ) {
      subject.arousal(at, at + EPISODE);
      episodes.add(at);
      at += random.nextDouble(120, 300);
    }
  }

  private static void print(PrintStream out, String name, int hours, long seed, Life life) {
    int found = 0;
    int episodes = 0;
    int wrong = 0;
    for (int hour = 0; hour < hours; hour++) {
      SplittableRandom random = new SplittableRandom(seed + hour);
      List<Double> at = new ArrayList<>();
      SimulatedSubject.Builder subject =
          SimulatedSubject.builder()
              .seed(seed + hour)
              .heartRateBpm(random.nextDouble(52, 88))
              .breathsPerMinute(random.nextDouble(9, 18))
              .breathDepthMs(random.nextDouble(10, 60))
              .ecgRateHz(125)
              .ppgRateHz(10)
              .eegRateHz(50);
      life.write(subject, random, at);
      List<Double> peaks = peaks(subject.build());
      for (double episode : at) {
        boolean hit = peaks.removeIf(p -> p >= episode && p <= episode + EPISODE + AFTER);
        found += hit ? 1 : 0;
      }
      episodes += at.size();
      wrong += peaks.size();
    }
    out.printf(
        Locale.ROOT,
        "%s | %d | %s | %d | %.2f%n",
        name,
        hours,
        episodes == 0 ? "-" : found + " of " + episodes + " = " + 100 * found / episodes + " %",
        wrong,
        (double) wrong / hours);
  }

  /** Lives one hour and returns when peaks were told, s. */
  private static List<Double> peaks(SimulatedSubject subject) {
    Consent consent = new ConsentLedger(MediaClock.virtual()).of("simulated");
    consent.grant(Purpose.VISUALISE, ConsentText.first("benchmark"));
    consent.grant(Purpose.INFER_AROUSAL, ConsentText.first("benchmark"));
    List<Double> peaks = new ArrayList<>();
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onArousalPeak(ArousalPeak peak) {
            peaks.add(peak.timeNanos() * 1e-9);
          }
        };
    try (BiometricSession session =
        BiometricSession.builder()
            .source(subject)
            .listener(listener)
            .consent(consent)
            .inferArousal()
            .build()) {
      for (long now = 0; now <= HOUR * 1e9; now += POLL_NANOS) {
        session.poll(now);
      }
    }
    return peaks;
  }
}
