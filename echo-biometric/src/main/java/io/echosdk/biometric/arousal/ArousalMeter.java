package io.echosdk.biometric.arousal;

import io.echosdk.api.HotPath;
import io.echosdk.api.biometric.ArousalPeak;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.biometric.rhythm.SortedRing;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a body departs from its own baseline, and whether that is more than chance.
 *
 * <p>Four times a second the {@link Evidence} that is known (heart rate, RMSSD, breath, skin) is
 * joined as Stouffer does: the weighted sum of deviations over the root of the squared weights. Its
 * quantile among the same of up to 15 minutes of this person is the score. One value a second is
 * learnt, half a minute late, and not around a peak, so that what excites does not become the rule.
 *
 * <p>A quantile alone would be reached by chance: a resting body spends 5 % of its time above 0.95.
 * So beyond the baseline the tail of Student's t is assumed, as wide as the upper quartile says,
 * with few degrees of freedom, fewer where the baseline is short. The heart's rate wanders within
 * ten seconds; 360 such stretches of an hour give how often chance would come here, and that goes
 * into the confidence. A peak also needs two parts of the body that agree, two seconds, no movement
 * within five seconds, and a minute since the last.
 *
 * <p>Depends on the states and times that it is given alone. Constant memory, nothing is allocated
 * but a peak.
 */
public final class ArousalMeter {

  /** How often it looks. */
  public static final int TICKS_PER_SECOND = 4;

  /** The time between two looks. */
  public static final long TICK_NANOS = 1_000_000_000 / TICKS_PER_SECOND;

  static final int BASELINE_MOST_SECONDS = 900;

  private static final int BASELINE_LEAST_SECONDS = 120;
  private static final double PEAK_SCORE = 0.95;
  private static final double PEAK_CONFIDENCE = 0.7;
  private static final int PEAK_TICKS = 2 * TICKS_PER_SECOND;
  private static final long REFRACTORY_NANOS = 60_000_000_000L;
  private static final long REST_NANOS = 5_000_000_000L; // after movement
  private static final long MOVEMENT_OLDEST_NANOS = 3_000_000_000L;
  private static final double MOVING_MG = 45; // Hildebrand et al., Med Sci Sports Exerc 46(9), 2014
  private static final int LATE_SECONDS = 30;
  private static final double STRETCHES_PER_HOUR = 360;
  private static final double STRETCH_SECONDS = 10;
  private static final double TOLERABLE_FALSE_PER_HOUR = 0.5;
  private static final double LEAST_DEVIATION = 0.7; // evidence that is independent makes 1
  private static final double NORMAL_QUARTILE = 0.6745; // deviations
  private static final double QUARTILE_EFFICIENCY = 0.37; // against the variance, normal samples
  private static final int LEAST_FREEDOM = 4;
  private static final int MOST_FREEDOM = 8; // never as light a tail as the normal one
  private static final double AGREEING = 1; // deviations
  private static final double ALONE = 0.6; // confidence of one part of the body, below any peak
  private static final double UNSEEN = 0.6; // confidence where no movement is measured

  private final Evidence[] evidence = Evidence.all();
  private final SortedRing baseline = new SortedRing(BASELINE_MOST_SECONDS);
  private final double[][] late = new double[LATE_SECONDS][evidence.length + 1];
  private final boolean[] agrees = new boolean[Evidence.Organ.values().length];
  private int lateCount;
  private int lateAt;
  private long ticks;
  private long lastMovementNanos = Long.MIN_VALUE / 2;
  private long lastPeakNanos = Long.MIN_VALUE / 2;
  private double exertion; // of this movement so far, mg s
  private double joined = Double.NaN;
  private double quality;
  private int held; // ticks
  private double heldScore;
  private double heldConfidence;
  private double heldFalsePerHour;

