package io.echosdk.sync.netty;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.RoleThreads;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.room.RoomAuth;
import io.echosdk.sync.room.RoomLimits;
import io.echosdk.sync.room.Rooms;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of rooms: y-websocket clients at {@code /ROOM}, Hocuspocus clients at one path of their
 * own, {@code GET /health} for whoever watches. Rooms run on the event loop that reads the sockets,
 * so a message passes from socket to socket on one thread.
 */
public final class RoomServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RoomServer.class);
  private static final Duration LOOPS_END = Duration.ofSeconds(2);
  private static final int BACKLOG = 1_024;
  private static final int SEND_BUFFER_BYTES = 256 << 10; // what the system may hold of a client

  private final Rooms rooms;
  private final RoleThreads threads;
  private final EventLoopGroup loops;
  private final LoopBuffer reads = new LoopBuffer();
  private final Channel listening;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RoomServer(Builder builder) {
    boolean epoll = epollIsThere();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    threads = builder.runtime.threadFactory("room-io");
    loops = new MultiThreadIoEventLoopGroup(1, threads, io);
    rooms = builder.rooms.executor(room -> loops).limits(builder.limits).build();
    RoomHandlers handlers = new RoomHandlers(rooms, builder.limits.messageBytes());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    handlers.install(channel.pipeline(), builder.hocuspocusPath);
                  }
                })
            .bind(builder.host, builder.port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      rooms.close();
      endLoops();
      throw new SyncException(
          SyncException.Kind.TRANSPORT_LOST,
          "cannot listen on " + builder.host + ":" + builder.port + ": " + bound.cause(),
          "choose another port or address",
          bound.cause());
    }
    listening = bound.channel();
  }

  private static boolean epollIsThere() {
    try {
      return Epoll.isAvailable();
    } catch (LinkageError e) {
      return false; // the native transport is optional
    }
  }

  /** Returns a builder of a server on this machine's own address and a free port. */
  public static Builder builder(EchoRuntime runtime) {
    return new Builder(runtime);
  }

  /** Settings of a server; every one has a default. */
  public static final class Builder {
    private final EchoRuntime runtime;
    private final Rooms.Builder rooms;
    private RoomLimits limits = RoomLimits.DEFAULT;
    private String host = "127.0.0.1";
    private int port;
    private String hocuspocusPath = "/hocuspocus";

    private Builder(EchoRuntime runtime) {
      this.runtime = runtime;
      this.rooms = Rooms.builder(runtime);
    }

    /** Sets the address to listen on; this machine alone if nothing is said. */
    public Builder host(String value) {
      host = value;
      return this;
    }

    /** Sets the port; a free one if nothing is said. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Sets where Hocuspocus clients connect; {@code /hocuspocus} if nothing is said. */
    public Builder hocuspocusPath(String value) {
      hocuspocusPath = value;
      return this;
    }

    /** Sets where rooms are kept; in memory if nothing is said. */
    public Builder store(RoomStore value) {
      rooms.store(value);
      return this;
    }

    /** Joins the rooms with those of other nodes, see {@link Rooms.Builder#bus}. */
    public Builder bus(RoomBus value, boolean storeIsShared) {
      rooms.bus(value, storeIsShared);
      return this;
    }

    /** Sets who decides who may enter; everybody may if nothing is said. */
    public Builder auth(RoomAuth value) {
      rooms.auth(value);
      return this;
    }

    /** Sets the limits. */
    public Builder limits(RoomLimits value) {
      limits = value;
      return this;
    }

    /**
     * Starts the server.
     *
     * @throws SyncException if it cannot listen there
     */
    public RoomServer start() {
      RoomServer server = new RoomServer(this);
      String io = epollIsThere() ? "epoll" : "nio";
      LOG.info("rooms at ws://{}:{}/ROOM ({})", host, server.port(), io);
      return server;
    }
  }

  /**
   * Sends what people who are not there edit and show through a server of its own. What messages
   * pass through is compiled by then, so a server that starts afterwards in this process is as
   * quick with its first messages as with later ones. Takes about half a second.
   *
   * @param store one of the kind that the server will have, to write into; not closed by this
   * @throws SyncException if this machine does not let it listen on its own address
   */
  public static void rehearse(EchoRuntime runtime, RoomStore store) {
    try (RoomServer server = new RoomServer(builder(runtime).store(store));
        Rehearsal rehearsal = new Rehearsal(server.port())) {
      rehearsal.play();
    } catch (IOException e) {
      throw new SyncException(
          SyncException.Kind.TRANSPORT_LOST,
          "cannot rehearse on this machine's own address: " + e,
          "start without, or see what refuses connections",
          e);
    }
  }

  /** Returns the rooms, for access changes and for the embedder's own edits. */
  public Rooms rooms() {
    return rooms;
  }

  /** Returns the port. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /**
   * Takes no more clients, sends all away, and waits until the store has everything, at most ten
   * seconds. Not from a thread of the server. Idempotent.
   */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      listening.close().awaitUninterruptibly();
      rooms.close();
      endLoops();
    }
  }

  private void endLoops() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    threads.join(LOOPS_END);
    reads.close();
  }
}
