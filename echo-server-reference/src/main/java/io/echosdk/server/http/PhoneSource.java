package io.echosdk.server.http;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.ByteBufferSource;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A phone or a web page that sends its body signals over a WebSocket, one at a time: the newest
 * takes over, so that a page that was reloaded need not wait for its old connection to end.
 */
public final class PhoneSource implements BiometricSource {

  private static final int MAX_MESSAGE = 1 << 17;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ByteBufferSource source;
  private final HttpThreads threads = new HttpThreads();
  private final Vertx vertx = threads.vertx();
  private final AtomicReference<@Nullable ServerWebSocket> phone = new AtomicReference<>();
  private final HttpServer server;
  private boolean closed; // guarded by this

  private PhoneSource(InetSocketAddress address, List<Signal> signals, EchoRuntime runtime) {
    source = ByteBufferSource.of(signals, runtime.clock());
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxWebSocketFrameSize(MAX_MESSAGE)
                    .setMaxWebSocketMessageSize(MAX_MESSAGE))
            .webSocketHandler(this::take)
            .requestHandler(request -> request.response().setStatusCode(426).end());
    try {
      server
          .listen(address.getPort(), address.getHostString())
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new BiometricException(
          BiometricException.Kind.NOT_FOUND,
          "cannot listen on " + address + " (" + e.getMessage() + ")",
          "choose another port, or end the program that holds it",
          e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening a port", e);
    }
  }

  /**
   * Listens.
   *
   * @param address where; port 0 takes a free one
   * @param signals what phones will send, in the order of their numbers
   * @throws BiometricException if the port is taken
   */
  public static PhoneSource listen(
      InetSocketAddress address, List<Signal> signals, EchoRuntime runtime) {
    return new PhoneSource(address, signals, runtime);
  }

  /** Returns the port that this listens on. */
  public int port() {
    return server.actualPort();
  }

  private void take(ServerWebSocket socket) {
    ServerWebSocket before = phone.getAndSet(socket);
    if (before != null) {
      before.close();
      source.disconnected();
    }
    socket.binaryMessageHandler(
        message -> {
          if (phone.get() == socket) {
            source.accept(ByteBuffer.wrap(message.getBytes()));
          }
        });
    socket.textMessageHandler(
        message -> {
          if (phone.get() == socket) {
            source.accept(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
          }
        });
    socket.closeHandler(ended -> leave(socket));
    socket.exceptionHandler(error -> leave(socket));
  }

  private void leave(ServerWebSocket socket) {
    if (phone.compareAndSet(socket, null)) {
      source.disconnected();
    }
  }

  @Override
  public List<Signal> signals() {
    return source.signals();
  }

  @Override
  public long poll(long nowNanos, SampleSink sink) {
    return source.poll(nowNanos, sink);
  }

  @Override
  public SourceState state() {
    return source.state();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    source.close();
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      threads.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller is in a hurry; Vert.x ends on its own
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the phone's port did not close", e);
    }
  }
}
