package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.group.PairTest;
import io.echosdk.biometric.group.Shifts;
import io.echosdk.biometric.group.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Several bodies in one room: on a common grid of a quarter of a second by the time of their
 * samples, whether their beats and breaths keep a constant phase and their heart rates rise and
 * fall together, against what their own rhythms make by chance.
 *
 * <p>A song that all hear moves all of them; that is common input, no bond. If it repeats, say how
 * often with {@link #commonInput}: then each pair is compared with itself moved by whole periods.
 * Only a loop of at most 13 s gives enough of these in the window; for a longer one probabilities
 * are NaN.
 *
 * <p>One thread at a time. Measuring costs about 5 ms for each pair.
 */
public final class GroupState {

  private static final double TRUSTED = 0.5;
  private static final double LEAST_PRESENCE = 0.5;
  private static final long LATE_NANOS = 4_000_000_000L; // what members' sources may be behind
  private static final long SEED = 0x5eedL;

  private final Map<String, Timeline> members = new LinkedHashMap<>();
  private double periodPoints;

  /** Makes an empty room. */
  public GroupState() {}

  /**
   * Says that all members hear the same, again and again.
   *
   * @param period how often it repeats; zero if there is nothing
   */
  public void commonInput(Duration period) {
    if (period.isNegative()) {
      throw new IllegalArgumentException("period must not be negative but is " + period);
    }
    periodPoints = period.toNanos() * 1e-9 * Timeline.RATE_HZ;
  }

  /** Takes what is known of a member; at least four times a second. */
  public void observe(String member, BiometricState state) {
    if (state.beatCount() > 0) {
      beat(member, state.beatNanos(), state.confidence(Metric.HEART_RATE));
    }
    double phase = state.value(Metric.BREATH_PHASE);
    if (!Double.isNaN(phase)) {
      long now = state.timeNanos();
      long time = now - state.ageNanos(Metric.BREATH_PHASE, now);
      breath(member, time, phase, state.confidence(Metric.BREATH_PHASE));
    }
  }

  /** Takes a member's beat, in the order of time. */
  public void beat(String member, long timeNanos, double confidence) {
    timeline(member).beat(timeNanos, confidence >= TRUSTED);
  }

  /** Takes the phase of a member's breath, 0 to 1, in the order of time. */
  public void breath(String member, long timeNanos, double phase, double confidence) {
    timeline(member).breath(timeNanos, phase, confidence >= TRUSTED);
  }

  /** Forgets a member: he left, or took his consent back. */
  public void leave(String member) {
    members.remove(member);
  }

  private Timeline timeline(String member) {
    return members.computeIfAbsent(member, name -> new Timeline());
  }

  /** Looks at the last 256 s, less the four seconds that a source may be late. */
  public GroupSynchrony measure(long nowNanos) {
    long end = Timeline.pointAfter(nowNanos - LATE_NANOS);
    List<GroupSynchrony.Presence> present = new ArrayList<>();
    members.forEach(
        (member, timeline) -> {
          double share = Math.max(known(timeline.rates(end)), known(timeline.breathPhases(end)));
          if (share >= LEAST_PRESENCE) {
            present.add(new GroupSynchrony.Presence(member, share));
          }
        });
    List<GroupSynchrony.Pair> pairs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED ^ end);
    for (int i = 0; i < present.size(); i++) {
      for (int j = i + 1; j < present.size(); j++) {
        pairs.add(pair(present.get(i).member(), present.get(j).member(), end, random));
      }
    }
    return new GroupSynchrony(present, breathOrder(present, end), pairs);
  }

  private static double known(double[] values) {
    int known = 0;
    for (double value : values) {
      known += Double.isNaN(value) ? 0 : 1;
    }
    return (double) known / values.length;
  }

  private GroupSynchrony.Pair pair(String a, String b, long end, SplittableRandom random) {
    Timeline first = timeline(a);
    Timeline second = timeline(b);
    PairTest test =
        new PairTest(periodPoints > 0 ? Shifts.ofPeriod(periodPoints) : Shifts.any(random));
    test.beats(first.beatPhases(end), second.beatPhases(end));
    GroupSynchrony.Bond beats = new GroupSynchrony.Bond(test.value(), test.probability(), 0);
    test.breaths(first.breathPhases(end), second.breathPhases(end));
    GroupSynchrony.Bond breaths = new GroupSynchrony.Bond(test.value(), test.probability(), 0);
    test.quantities(first.rates(end), second.rates(end));
    return new GroupSynchrony.Pair(
        a,
        b,
        beats,
        breaths,
        new GroupSynchrony.Bond(test.value(), test.probability(), test.lagSeconds()));
  }

  /** The mean length of the members' mean phase, as Kuramoto's order parameter. */
  private double breathOrder(List<GroupSynchrony.Presence> present, long end) {
    double[] re = new double[Timeline.POINTS];
    double[] im = new double[Timeline.POINTS];
    double[] weight = new double[Timeline.POINTS];
    int[] count = new int[Timeline.POINTS];
    for (GroupSynchrony.Presence each : present) {
      double[] phases = timeline(each.member()).breathPhases(end);
      for (int i = 0; i < phases.length; i++) {
        if (!Double.isNaN(phases[i])) {
          re[i] += each.share() * Math.cos(2 * Math.PI * phases[i]);
          im[i] += each.share() * Math.sin(2 * Math.PI * phases[i]);
          weight[i] += each.share();
          count[i]++;
        }
      }
    }
    double sum = 0;
    int points = 0;
    for (int i = 0; i < re.length; i++) {
      if (count[i] >= 2) {
        sum += Math.hypot(re[i], im[i]) / weight[i];
        points++;
      }
    }
    return sum / points; // NaN if there is none
  }
}
