package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.stream.StreamException;
import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop of an ingest server: its listening socket, connections and streams. */
public final class IngestLoop implements AutoCloseable {

  /** Where to listen and what to allow. */
  public record Settings(
      String host,
      int port,
      boolean play,
      int maxStreams,
      int maxConnections,
      int maxMessageBytes,
      long idleNanos,
      @Nullable Path recordings) {}

  private static final Logger LOG = LoggerFactory.getLogger(IngestLoop.class);
  private static final long TICK_MS = 100;
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  private final EchoRuntime runtime;
  private final Settings settings;
  private final IngestListener listener;
  private final LoopThread thread;
  private final SerialExecutor logs;
  private final @Nullable FlvRecorder recorder;
  private final Channel listening;
  private final Set<IngestSession> sessions = new HashSet<>(); // the loop's, as those below
  private final Map<LiveStream.Name, LiveStream> streams = new LinkedHashMap<>();
  private long streamsSeen;
  private volatile List<IngestStream> snapshot = List.of(); // written by the loop, read by any

  /**
   * Listens.
   *
   * @throws StreamException if the port is in use or the folder for recordings not writable
   */
  public IngestLoop(EchoRuntime runtime, Settings settings, IngestListener listener) {
    this.runtime = runtime;
    this.settings = settings;
    this.listener = listener;
    logs = new SerialExecutor(runtime);
    recorder =
        settings.recordings() == null
            ? null
            : new FlvRecorder(runtime, settings.recordings(), listener::onTrouble);
    thread = new LoopThread(runtime, "ingest");
    listening = bind();
    thread.loop().scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private Channel bind() {
    ChannelFuture binding =
        new ServerBootstrap()
            .group(thread.loop())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.ALLOCATOR, thread.allocator())
            .childOption(ChannelOption.ALLOCATOR, thread.allocator())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 * 1024, 256 * 1024))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    accept(accepted);
                  }
                })
            .bind(new InetSocketAddress(settings.host(), settings.port()))
            .awaitUninterruptibly();
    if (!binding.isSuccess()) {
      thread.close();
      throw cannotListen(binding.cause());
    }
    return binding.channel();
  }

  private StreamException cannotListen(Throwable cause) {
    String said = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    boolean busy = cause instanceof BindException && said.contains("in use");
    return new StreamException(
        busy ? StreamException.Kind.PORT_BUSY : StreamException.Kind.UNREACHABLE,
        busy
            ? "port " + settings.port() + " is in use"
            : "cannot listen on " + settings.host() + ":" + settings.port() + said,
        busy
            ? "choose another with --port"
            : "choose an address of this machine and a port you may use",
        cause);
  }

  private void accept(Channel accepted) {
    if (sessions.size() >= settings.maxConnections()) {
      accepted.close();
      return;
    }
    IngestSession session = new IngestSession(this, accepted, runtime.clock().nanos());
    sessions.add(session);
    accepted.pipeline().addLast(session);
  }

  /** Returns the port that is listened on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** Returns the streams that are being published, at most a tenth of a second old. */
  public List<IngestStream> streams() {
    return snapshot;
  }

  /** Returns how many bytes outside the heap are in use. */
  public long directBytes() {
    return thread.directBytes();
  }

  ChunkReader.Limits limits() {
    ChunkReader.Limits usual = ChunkReader.Limits.DEFAULT;
    return new ChunkReader.Limits(
        settings.maxMessageBytes(), 2 * settings.maxMessageBytes(), usual.chunkStreams());
  }

  boolean playAllowed() {
    return settings.play();
  }

  /** Asks the listener, away from the loop, and brings the answer back to it. */
  void admit(LiveStream.Name name, Consumer<Boolean> answer) {
    Runnable ask =
        () -> {
          boolean allowed = false;
          try {
            allowed = listener.onPublish(name.app(), name.key());
          } catch (RuntimeException error) {
            runtime.report("asking whether a publisher may come in", error);
          }
          boolean decided = allowed;
          execute(() -> answer.accept(decided));
        };
    try {
      runtime.executor().execute(ask);
    } catch (RejectedExecutionException closing) {
      answer.accept(false);
    }
  }

  /** Lets a publisher in; returns null if the stream has one already or there are too many. */
  @Nullable LiveStream begin(LiveStream.Name name, IngestSession publisher) {
    long live = streams.values().stream().filter(LiveStream::live).count();
    LiveStream known = streams.get(name);
    if (live >= settings.maxStreams() || (known != null && known.live())) {
      return null;
    }
    LiveStream stream = stream(name);
    stream.begin(publisher, ++streamsSeen, runtime.clock().instant());
    record(stream);
    long id = streamsSeen;
    logs.execute(() -> LOG.info("stream #{} began on {}", id, name.app()));
    publish();
    return stream;
  }

  private void record(LiveStream stream) {
    if (recorder != null) {
      FlvRecorder.Recording recording = recorder.open(stream.snapshot());
      Subscription subscription = new Subscription(recording);
      recording.subscribed(subscription);
      subscription.join(stream);
    }
  }

  void end(LiveStream stream) {
    if (!stream.live()) {
      return; // ended with the server
    }
    long id = stream.snapshot().id();
    stream.end();
    logs.execute(() -> LOG.info("stream #{} ended", id));
    forgetIfUnused(stream);
    publish();
  }

  /** Returns a stream that is published or waited for; each connection waits for one at most. */
  LiveStream stream(LiveStream.Name name) {
    return streams.computeIfAbsent(
        name, wanted -> new LiveStream(wanted, thread.allocator(), listener));
  }

  void forgetIfUnused(LiveStream stream) {
    if (stream.unused()) {
      streams.remove(stream.name());
    }
  }

  void gone(IngestSession session) {
    sessions.remove(session);
  }

  void refusedProtocol(Throwable cause) {
    logs.execute(() -> LOG.warn("a connection was closed: {}", cause.getMessage()));
  }

  void report(Throwable error) {
    runtime.report("receiving a stream", error);
  }

  private void tick() {
    long now = runtime.clock().nanos();
    streams.values().forEach(stream -> stream.tick(now));
    publish();
    for (IngestSession session : List.copyOf(sessions)) {
      session.closeIfSilent(now, settings.idleNanos());
    }
  }

  private void publish() {
    List<IngestStream> live = new ArrayList<>();
    for (LiveStream stream : streams.values()) {
      if (stream.live()) {
        live.add(stream.snapshot());
      }
    }
    snapshot = List.copyOf(live);
  }

  /** Subscribes a sink; from any thread. */
  public FlvSubscription subscribe(String app, Secret key, FlvSink sink) {
    Subscription subscription = new Subscription(sink);
    execute(() -> subscription.join(stream(new LiveStream.Name(app, key))));
    return subscription;
  }

  private void execute(Runnable task) {
    try {
      thread.loop().execute(task);
    } catch (RejectedExecutionException closedMeanwhile) {
      // nothing is received any more, so there is nothing to do for anybody
    }
  }

  /** Closes every connection, ends every stream, then the loop. */
  @Override
  public void close() {
    execute(
        () -> {
          listening.close();
          List.copyOf(sessions).forEach(IngestSession::close);
          List.copyOf(streams.values()).forEach(LiveStream::end);
        });
    thread.close();
    if (recorder != null) {
      recorder.close();
    }
    logs.close();
  }

  /** An FLV sink's place; its state is the loop's. */
  private final class Subscription implements FlvSubscription {

    private final FlvOutlet outlet;
    private @Nullable LiveStream stream;
    private @Nullable Delivery delivery;

    Subscription(FlvSink sink) {
      outlet = new FlvOutlet(sink, runtime);
    }

    void join(LiveStream joined) {
      stream = joined;
      delivery = new Delivery(joined, outlet, this::publisherLeft);
      joined.add(delivery);
    }

    private void publisherLeft() {
      outlet.end();
      leave();
    }

    private void leave() {
      outlet.leave();
      if (stream != null && delivery != null) {
        stream.remove(delivery);
        forgetIfUnused(stream);
        stream = null;
        delivery = null;
      }
    }

    @Override
    public void resume() {
      execute(
          () -> {
            outlet.resume();
            if (delivery != null) {
              delivery.writable();
            }
          });
    }

    @Override
    public void close() {
      execute(this::leave);
    }
  }
}
