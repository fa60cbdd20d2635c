package io.echosdk.biometric.clock;

/**
 * Tells when, on Echo's clock, a device measured something, from the device's own stamps and the
 * arrivals of its packets.
 *
 * <p>A packet arrives at {@code base + drift x device time + delay}, and the delay is never
 * negative: it is short most of the time and long now and then. So the truth lies along the lower
 * edge of the points (device time, arrival), and late packets say nothing. Taking the delay above
 * the shortest one for exponential with mean m, the likelihood of a line below all n points of the
 * window depends on the points through their {@link LowerEnvelope} alone: for a slope s and the
 * highest line of that slope, it is {@code exp(n/m x (height at the mean device time))}. Together
 * with what is known of crystals beforehand, a normal density of s, that is a posterior density
 * over s; the estimate is its mean, less m/n, by which the lowest of n points lies too high. Early
 * on the crystal's tolerance decides the slope, later the points do, with no switch between.
 *
 * <p>The time told is slewed: it follows the estimate over a fifth of the time since the epoch
 * began, at most two seconds, and never runs at less than half speed, so it never goes backwards.
 *
 * <p>A new epoch begins where the device's time does not continue: it went back for good, it ran
 * ahead of the arrivals, or it stayed behind them. What the crystal showed is kept.
 *
 * <p>The shortest delay itself cannot be known from one direction: all times told are late by it (a
 * strap: some 10 to 40 ms). O(1) amortised a packet for the hull, O(v log) for the posterior with v
 * its vertices, about ten; no allocation after construction. Not safe for use by several threads.
 *
 * <p>Source: Moon, Skelly, Towsley, "Estimation and removal of clock skew from network delay
 * measurements", INFOCOM 1999, for the line below the points; the posterior is our own derivation.
 */
public final class ClockAligner {

  /** How much of the past is looked at. */
  public static final long WINDOW_NANOS = 30_000_000_000L;

  /** How much faster or slower than Echo's a device's clock may run. */
  public static final double MAX_DRIFT = 500e-6; // Bluetooth's bound for the worst sleep clock

  // Bluetooth Core 5.4, vol 6 part B, 4.2.1: an active clock is within 50 ppm; ours is another one
  private static final double USUAL_DRIFT = 70e-6;
  private static final double WANDER = 10e-6; // a crystal that warms by some 10 K on the body
  private static final double FIRST_DELAY = 10e6; // ns; weighs as much as four packets
  private static final int FIRST_DELAY_PACKETS = 4;
  private static final double CLIP = 3; // a delay counts as at most three means
  private static final double CLIPPED_MEAN = 1 - Math.exp(-CLIP); // of an exponential with mean 1
  private static final long SECOND = 1_000_000_000;
  private static final int MAX_POINTS = 8192;
  private static final int LATE_IN_ROW = 3;
  private static final int STEP_PACKETS = 8;
  private static final double SURE = 30; // a step is taken for chance once in e^30
  private static final double SLEW_SHARE = 5;
  private static final double SLEW_NANOS = 2e9;
  private static final double SLEW_LIMIT = 0.5;

  private final boolean counted;
  private final LowerEnvelope envelope = new LowerEnvelope(WINDOW_NANOS, MAX_POINTS);
  private final Drift drift = new Drift(envelope, USUAL_DRIFT, WANDER, MAX_DRIFT);
  private long epochs;
  private long originDevice; // both of the epoch's first packet
  private long originArrival;
  private long packets; // of the epoch
  private double keepAt;
  private int lateInRow;
  private boolean interrupted;
  private double delay = FIRST_DELAY; // mean delay above the shortest
  private double offset; // told time less device time, both since their origins
  private double blockLowest; // residual within the present second
  private long blockPackets;
  private long blockEnds;

  // the last two packets: what lies between them is interpolated
  private long lastDevice;
  private long lastHost;
  private long device;
  private long host;

  private ClockAligner(boolean counted) {
    this.counted = counted;
  }

  /** Returns one for a device that stamps its packets: it knows when it lost some. */
  public static ClockAligner ofStamps() {
    return new ClockAligner(false);
  }

  /**
   * Returns one for a device whose samples are only counted: device time is the count over the
   * rate, and a lost packet shows as arrivals that stay late by at least half a packet.
   */
  public static ClockAligner ofCounts() {
    return new ClockAligner(true);
  }

