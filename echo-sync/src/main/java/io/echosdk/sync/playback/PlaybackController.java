package io.echosdk.sync.playback;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one {@link Player} where its group's {@link Timeline} says, by the server's time that a
 * {@link ClockEstimator} tells.
 *
 * <p>A start is scheduled; what it misses is made up by playing up to 0.25 % faster or slower,
 * which is under the 5 cents (0.29 %) that a listener can tell, and within 3 ms of the target up to
 * 0.08 %. The skew of the player's converter is learned, so that a settled player is told a new
 * rate rarely. It seeks only after a stall, when making up would take longer than anybody listens;
 * where its seeks land is learned too.
 *
 * <p>Poll it from a loop of your own; everything happens on that thread. Times are nanoseconds.
 */
public final class PlaybackController {

  private static final long POLL_NANOS = 100_000_000L;

  /** A start is scheduled so far ahead that any player can meet it. */
  private static final long LEAD_NANOS = 150_000_000L;

  private static final double MAX_NUDGE = 0.0025;
  private static final double FINE_NUDGE = 0.0008;
  private static final double FINE_NANOS = 3e6;

  /** A drift is made up in about so long. */
  private static final double MAKE_UP_NANOS = 4e9;

  /** What is not worth a new rate: a drift within this, and a change of the rate within that. */
  private static final double CALM_NANOS = 250_000;

  private static final double LEAST_RATE_CHANGE = 25e-6;

  /** A position so far from the expected one, twice in a row, tells of a stall that nobody told. */
  private static final double LOST_NANOS = 80e6;

  private final ClockEstimator clock;
  private final Player player;
  private final DriftFilter filter = new DriftFilter();
  private final Landing landing = new Landing();
  private @Nullable Timeline timeline;
  private long playing; // version of the timeline that the player follows; 0 if it is silent
  private long startedAtNanos; // local
  private long polledAtNanos; // local
  private long polledServerNanos; // what the clock said of polledAtNanos
  private double rate = 1;
  private boolean stalled;
  private int lost;
  private long seeks;
  private long rateMoves;

  /**
   * Creates a controller.
   *
   * @param clock fed by the embedder with exchanges; polled on the same thread
   * @param player what to keep in step
   */
  public PlaybackController(ClockEstimator clock, Player player) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.player = Objects.requireNonNull(player, "player");
  }

  /** Follows this timeline from now on; an older version than the present one is ignored. */
  public void follow(Timeline next) {
    if (timeline == null || next.version() > timeline.version()) {
      timeline = next;
    }
  }

  /**
   * Does what is due.
   *
   * @param localNanos the present, on the clock of the exchanges' t0 and t3
   * @return when to poll again
   */
  public long poll(long localNanos) {
    Timeline now = timeline;
    if (now == null || !clock.ready()) {
      return localNanos + POLL_NANOS;
    }
    long serverNanos = clock.serverNanos(localNanos);
    if (now.phase() != Timeline.Phase.PLAYING) {
      return fallSilent(now, localNanos, serverNanos);
    }
    if (playing != now.version()) {
      start(now, localNanos);
    } else if (player.stalled()) {
      stalled = true;
    } else if (stalled) {
      seeks++;
      start(now, localNanos);
    } else if (localNanos > startedAtNanos) {
      steer(now, localNanos, serverNanos);
    }
    return localNanos + POLL_NANOS;
  }

  private long fallSilent(Timeline now, long localNanos, long serverNanos) {
    if (playing != 0 && serverNanos < now.anchorNanos()) {
      return Math.min(localNanos + POLL_NANOS, clock.localNanos(now.anchorNanos()));
    }
    if (playing != 0) {
      playing = 0;
      player.stop();
    }
    return localNanos + POLL_NANOS;
  }

  /** Schedules a start at the anchor, or a little ahead if the anchor has passed. */
  private void start(Timeline now, long localNanos) {
    long at = Math.max(clock.localNanos(now.anchorNanos()), localNanos + LEAD_NANOS);
    long position = now.positionAt(clock.serverNanos(at));
    player.start(now.item(), Math.max(0, position - landing.meanNanos()), at);
    playing = now.version();
    startedAtNanos = at;
    polledAtNanos = at;
    polledServerNanos = clock.serverNanos(at);
    stalled = false;
    lost = 0;
    filter.landed();
    landing.awaited();
  }

  private void steer(Timeline now, long localNanos, long serverNanos) {
    filter.predict(localNanos - polledAtNanos, rate - 1 - 1e-6 * clock.skewPpm());
    followClock(localNanos, serverNanos);
    double reading = player.positionNanos() - now.positionAt(serverNanos);
    if (Math.abs(filter.surprise(reading)) > LOST_NANOS + 3 * filter.sigma()) {
      lost++;
      stalled = lost >= 2; // seeks at the next poll
      return;
    }
    lost = 0;
    filter.correct(reading);
    landing.seen(filter);
    nudge();
  }

  /**
   * What the server's clock is now said to show beyond what it was said to at the last poll is a
   * better estimate, not a movement of the player: the drift changes by it at once.
   */
  private void followClock(long localNanos, long serverNanos) {
    double passed = (localNanos - polledAtNanos) * (1 + 1e-6 * clock.skewPpm());
    filter.targetMoved(serverNanos - polledServerNanos - passed);
    polledAtNanos = localNanos;
    polledServerNanos = serverNanos;
  }

  private void nudge() {
    double drift = filter.drift();
    double even = 1 + 1e-6 * clock.skewPpm() - filter.skew(); // holds the drift as it is
    double wanted = Math.abs(drift) < CALM_NANOS ? even : even - drift / MAKE_UP_NANOS;
    double cap = Math.abs(drift) < FINE_NANOS ? FINE_NUDGE : MAX_NUDGE;
    wanted = Math.max(1 - cap, Math.min(1 + cap, wanted));
    double grain = Math.max(LEAST_RATE_CHANGE, Math.abs(wanted - even) / 3);
    if (Math.abs(wanted - rate) > grain) {
      rate = wanted;
      rateMoves++;
      player.rate(rate);
    }
  }

  /** Returns how far the player is ahead of its group (negative: behind), as far as is known. */
  public long driftNanos() {
    return Math.round(filter.drift());
  }

  /** Returns the rate that the player was last told. */
  public double rate() {
    return rate;
  }

  /** Returns how often the player was started anew because it had stalled. */
  public long seeks() {
    return seeks;
  }

  /** Returns how often the player was told a new rate. */
  public long rateMoves() {
    return rateMoves;
  }

  /** Where starts land: by how much the player is usually ahead of where it was asked to be. */
  private static final class Landing {

    private double sumNanos;
    private int starts;
    private boolean awaited;
    private double carriedNanos;

    void awaited() {
      awaited = true;
      carriedNanos = meanNanos();
    }

    /** A start's landing is known once the filter knows the drift to 2 ms. */
    void seen(DriftFilter filter) {
      if (awaited && filter.sigma() < 2e6) {
        awaited = false;
        starts++;
        sumNanos += filter.drift() + carriedNanos;
      }
    }

    /** The mean, as if one start had landed exactly: a single start proves little. */
    long meanNanos() {
      return Math.round(sumNanos / (starts + 1));
    }
  }
}