  /**
   * Looks at a state and writes its arousal into it; to be called every {@link #TICK_NANOS}.
   *
   * @return a peak if one is decided now
   */
  @HotPath
  public @Nullable ArousalPeak tick(BiometricState state, long nowNanos) {
    boolean seen = state.ageNanos(Metric.MOVEMENT, nowNanos) <= MOVEMENT_OLDEST_NANOS;
    if (seen && state.value(Metric.MOVEMENT) > MOVING_MG) {
      lastMovementNanos = nowNanos;
    }
    boolean moving = nowNanos - lastMovementNanos < REST_NANOS;
    double moved = seen ? state.value(Metric.MOVEMENT) : 0;
    exertion = moving ? exertion + moved / TICKS_PER_SECOND : 0;
    for (Evidence each : evidence) {
      each.observe(state, nowNanos, moving, exertion);
      if (nowNanos - lastPeakNanos < REFRACTORY_NANOS) {
        each.doubtMovement();
      }
    }
    join(seen);
    if (!moving && ticks++ % TICKS_PER_SECOND == 0) {
      learn(nowNanos);
    }
    if (moving || Double.isNaN(joined) || baseline.count() < BASELINE_LEAST_SECONDS) {
      held = 0;
      state.set(Metric.AROUSAL, Double.NaN, 0, nowNanos);
      return null;
    }
    double score = baseline.shareBelow(joined);
    state.set(Metric.AROUSAL, score, quality, nowNanos);
    return hold(score, nowNanos);
  }

  private void join(boolean movementSeen) {
    double sum = 0;
    double squares = 0;
    double weights = 0;
    double trust = 0;
    for (Evidence each : evidence) {
      if (each.known()) {
        sum += each.weight * each.deviations();
        squares += each.weight * each.weight;
        weights += each.weight;
        trust += each.weight * each.confidence();
      }
    }
    joined = squares == 0 ? Double.NaN : sum / Math.sqrt(squares);
    quality = weights == 0 ? 0 : trust / weights * (movementSeen ? 1 : UNSEEN);
  }

  /** Until there is a baseline nothing can be a peak, and what is heard is learnt at once. */
  private void learn(long nowNanos) {
    if (nowNanos - lastPeakNanos < REFRACTORY_NANOS) {
      return;
    }
    double[] row = late[lateAt];
    if (lateCount == LATE_SECONDS) {
      learn(row);
      lateCount--;
    }
    for (int i = 0; i < evidence.length; i++) {
      row[i] = evidence[i].value();
    }
    row[evidence.length] = joined;
    if (baseline.count() < BASELINE_LEAST_SECONDS) {
      learn(row);
    } else {
      lateAt = (lateAt + 1) % LATE_SECONDS;
      lateCount++;
    }
  }

  private void learn(double[] row) {
    for (int i = 0; i < evidence.length; i++) {
      evidence[i].learn(row[i]);
    }
    if (!Double.isNaN(row[evidence.length])) {
      baseline.add(row[evidence.length]);
    }
  }

  private @Nullable ArousalPeak hold(double score, long nowNanos) {
    double falsePerHour = falsePerHour();
    double significance = 1 / (1 + falsePerHour / TOLERABLE_FALSE_PER_HOUR);
    double confidence = Math.min(1, quality) * significance * (organsAgreeing() >= 2 ? 1 : ALONE);
    boolean refractory = nowNanos - lastPeakNanos < REFRACTORY_NANOS;
    if (score < PEAK_SCORE || confidence < PEAK_CONFIDENCE || refractory) {
      held = 0;
      return null;
    }
    boolean first = held++ == 0;
    heldScore = first ? score : Math.min(heldScore, score);
    heldConfidence = first ? confidence : Math.min(heldConfidence, confidence);
    heldFalsePerHour = first ? falsePerHour : Math.max(heldFalsePerHour, falsePerHour);
    if (held <= PEAK_TICKS) { // the first opens the two seconds
      return null;
    }
    held = 0;
    lastPeakNanos = nowNanos;
    lateCount = 0;
    lateAt = 0;
    return new ArousalPeak(
        nowNanos,
        heldScore,
        heldConfidence,
        heldFalsePerHour,
        baseline.count(),
        ArousalPeak.Valence.UNKNOWN);
  }

  private double falsePerHour() {
    double median = baseline.median();
    double deviation = (baseline.quantile(0.75) - median) / NORMAL_QUARTILE;
    double independent = baseline.count() / STRETCH_SECONDS * QUARTILE_EFFICIENCY;
    int freedom = Math.max(LEAST_FREEDOM, Math.min(MOST_FREEDOM, (int) independent / 2 * 2));
    double beyond = (joined - median) / Math.max(LEAST_DEVIATION, deviation);
    return STRETCHES_PER_HOUR * StudentTail.above(beyond, freedom);
  }

  private int organsAgreeing() {
    Arrays.fill(agrees, false);
    for (Evidence each : evidence) {
      agrees[each.organ.ordinal()] |= each.deviations() >= AGREEING;
    }
    int count = 0;
    for (boolean each : agrees) {
      count += each ? 1 : 0;
    }
    return count;
  }
}
