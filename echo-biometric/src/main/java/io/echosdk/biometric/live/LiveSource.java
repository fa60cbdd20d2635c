package io.echosdk.biometric.live;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that is there now. A transport brings packets on a thread of its own and puts them into
 * a ring; {@link #poll} takes them out, gives them their time and delivers them, and judges how the
 * device is doing.
 *
 * <p>A device that misbehaves never makes {@link #poll} throw: what cannot be read is left out, and
 * the state says why. A lost connection is made again after 0.25 s, then after twice as long each
 * time, up to 30 s. Nothing is delivered twice, and no sample is made up for what was missed.
 */
public final class LiveSource implements BiometricSource {

  /** How long a wave may be silent. */
  public static final long STALE_NANOS = 2_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(LiveSource.class);
  private static final long SECOND = 1_000_000_000;
  private static final long LOST_NANOS = 60 * SECOND;
  private static final long FIRST_PAUSE_NANOS = SECOND / 4;
  private static final long LONGEST_PAUSE_NANOS = 30 * SECOND;
  private static final long STEADY_NANOS = 10 * SECOND; // a connection that held; begin anew
  private static final long POLL_NANOS = 2_000_000;
  private static final long CLOSE_LIMIT_MILLIS = 2000;
  private static final SourceState CONNECTING = new SourceState.Connecting();
  private static final SourceState LIVE = new SourceState.Live();
  private static final SourceState GAP = new SourceState.Gap();
  private static final SourceState RECONNECTING = new SourceState.Reconnecting();
  private static final SourceState LOST = new SourceState.Lost();
  private static final SourceState CLOSED = new SourceState.Closed();

  private final List<Signal> signals;
  private final LiveTrack[] tracks;
  private final long staleNanos;
  private final LiveFeed feed;
  private final FrameRing.Frame frame;
  private final SourceState silent;
  private @Nullable LiveTransport transport; // set once, before its thread starts
  private @Nullable Thread thread; // likewise
  private volatile boolean closed; // written by close(), read by any
  private volatile SourceState state = CONNECTING; // written by poll() and close(), read by any
  private volatile LiveStats stats; // written by poll(), read by any

  // of the polling thread
  private long taken;
  private long missed;
  private long unreadableSeen;
  private long newestArrival;
  private long knownConnections;
  private long brokenNanos = Long.MIN_VALUE / 2;

  private LiveSource(List<LiveSignal> signals, long staleNanos, MediaClock clock) {
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("a live source needs at least one signal");
    }
    this.signals = signals.stream().map(LiveSignal::signal).toList();
    this.staleNanos = staleNanos;
    tracks = signals.stream().map(LiveTrack::new).toArray(LiveTrack[]::new);
    feed = new LiveFeed(signals, clock);
    frame = new FrameRing.Frame(feed.ring().width());
    stats = feed.stats(0, 0, 0, 0);
    silent =
        new SourceState.Stale("nothing arrived for more than " + staleNanos / SECOND + " seconds");
  }

  /**
   * Returns a source that waits for somebody to feed it.
   *
   * @param signals what it will deliver
   * @param staleNanos how long it may be silent before it is stale
   * @param clock stamps arrivals
   */
  public static LiveSource fed(List<LiveSignal> signals, long staleNanos, MediaClock clock) {
    return new LiveSource(List.copyOf(signals), staleNanos, clock);
  }

  /**
   * Returns a source whose transport runs from now on.
   *
   * @param role names the transport's thread, in one word
   * @param signals what it delivers
   * @param staleNanos how long it may be silent before it is stale
   * @param transport brings the samples; this source closes it
   */
  public static LiveSource start(
      EchoRuntime runtime,
      String role,
      List<LiveSignal> signals,
      long staleNanos,
      LiveTransport transport) {
    LiveSource source = fed(signals, staleNanos, runtime.clock());
    source.transport = transport;
    source.thread = runtime.start(role, () -> source.keepConnected(transport, runtime.clock()));
    return source;
  }

  private void keepConnected(LiveTransport transport, MediaClock clock) {
    long pause = FIRST_PAUSE_NANOS;
    try {
      while (!closed) {
        long began = clock.nanos();
        if (!tryOnce(transport)) {
          return;
        }
        boolean held = feed.link() == LiveFeed.Link.UP && clock.nanos() - began > STEADY_NANOS;
        feed.disconnected();
        pause = held ? FIRST_PAUSE_NANOS : pause;
        clock.sleepUntil(clock.nanos() + pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants this thread to end
    } finally {
      transport.close();
    }
  }

  /** Returns whether it is worth to try again. */
  private boolean tryOnce(LiveTransport transport) throws InterruptedException {
    try {
      transport.run(feed);
    } catch (BiometricException e) {
      if (closed) {
        return false;
      }
      if (e.kind() == BiometricException.Kind.UNSUPPORTED) {
        feed.fail(e.getMessage());
        return false;
      }
      LOG.debug("no connection yet: {}", e.getMessage());
    } catch (RuntimeException e) {
      if (closed) {
        return false;
      }
      feed.fail("the transport broke (" + e.getClass().getSimpleName() + "): see the log");
      throw e; // the runtime reports it
    }
    return !closed;
  }

  /** Returns where samples go in; for whoever feeds a source that has no transport. */
  public LiveFeed feed() {
    return feed;
  }

  @Override
  public List<Signal> signals() {
    return signals;
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    if (closed) {
      return END;
    }
    noticeConnections();
    while (feed.ring().take(frame)) {
      deliver(nowNanos, sink);
    }
    SourceState next = judge(nowNanos);
    stats = feed.stats(taken, missed, sum(LiveTrack::late), sum(LiveTrack::repeated));
    state = next;
    if (closed) { // meanwhile
      state = CLOSED;
      return END;
    }
    return next instanceof SourceState.Failed ? END : nowNanos + POLL_NANOS;
  }

  private void noticeConnections() {
    long connections = feed.stats(0, 0, 0, 0).connections();
    if (connections > knownConnections) {
      if (knownConnections > 0) {
        gapEverywhere();
      }
      knownConnections = connections;
    }
  }

  private void gapEverywhere() {
    for (LiveTrack track : tracks) {
      track.gap();
    }
  }

  private void deliver(long nowNanos, SampleSink sink) {
    taken++;
    if (frame.missed > 0) {
      missed += frame.missed;
      brokenNanos = nowNanos;
      gapEverywhere();
    }
    newestArrival = frame.arrivalNanos;
    tracks[frame.signal].deliver(frame, sink);
  }

  private long sum(ToLongFunction<LiveTrack> of) {
    long sum = 0;
    for (LiveTrack track : tracks) {
      sum += of.applyAsLong(track);
    }
    return sum;
  }

  private SourceState judge(long nowNanos) {
    switch (feed.link()) {
      case FAILED:
        return new SourceState.Failed(feed.trouble());
      case CONNECTING:
        return CONNECTING;
      case DOWN:
        return nowNanos - feed.linkSinceNanos() > LOST_NANOS ? LOST : RECONNECTING;
      default:
        return judgeConnected(nowNanos);
    }
  }

  private SourceState judgeConnected(long nowNanos) {
    boolean unreadable = feed.unreadableCount() > unreadableSeen;
    long silence = nowNanos - Math.max(newestArrival, feed.linkSinceNanos());
    if (silence > LOST_NANOS) {
      return LOST;
    }
    if (silence > staleNanos) {
      return unreadable ? new SourceState.Stale(feed.trouble()) : silent;
    }
    if (unreadable) { // among what could be read: something is missing
      unreadableSeen = feed.unreadableCount();
      brokenNanos = nowNanos;
    }
    SourceState frozen = frozen();
    if (frozen != null) {
      return frozen;
    }
    for (LiveTrack track : tracks) {
      brokenNanos = Math.max(brokenNanos, track.brokenNanos());
    }
    return nowNanos - brokenNanos < SECOND ? GAP : LIVE;
  }

  /** Frozen if something is and nothing else moves. */
  private @Nullable SourceState frozen() {
    SourceState found = null;
    for (LiveTrack track : tracks) {
      if (track.frozen()) {
        found =
            new SourceState.Stale(
                track.name() + " repeats one value: the sensor is off, or the device hangs");
      } else if (track.moving()) {
        return null;
      }
    }
    return found;
  }

  @Override
  public SourceState state() {
    return state;
  }

  /** Returns what was seen so far; from any thread. */
  public LiveStats stats() {
    return stats;
  }

  /** Ends the transport and waits for its thread, at most two seconds. Idempotent. */
  @Override
  public void close() {
    closed = true;
    state = CLOSED;
    LiveTransport running = transport;
    if (running != null) {
      running.close();
    }
    Thread carrier = thread;
    if (carrier != null && carrier != Thread.currentThread()) {
      carrier.interrupt();
      try {
        carrier.join(CLOSE_LIMIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the caller is in a hurry; the thread ends on its own
      }
    }
  }
}
