package io.echosdk.biometric.skin;

import io.echosdk.api.HotPath;
import java.util.Arrays;

/**
 * Level and responses of the skin's conductance, eight times a second, each from the mean of an
 * eighth of a second.
 *
 * <p>The level follows what falls with one second and what rises with ten, so that it runs along
 * the feet of responses; a response is what stands above it. Ten seconds, because a level that
 * drifts upwards by 0.005 µS a second then lies no further behind than the least response. An event
 * is counted when a rise ends, for it falls, hardly rises, or hastens again after it had slackened,
 * as where one response begins on another's slope: at least 0.05 µS from the last turn, and four
 * times the usual change in a second, within 0.4 to 6 s, and spread out: a rise that two eighths of
 * a second hold, but for the smoothing, is an electrode that slipped. A step of more than 0.5 µS
 * and 15 % of the level within an eighth of a second is such a slip as well: the level takes the
 * step at once, the response keeps its height, and for four seconds nothing is trusted.
 *
 * <p>Constant time and memory, causal. Sources: Boucsein et al., Psychophysiology 49(8), 2012 (what
 * a response is, 0.05 µS); Taylor et al., EMBC 2015 (steps as artefacts).
 */
public final class SkinMeter {

  /** The lowest rate at which a response has a shape. */
  public static final double MIN_RATE_HZ = 4;

  private static final double RATE_HZ = 8;
  private static final double FALL_SECONDS = 1;
  private static final double RISE_SECONDS = 10;
  private static final double LEAST_RESPONSE_US = 0.05;
  private static final double SHORTEST_SECONDS = 0.4;
  private static final double LONGEST_SECONDS = 6;
  private static final double SUDDEN =
      0.97; // of what the smoothing leaves of a slip within two steps
  private static final double STEP_US = 0.5;
  private static final double STEP_SHARE = 0.15;
  private static final double DOUBT_SECONDS = 4;
  private static final double LEAST_US = 0.01; // less is an open circuit
  private static final double MOST_US = 100;
  private static final double TURN =
      0.2; // of a response: a rise ends when it has fallen by so much
  private static final double RESTLESS = 4; // usual changes within a second
  private static final double SLOW_US = 0.01; // within a second
  private static final double LEARN = 0.02; // of the usual change, for each eighth of a second
  private static final double SLACK = 0.7; // of its speed: what slackens so may hold a second rise
  private static final double SMOOTH_SECONDS = 0.3;

  private final int decimation;
  private final double rateHz;
  private double sum;
  private int summed;
  private final double sudden;
  private final double[] second; // the smooth values of the last one
  private double smooth;
  private double usualChange = LEAST_RESPONSE_US / RESTLESS / 2; // its median, in a second
  private double last = Double.NaN;
  private double level;
  private double foot; // where the rise began
  private double top;
  private double step; // the last one
  private double suddenest;
  private double fastest; // change within a second of this rise
  private double slowest; // after that
  private double slackX;
  private long slackAt;
  private long footAt;
  private long topAt;
  private long now;
  private long begunAt;
  private long trustedFrom;
  private long responses;
  private double lastSize = Double.NaN;
  private long lastOnset;

  /** Makes a meter for a rate, at least 4 Hz. */
  public SkinMeter(double sampleRateHz) {
    if (!(sampleRateHz >= MIN_RATE_HZ)) {
      throw new IllegalArgumentException("sampleRateHz must be at least 4 but is " + sampleRateHz);
    }
    decimation = Math.max(1, (int) Math.round(sampleRateHz / RATE_HZ));
    rateHz = sampleRateHz / decimation;
    double kept = 1 - 1 / (1 + SMOOTH_SECONDS * rateHz);
    sudden = SUDDEN * (1 - kept * kept);
    second = new double[(int) Math.max(1, Math.round(rateHz))];
  }

  /**
   * Hears one more sample, µS; invalid ones, an open circuit and what no skin conducts begin anew.
   *
   * @return true if the values are new, known or not
   */
  @HotPath
  public boolean add(float sample) {
    sum += sample;
    if (++summed < decimation) {
      return false;
    }
    double mean = sum / decimation;
    sum = 0;
    summed = 0;
    now++;
    if (mean >= LEAST_US && mean <= MOST_US) {
      follow(mean);
    } else {
      forget();
    }
    return true;
  }

