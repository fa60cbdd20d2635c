package io.echosdk.server.http;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.server.HeartTrace;
import io.echosdk.server.Studio;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pushes what the studio knows to every page that watches, about fifteen times a second. Each
 * message is made once, whoever watches: one JSON document in a binary frame, whose bytes all
 * sockets share. A socket that has not taken the last messages misses this one; it holds nothing
 * up, and the next message is whole again but for the points of the trace, which carry their index.
 *
 * <p>Runs on the event loop that it was made on.
 */
final class LiveSocket {

  private static final long PERIOD_MILLIS = 66;
  private static final int MAX_WATCHERS = 256;
  private static final int QUEUE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final Studio studio;
  private final BiometricState state = new BiometricState();
  private final Set<ServerWebSocket> watchers = new LinkedHashSet<>();
  private long timer = -1;
  private @Nullable HeartTrace followed;
  private long nextPoint;

  LiveSocket(Vertx vertx, Studio studio) {
    this.vertx = vertx;
    this.studio = studio;
  }

  void accept(RoutingContext context) {
    if (watchers.size() >= MAX_WATCHERS) {
      context.fail(503);
      return;
    }
    context
        .request()
        .toWebSocket()
        .onSuccess(this::watch)
        .onFailure(error -> context.fail(400, error));
  }

  private void watch(ServerWebSocket socket) {
    socket.setWriteQueueMaxSize(QUEUE_BYTES);
    socket.exceptionHandler(error -> leave(socket));
    socket.closeHandler(ended -> leave(socket));
    watchers.add(socket);
    if (timer < 0) {
      timer = vertx.setPeriodic(PERIOD_MILLIS, id -> push());
    }
  }

  private void leave(ServerWebSocket socket) {
    watchers.remove(socket);
    if (watchers.isEmpty() && timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  private void push() {
    Buffer message = message();
    for (ServerWebSocket watcher : watchers) {
      if (!watcher.isClosed() && !watcher.writeQueueFull()) {
        watcher.writeBinaryMessage(message);
      }
    }
  }

  private Buffer message() {
    studio.readState(state);
    return new JsonObject()
        .put("session", Views.session(studio))
        .put("state", Views.state(state, studio.nowNanos()))
        .put("trace", trace())
        .put("destinations", Views.destinations(studio))
        .toBuffer();
  }

  private @Nullable JsonObject trace() {
    HeartTrace trace = studio.trace();
    if (trace == null) {
      followed = null;
      return null;
    }
    if (trace != followed) {
      followed = trace;
      nextPoint = 0;
    }
    HeartTrace.Stretch stretch = trace.since(nextPoint);
    nextPoint = stretch.first() + stretch.points().length;
    JsonArray points = new JsonArray();
    for (float point : stretch.points()) {
      points.add(Float.isNaN(point) ? null : Views.round(point, 1000));
    }
    return new JsonObject()
        .put("first", stretch.first())
        .put("rateHz", stretch.rateHz())
        .put("unit", stretch.unit())
        .put("points", points);
  }
}
