package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.StreamException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The life of one destination: connects, sends, drops what a slow server does not take, and comes
 * back after trouble until it is stopped or refused.
 *
 * <pre>
 *   CONNECTING -- server consents: LIVE -- drops or stalls: DEGRADED -- keeps up again: LIVE
 *   CONNECTING -- server refuses for good: FAILED
 *   CONNECTING, LIVE, DEGRADED -- breaks, or stalls too long: BACKOFF -- waited: CONNECTING
 *   any -- stop: STOPPED
 * </pre>
 *
 * <p>All methods but {@link #health()} run on the event loop. An outcome that comes after its
 * attempt is over is ignored, by the attempt's number.
 */
public final class Publisher implements PublishSession.Events {

  /** Bounds and times; the defaults are those of a live programme. */
  public record Settings(
      long queueMs, long queueBytes, long stallNanos, long giveUpNanos, @Nullable SSLContext tls) {}

  private static final long CONSENT_NANOS = 15_000_000_000L; // from resolving to Publish.Start
  private static final long STEADY_NANOS = 30_000_000_000L; // live that long: back-off starts anew
  private static final long RECOVERED_NANOS = 5_000_000_000L; // without drops: no longer degraded

  private final EchoRuntime runtime;
  private final Dialer dialer;
  private final Destination destination;
  private final Programme programme;
  private final Settings settings;
  private final Consumer<DestinationHealth> onChange;
  private final SendQueue queue;
  private final BackOff backOff = new BackOff(() -> ThreadLocalRandom.current().nextDouble());
  private final RateMeter rate = new RateMeter();

  private State state = State.CONNECTING;
  private String detail = "";
  private int attempt;
  private @Nullable Channel channel;
  private @Nullable PublishSession session;
  private boolean introduced;
  private boolean wasLive;
  private long reconnects;
  private long attemptNanos;
  private long liveNanos;
  private long retryNanos;
  private long connectNanos;
  private long bytesOfPastSessions;
  private long droppedSeen;
  private long lastDropNanos;
  private Progress progress = new Progress(0);
  private volatile DestinationHealth health; // written by the event loop, read by any

  /** Creates a destination that is not connected; {@link #start()} begins. */
  public Publisher(
      EchoRuntime runtime,
      EventLoop loop,
      ByteBufAllocator allocator,
      Destination destination,
      Programme programme,
      Settings settings,
      Consumer<DestinationHealth> onChange) {
    this.runtime = runtime;
    dialer = new Dialer(runtime, loop, allocator, destination, settings.tls());
    this.destination = destination;
    this.programme = programme;
    this.settings = settings;
    this.onChange = onChange;
    queue = new SendQueue(settings.queueMs(), settings.queueBytes());
    health = snapshot(0);
  }

  /** Begins the first attempt. */
  public void start() {
    connect();
  }

  private void connect() {
    int number = ++attempt;
    attemptNanos = now();
    enter(State.CONNECTING, detail);
    dialer.dial(new Try(number));
  }

  /** One attempt to connect; it is wanted until the next begins or the destination stops. */
  private final class Try implements Dialer.Attempt {

    private final int number;

    Try(int number) {
      this.number = number;
    }

    @Override
    public boolean wanted() {
      return number == attempt && state == State.CONNECTING;
    }

    @Override
    public PublishSession opening(Channel opened) {
      PublishSession next = new PublishSession(destination, Publisher.this);
      channel = opened;
      session = next;
      introduced = false;
      return next;
    }

    @Override
    public void failed(StreamException why) {
      retry(why);
    }
  }

  @Override
  public void live(PublishSession opened) {
    if (opened != session) {
      return;
    }
    long now = now();
    connectNanos = now - attemptNanos;
    liveNanos = now;
    reconnects += wasLive ? 1 : 0;
    wasLive = true;
    droppedSeen = queue.droppedVideo();
    progress = new Progress(now);
    enter(State.LIVE, "");
    introduce();
  }

  /** Headers first, then the group of pictures that is running. */
  private void introduce() {
    PublishSession open = session;
    if (open == null || introduced || liveNanos == 0 || !programme.known()) {
      return;
    }
    introduced = true;
    programme.welcome(open, queue);
  }

  /** The programme's header is known now. */
  void headerKnown() {
    introduce();
  }

  /** Takes an image that the cache has already. */
  public void offer(WireImage image) {
    if (introduced) {
      queue.offer(image, programme.cache());
      drain();
    }
  }

  @Override
  public void writable(PublishSession open) {
    if (open == session) {
      drain();
    }
  }

  private void drain() {
    PublishSession open = session;
    if (open != null) {
      queue.drainTo(open);
      if (state == State.STOPPED && queue.isEmpty()) {
        open.leave();
      }
    }
  }

  @Override
  public void over(PublishSession ended, StreamException why) {
    if (ended != session) {
      return;
    }
    if (state == State.STOPPED) {
      forgetSession();
    } else if (why.kind() == StreamException.Kind.REFUSED && !wasLive) {
      forgetSession();
      enter(State.FAILED, sentence(why));
    } else {
      // A key that was good before is most likely still held by the connection that broke.
      retry(why);
    }
  }

  private void retry(StreamException why) {
    long now = now();
    if (liveNanos != 0 && now - liveNanos >= STEADY_NANOS) {
      backOff.reset();
    }
    forgetSession();
    retryNanos = now + backOff.nextNanos();
    enter(State.BACKOFF, sentence(why));
  }

  private static String sentence(StreamException why) {
    return why.problem() + ": " + why.remedy();
  }

  private void forgetSession() {
    PublishSession old = session;
    Channel oldChannel = channel;
    session = null;
    channel = null;
    introduced = false;
    liveNanos = 0;
    queue.clear();
    if (old != null) {
      bytesOfPastSessions += old.bytesSent();
    }
    if (oldChannel != null) {
      oldChannel.close();
    }
  }

  /** Looks at the time: retries that are due, stalls, figures. Called about ten times a second. */
  public void tick() {
    long now = now();
    switch (state) {
      case BACKOFF -> {
        if (now >= retryNanos) {
          connect();
        }
      }
      case CONNECTING -> {
        if (now - attemptNanos > CONSENT_NANOS) {
          attempt++;
          retry(late());
        }
      }
      case LIVE, DEGRADED -> watch(now);
      case FAILED, STOPPED -> {}
    }
    rate.add(now, bytesSent());
    health = snapshot(now);
  }

  private StreamException late() {
    return new StreamException(
        StreamException.Kind.UNREACHABLE,
        destination.url().getHost() + " did not accept the stream within 15 s",
        "check that the port speaks RTMP; it is tried again");
  }

  private void watch(long now) {
    PublishSession open = session;
    if (open == null) {
      return;
    }
    long still = progress.stillNanos(now, open, queue);
    if (still >= settings.giveUpNanos()) {
      retry(stalled(still));
      return;
    }
    if (queue.droppedVideo() != droppedSeen) {
      droppedSeen = queue.droppedVideo();
      lastDropNanos = now;
    }
    boolean dropping = lastDropNanos != 0 && now - lastDropNanos < RECOVERED_NANOS;
    if (still >= settings.stallNanos()) {
      enterOnce(State.DEGRADED, stalled(still).problem());
    } else if (dropping) {
      enterOnce(
          State.DEGRADED,
          destination.url().getHost() + " takes less than the programme needs: dropping pictures");
    } else {
      enterOnce(State.LIVE, "");
    }
  }

  private StreamException stalled(long stillNanos) {
    return new StreamException(
        StreamException.Kind.UNREACHABLE,
        destination.url().getHost()
            + " has not taken a byte for "
            + stillNanos / 1_000_000_000L
            + " s",
        "check the upload bandwidth; it is tried again");
  }

  /** Ends the destination: what waits is still sent, then the server is told goodbye. */
  public void stop() {
    if (state == State.STOPPED) {
      return;
    }
    attempt++;
    boolean talking = liveNanos != 0;
    enter(State.STOPPED, "");
    if (talking) {
      drain();
    } else {
      forgetSession();
    }
  }

  /** Returns whether nothing of a stopped destination is left. */
  public boolean gone() {
    return session == null && channel == null;
  }

  /** Cuts the connection without goodbye. */
  public void cut() {
    forgetSession();
  }

  /** Returns the newest figures; from any thread. */
  public DestinationHealth health() {
    return health;
  }

  private void enterOnce(State next, String why) {
    if (state != next) {
      enter(next, why);
    }
  }

  private void enter(State next, String why) {
    state = next;
    detail = why;
    health = snapshot(now());
    onChange.accept(health);
  }

  private long bytesSent() {
    PublishSession open = session;
    return bytesOfPastSessions + (open == null ? 0 : open.bytesSent());
  }

  private DestinationHealth snapshot(long now) {
    PublishSession open = session;
    return new DestinationHealth(
        destination.name(),
        state,
        detail,
        liveNanos == 0 ? 0 : now - liveNanos,
        reconnects,
        bytesSent(),
        open == null ? 0 : open.acknowledgedBytes(),
        rate.kbps(),
        queue.bytes(),
        queue.spanMs() * 1_000_000L,
        queue.droppedVideo(),
        queue.droppedAudio(),
        connectNanos);
  }

  private long now() {
    return runtime.clock().nanos();
  }
}