  /**
   * Takes a packet.
   *
   * @param deviceNanos the device's time of the packet's last sample
   * @param arrivalNanos when it arrived, on Echo's clock
   * @return false if its samples are older than what was taken before, as of a packet that was
   *     overtaken or sent twice; it changes nothing then. Several in a row are a new epoch
   */
  public boolean observe(long deviceNanos, long arrivalNanos) {
    if (epochs == 0) {
      begin(deviceNanos, arrivalNanos);
      return true;
    }
    long step = deviceNanos - device;
    boolean again = step == 0; // a stamp sent twice never counts as time going on
    if (again || (step < 0 && step > -SECOND && ++lateInRow < LATE_IN_ROW)) {
      return false;
    }
    lateInRow = 0;
    double x = deviceNanos - originDevice;
    double y = (arrivalNanos - originArrival) - x;
    double residual = y - offset;
    boolean broken = interrupted && (counted || residual > SECOND);
    interrupted = false;
    if (broken || step < 0 || residual < -SECOND || stays(residual, step, arrivalNanos)) {
      begin(deviceNanos, arrivalNanos);
      return true;
    }
    packets++;
    if (x >= keepAt) { // every point that the drift was found from has left by the next time
      keepAt = x + WINDOW_NANOS;
      drift.keep();
    }
    envelope.add(x, y);
    drift.estimate(delay);
    double target = drift.levelAt(x) - delay / envelope.size();
    noteDelay(y - target);
    tell(deviceNanos, step, x, target);
    return true;
  }

  private void begin(long deviceNanos, long arrivalNanos) {
    epochs++;
    envelope.clear();
    drift.keep();
    originDevice = deviceNanos;
    originArrival = arrivalNanos;
    keepAt = WINDOW_NANOS;
    packets = 1;
    lateInRow = 0;
    blockLowest = Double.POSITIVE_INFINITY;
    blockPackets = 0;
    blockEnds = arrivalNanos + SECOND;
    envelope.add(0, 0);
    drift.estimate(delay);
    offset = 0;
    lastDevice = Long.MIN_VALUE;
    lastHost = host;
    device = deviceNanos;
    host = epochs == 1 ? arrivalNanos : Math.max(arrivalNanos, host + 1);
  }

  /**
   * Says that something is missing before the next packet: a count does not continue then, and a
   * stamp is believed only if it fits.
   */
  public void interrupted() {
    interrupted = true;
  }

  /** Whether every packet of the last second or longer came too late for chance. */
  private boolean stays(double residual, long step, long arrivalNanos) {
    blockLowest = Math.min(blockLowest, residual);
    blockPackets++;
    boolean whole = arrivalNanos >= blockEnds && blockPackets >= (counted ? STEP_PACKETS : 3);
    if (!whole) {
      return false;
    }
    double least = counted ? Math.max(step / 2.0, SURE * delay / blockPackets) : SECOND;
    boolean stepped = blockLowest > least;
    blockLowest = Double.POSITIVE_INFINITY;
    blockPackets = 0;
    blockEnds = arrivalNanos + SECOND;
    return stepped;
  }

  private void noteDelay(double residual) {
    double weight = 1.0 / (FIRST_DELAY_PACKETS + Math.min(packets, envelope.size()));
    double clipped = Math.min(Math.max(residual, 0), CLIP * delay) / CLIPPED_MEAN;
    delay += weight * (clipped - delay);
  }

  private void tell(long deviceNanos, long step, double x, double target) {
    double follow = Math.min(SLEW_NANOS, x / SLEW_SHARE);
    double change = (target - offset) * -Math.expm1(-step / follow);
    double limit = SLEW_LIMIT * step;
    offset += Math.max(-limit, Math.min(limit, change));
    lastDevice = device;
    lastHost = host;
    device = deviceNanos;
    host = Math.max(host, originArrival + Math.round(x + offset));
  }

  /**
   * Returns when the device measured what it stamped so, on Echo's clock. Never decreases while
   * {@code deviceNanos} grows, whatever packets were taken in between, but for stamps before the
   * packet taken last but one.
   *
   * @param deviceNanos a time of the packet taken last, which has the samples between the last two
   */
  public long hostNanos(long deviceNanos) {
    if (lastDevice == Long.MIN_VALUE) { // first packet of an epoch
      long early = host - (device - deviceNanos);
      return epochs <= 1 ? early : Math.max(early, Math.min(lastHost + 1, host));
    }
    double share = (double) (deviceNanos - lastDevice) / (device - lastDevice);
    return lastHost + Math.round(Math.max(0, share) * (host - lastHost));
  }

  /**
   * Returns how many epochs began; where this grew, the device's time did not continue, and samples
   * may be missing.
   */
  public long epochs() {
    return epochs;
  }

  /** Returns by how much the device's second differs from Echo's: 50e-6 is 50 ppm longer. */
  public double drift() {
    return drift.mean();
  }

  /**
   * Returns one standard deviation of the time told, in nanoseconds, without what cannot be known:
   * the shortest delay.
   */
  public long uncertaintyNanos() {
    double slope = drift.deviation() * (device - originDevice - envelope.meanX());
    return Math.round(Math.hypot(slope, delay / envelope.size()));
  }
}