  private void follow(double x) {
    if (Double.isNaN(last)) {
      begin(x);
      return;
    }
    double change = x - last;
    last = x;
    if (Math.abs(change) > Math.max(STEP_US, STEP_SHARE * level)) {
      level = Math.max(0, level + change);
      settle(x);
      return;
    }
    double seconds = x < level ? FALL_SECONDS : RISE_SECONDS;
    level += (x - level) / (seconds * rateHz);
    smooth += (x - smooth) / (1 + SMOOTH_SECONDS * rateHz);
    int slot = (int) (now % second.length);
    double within = smooth - second[slot];
    usualChange *= 1 + (Math.abs(within) > usualChange ? LEARN : -LEARN);
    usualChange = Math.max(1e-4, usualChange);
    change = smooth - second[(int) ((now + second.length - 1) % second.length)];
    second[slot] = smooth;
    if (within < Math.max(SLOW_US, usualChange)) { // a drift is no rise, and a plateau ends one
      judge();
      turn(smooth);
    }
    rise(smooth, change);
    slacken(smooth, within);
  }

  private void rise(double x, double change) {
    if (x > top) {
      top = x;
      topAt = now;
      suddenest = Math.max(suddenest, change + Math.max(0, step));
    }
    step = change;
    if (x < foot) {
      turn(x);
    } else if (x < top - TURN * leastResponse()) {
      judge();
      turn(x);
    }
  }

  /** A response that begins on the slope of another shows as a rise that slackens and hastens. */
  private void slacken(double x, double within) {
    if (within > fastest) {
      fastest = within;
      slowest = within;
    }
    if (within <= slowest) {
      slowest = within;
      slackX = x;
      slackAt = now;
    } else if (slowest < SLACK * fastest && within > slowest / SLACK && slackAt > footAt) {
      top = slackX;
      topAt = slackAt;
      judge();
      turn(slackX);
      footAt = slackAt;
      top = x;
      topAt = now;
      fastest = within;
      slowest = within;
    }
  }

  private void judge() {
    double size = top - foot;
    double seconds = (topAt - footAt) / rateHz;
    boolean shaped = suddenest < sudden * size;
    if (size >= leastResponse()
        && seconds >= SHORTEST_SECONDS
        && seconds <= LONGEST_SECONDS
        && shaped
        && footAt >= trustedFrom) {
      responses++;
      lastSize = size;
      lastOnset = footAt;
    }
  }

  private double leastResponse() {
    return Math.max(LEAST_RESPONSE_US, RESTLESS * usualChange);
  }

  private void turn(double x) {
    foot = x;
    footAt = now;
    top = x;
    topAt = now;
    step = 0;
    suddenest = 0;
    fastest = 0;
    slowest = 0;
  }

  private void begin(double x) {
    begunAt = now;
    last = x;
    level = x;
    settle(x);
  }

  /** Begins to listen anew at a value, in doubt for a while. */
  private void settle(double x) {
    trustedFrom = now + Math.round(DOUBT_SECONDS * rateHz);
    smooth = x;
    Arrays.fill(second, x);
    turn(x);
  }

  private void forget() {
    last = Double.NaN;
  }

  /** Returns the level, µS; NaN before a second of valid samples was heard. */
  public double levelMicrosiemens() {
    return Double.isNaN(last) || now - begunAt < rateHz ? Double.NaN : level;
  }

  /** Returns how far the skin is above its level now, µS, at least 0; NaN as the level. */
  public double responseMicrosiemens() {
    return Math.max(0, last - levelMicrosiemens()); // NaN stays NaN
  }

  /** Returns how many responses there have been. */
  public long responses() {
    return responses;
  }

  /** Returns how high the last response rose, µS; NaN before the first. */
  public double lastSizeMicrosiemens() {
    return lastSize;
  }

  /** Returns when the last response began, s since the first sample; 0 before the first. */
  public double lastOnsetSeconds() {
    return lastOnset / rateHz;
  }

  /** Returns how far to trust the values: 0.2 soon after a slip or the beginning, else 1. */
  public double confidence() {
    return now < trustedFrom ? 0.2 : 1;
  }

  /** What follows does not continue what came before; the count goes on. */
  public void gap() {
    forget();
    sum = 0;
    summed = 0;
  }
}
