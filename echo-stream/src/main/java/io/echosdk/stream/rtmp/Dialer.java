package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
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
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes the way to one server: resolves its name on the runtime's executor, then tries its
 * addresses one after the other on the event loop, with TLS where the URL asks for it.
 */
final class Dialer {

  /** One try; all but {@link #wanted()} only while it is wanted. Called on the event loop. */
  interface Attempt {
    /** Returns whether anybody still waits for the outcome. */
    boolean wanted();

    /** A channel is being opened; the session speaks on it as soon as it is open. */
    PublishSession opening(Channel channel);

    /** No address could be reached. */
    void failed(StreamException why);
  }

  private static final int SEND_BUFFER_BYTES = 256 * 1024; // so that a stall is seen in our queue
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int RTMP_PORT = 1935;
  private static final int RTMPS_PORT = 443;

  private final EchoRuntime runtime;
  private final EventLoop loop;
  private final ByteBufAllocator allocator;
  private final Destination destination;
  private final @Nullable SSLContext tls;

  Dialer(
      EchoRuntime runtime,
      EventLoop loop,
      ByteBufAllocator allocator,
      Destination destination,
      @Nullable SSLContext tls) {
    this.runtime = runtime;
    this.loop = loop;
    this.allocator = allocator;
    this.destination = destination;
    this.tls = tls;
  }

  void dial(Attempt attempt) {
    try {
      runtime.executor().execute(() -> resolve(attempt));
    } catch (RejectedExecutionException e) {
      attempt.failed(NetworkErrors.of(destination.url(), e));
    }
  }

  private void resolve(Attempt attempt) {
    try {
      InetAddress[] addresses = InetAddress.getAllByName(host());
      onLoop(attempt, () -> open(addresses, 0, attempt));
    } catch (UnknownHostException e) {
      onLoop(attempt, () -> attempt.failed(NetworkErrors.of(destination.url(), e)));
    }
  }

  private void onLoop(Attempt attempt, Runnable step) {
    try {
      loop.execute(
          () -> {
            if (attempt.wanted()) {
              step.run();
            }
          });
    } catch (RejectedExecutionException closed) {
      // the broadcast ended while a name was being resolved; nobody waits for the answer
    }
  }

  private void open(InetAddress[] addresses, int index, Attempt attempt) {
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
                  protected void initChannel(Channel channel) throws Exception {
                    if (secure()) {
                      channel.pipeline().addLast(tlsHandler());
                    }
                    channel.pipeline().addLast(attempt.opening(channel));
                  }
                })
            .connect(new InetSocketAddress(addresses[index], port()));
    opening.addListener(
        done -> {
          if (done.isSuccess() || !attempt.wanted()) {
            return;
          }
          if (index + 1 < addresses.length) {
            open(addresses, index + 1, attempt);
          } else {
            attempt.failed(NetworkErrors.of(destination.url(), done.cause()));
          }
        });
  }

  private boolean secure() {
    return destination.url().getScheme().toLowerCase(Locale.ROOT).equals("rtmps");
  }

  private int port() {
    int port = destination.url().getPort();
    return port > 0 ? port : secure() ? RTMPS_PORT : RTMP_PORT;
  }

  private String host() {
    String host = destination.url().getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host; // IPv6 literal
  }

  /** Always checks the certificate's chain and that it is this host's. */
  private SslHandler tlsHandler() throws Exception {
    SSLContext context = tls != null ? tls : SSLContext.getDefault();
    SSLEngine engine = context.createSSLEngine(host(), port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new SslHandler(engine, runtime.executor());
  }
}
