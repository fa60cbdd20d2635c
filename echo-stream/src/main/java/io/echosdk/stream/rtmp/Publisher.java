package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.StreamException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
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
 * <p>All methods but {@link #health()} run on the event loop. Names are resolved on the runtime's
 * executor; an answer that comes after its attempt is over is ignored, by the attempt's number.
 */
public final class Publisher implements PublishSession.Events {

  /** Bounds and times; the defaults are those of a live programme. */
  public record Settings(
      long queueMs, long queueBytes, long stallNanos, long giveUpNanos, @Nullable SSLContext tls) {}

  private static final int SEND_BUFFER_BYTES = 256 * 1024; // so that a stall is seen in our queue
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final long CONSENT_NANOS = 15_000_000_000L; // from resolving to Publish.Start
  private static final long STEADY_NANOS = 30_000_000_000L; // live that long: back-off starts anew
  private static final long RECOVERED_NANOS = 5_000_000_000L; // without drops: no longer degraded
  private static final int RTMP_PORT = 1935;
  private static final int RTMPS_PORT = 443;

  private final EchoRuntime runtime;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
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
    this.loop = loop;
    this.allocator = allocator;
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
    String host = bareHost(destination.url());
    try {
      runtime.executor().execute(() -> resolve(host, number));
    } catch (RejectedExecutionException e) {
      retry(NetworkErrors.of(destination.url(), e));
    }
  }

  private void resolve(String host, int number) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host);
      onLoop(number, () -> open(addresses, 0, number));
    } catch (UnknownHostException e) {
      onLoop(number, () -> retry(NetworkErrors.of(destination.url(), e)));
    }
  }

  private void onLoop(int number, Runnable step) {
    try {
      loop.execute(
          () -> {
            if (number == attempt && state == State.CONNECTING) {
              step.run();
            }
          });
    } catch (RejectedExecutionException closed) {
      // the broadcast ended while a name was being resolved; nobody waits for the answer
    }
  }

  private void open(InetAddress[] addresses, int index, int number) {
    PublishSession next = new PublishSession(destination, this);
    ChannelFuture opening =
        new Bootstrap()
            .disableResolver() // the name is resolved, and Netty's resolvers would keep a thread
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.ALLOCATOR, allocator)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
            .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel opened) throws Exception {
                    if (tls()) {
                      opened.pipeline().addLast(tlsHandler());
                    }
                    opened.pipeline().addLast(next);
                  }
                })
            .connect(new InetSocketAddress(addresses[index], port()));
    channel = opening.channel();
    session = next;
    introduced = false;
    opening.addListener(
        done -> {
          if (!done.isSuccess() && number == attempt && state == State.CONNECTING) {
            session = null;
            if (index + 1 < addresses.length) {
              open(addresses, index + 1, number);
            } else {
              retry(NetworkErrors.of(destination.url(), done.cause()));
            }
          }
        });
  }

  private boolean tls() {
    return destination.url().getScheme().toLowerCase(Locale.ROOT).equals("rtmps");
  }

  private int port() {
    int port = destination.url().getPort();
    return port > 0 ? port : tls() ? RTMPS_PORT : RTMP_PORT;
  }

  private static String bareHost(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host; // IPv6 literal
  }

  /** Always checks the certificate's chain and that it is this host's. */
  private SslHandler tlsHandler() throws Exception {
    SSLContext context = settings.tls() != null ? settings.tls() : SSLContext.getDefault();
    SSLEngine engine = context.createSSLEngine(bareHost(destination.url()), port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new SslHandler(engine, runtime.executor());
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
      enter(State.FAILED, why.getMessage());
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
    enter(State.BACKOFF, why.getMessage());
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
    progress.look(now, open, queue);
    long still = now - progress.movedNanos;
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

  /** When the server last took something, as far as we can see. */
  private static final class Progress {

    private static final long MUCH_UNREAD_BYTES = 4L * RtmpConnection.ACKNOWLEDGE_BYTES;

    private long movedNanos;
    private long sent = -1;
    private long acknowledged = -1;

    Progress(long now) {
      movedNanos = now;
    }

    /**
     * Bytes that leave for the kernel show progress; where the server acknowledges and owes two of
     * its usual steps, only that does, because the kernel's buffers hide a stall. A queue with
     * nothing to send is no stall.
     */
    void look(long now, PublishSession session, SendQueue queue) {
      boolean idle = queue.isEmpty() && session.pendingBytes() == 0;
      boolean sentMoved = session.bytesSent() != sent;
      boolean readMoved = session.acknowledgedBytes() != acknowledged;
      long unread = session.bytesSent() - session.acknowledgedBytes();
      long step = session.acknowledgementStep();
      boolean behind = step > 0 && unread > Math.max(MUCH_UNREAD_BYTES, 2 * step);
      if (behind ? readMoved : sentMoved || idle) {
        movedNanos = now;
      }
      sent = session.bytesSent();
      acknowledged = session.acknowledgedBytes();
    }
  }
}
