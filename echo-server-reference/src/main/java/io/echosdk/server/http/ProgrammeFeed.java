package io.echosdk.server.http;

import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The programme as FLV, over HTTP or over a WebSocket of the same path. Every viewer has a bound on
 * what waits for him; beyond it his subscription pauses and goes on at a keyframe once he has
 * caught up, so a slow viewer loses pictures and holds nothing and nobody up.
 */
final class ProgrammeFeed implements Handler<RoutingContext> {

  private static final int QUEUE_BYTES = 512 * 1024; // more than a second of the programme

  private final Vertx vertx;
  private final Programme programme;

  ProgrammeFeed(Vertx vertx, Programme programme) {
    this.vertx = vertx;
    this.programme = programme;
  }

  @Override
  public void handle(RoutingContext context) {
    if ("websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
      context
          .request()
          .toWebSocket()
          .onSuccess(this::overSocket)
          .onFailure(error -> context.fail(400, error));
    } else {
      overHttp(context);
    }
  }

  private void overSocket(ServerWebSocket socket) {
    Viewer viewer = new Viewer(vertx.getOrCreateContext(), socket, socket::close);
    socket.closeHandler(ended -> viewer.leave());
    socket.exceptionHandler(error -> viewer.leave());
    if (!viewer.join(programme)) {
      socket.close((short) 1013, "there is no programme now"); // 1013: try again later
    }
  }

  private void overHttp(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, "video/x-flv");
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setChunked(true);
    Viewer viewer = new Viewer(vertx.getOrCreateContext(), response, response::end);
    response.closeHandler(ended -> viewer.leave());
    response.exceptionHandler(error -> viewer.leave());
    if (!viewer.join(programme)) {
      response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
      response.setChunked(false);
      context.fail(
          new Problem(
              Problem.Kind.NOT_FOUND, "there is no programme now: start it, then ask again"));
    }
  }

  /** One who watches. Bytes come on the ingest's loop and leave on the viewer's own. */
  private static final class Viewer implements FlvSink {

    private final Context context;
    private final WriteStream<Buffer> out;
    private final Runnable end;
    private final AtomicLong waiting = new AtomicLong(); // bytes between the two loops
    private volatile boolean full; // written by the viewer's loop
    private volatile boolean paused; // set by the ingest's loop, cleared by the viewer's
    private volatile boolean left; // set once
    private volatile @Nullable FlvSubscription place; // written by join()

    Viewer(Context context, WriteStream<Buffer> out, Runnable end) {
      this.context = context;
      this.out = out;
      this.end = end;
      out.setWriteQueueMaxSize(QUEUE_BYTES);
      out.drainHandler(drained -> settle());
    }

    boolean join(Programme programme) {
      Optional<FlvSubscription> joined = programme.subscribe(this);
      joined.ifPresent(each -> place = each);
      if (left) {
        leave();
      }
      return joined.isPresent();
    }

    @Override
    public boolean accept(ByteBuffer bytes) {
      int length = bytes.remaining();
      boolean more = waiting.addAndGet(length) < QUEUE_BYTES && !full;
      if (!more) {
        paused = true; // before the task below, which sees it
      }
      context.runOnContext(now -> write(bytes, length));
      return more;
    }

    private void write(ByteBuffer bytes, int length) {
      waiting.addAndGet(-length);
      if (left) {
        return;
      }
      try {
        out.write(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes))); // shared, not copied
        settle();
      } catch (IllegalStateException e) {
        leave(); // closed, and its handler has not been called yet
      }
    }

    private void settle() {
      full = out.writeQueueFull();
      FlvSubscription joined = place;
      if (paused && !full && joined != null) {
        paused = false;
        joined.resume();
      }
    }

    @Override
    public void end() {
      context.runOnContext(
          now -> {
            if (!left) {
              left = true;
              end.run();
            }
          });
    }

    void leave() {
      left = true;
      FlvSubscription joined = place;
      if (joined != null) {
        joined.close();
      }
    }
  }
}
