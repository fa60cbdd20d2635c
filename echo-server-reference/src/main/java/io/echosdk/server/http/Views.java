package io.echosdk.server.http;

import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.server.PipelineStats;
import io.echosdk.server.Sources;
import io.echosdk.server.Studio;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is shown of the studio, as the contract's schemas say. A key is in none of it. */
final class Views {

  private static final long MILLI = 1_000_000;

  private Views() {}

  static JsonObject source(Sources.Source source) {
    return new JsonObject()
        .put("id", source.id())
        .put("label", source.label())
        .put("kind", lower(source.kind()));
  }

  static JsonObject session(Studio studio) {
    PipelineStats stats = studio.stats();
    JsonObject session =
        new JsonObject()
            .put("state", lower(studio.state()))
            .put("source", source(studio.source()))
            .put("sourceState", sourceState(studio.sourceState()))
            .put("trouble", studio.trouble());
    if (stats == null) {
      return session.put("uptimeMs", 0L);
    }
    return session
        .put("uptimeMs", stats.uptimeNanos() / MILLI)
        .put("framesPerSecond", round(stats.framesPerSecond(), 10))
        .put("framesMade", stats.framesMade())
        .put("framesSkipped", stats.framesSkipped());
  }

  private static String sourceState(@Nullable SourceState state) {
    return state == null ? "none" : state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  static JsonObject state(BiometricState state, long nowNanos) {
    JsonObject metrics = new JsonObject();
    for (Metric metric : Metric.values()) {
      metrics.put(name(metric), metric(state, metric, nowNanos));
    }
    boolean beaten = state.beatCount() > 0;
    return new JsonObject()
        .put("beatCount", state.beatCount())
        .put("beatAgeMs", beaten ? (nowNanos - state.beatNanos()) / MILLI : null)
        .put("metrics", metrics);
  }

  private static JsonObject metric(BiometricState state, Metric metric, long nowNanos) {
    double value = state.value(metric);
    boolean known = !Double.isNaN(value);
    return new JsonObject()
        .put("value", known ? round(value, 1000) : null)
        .put("unit", metric.unit())
        .put("confidence", round(state.confidence(metric), 100))
        .put("ageMs", known ? state.ageNanos(metric, nowNanos) / MILLI : null);
  }

  static JsonArray destinations(Studio studio) {
    JsonArray all = new JsonArray();
    studio.destinations().forEach(place -> all.add(destination(place)));
    return all;
  }

  static JsonObject destination(Studio.Place place) {
    JsonObject shown =
        new JsonObject()
            .put("name", place.destination().name())
            .put("url", place.destination().url().toString())
            .put("own", place.own());
    DestinationHealth health = place.health();
    if (health == null) {
      return shown.put("state", "idle").put("detail", "");
    }
    return shown
        .put("state", lower(health.state()))
        .put("detail", health.detail())
        .put("uptimeMs", health.uptimeNanos() / MILLI)
        .put("reconnects", health.reconnects())
        .put("sendKbps", health.sendKbps())
        .put("queueMs", health.queueNanos() / MILLI)
        .put("queueBytes", health.queueBytes())
        .put("bytesSent", health.bytesSent())
        .put("droppedVideo", health.droppedVideo())
        .put("droppedAudio", health.droppedAudio())
        .put("connectMs", health.connectNanos() / MILLI);
  }

  /** Returns HEART_RATE as heartRate. */
  static String name(Metric metric) {
    StringBuilder name = new StringBuilder();
    for (String word : metric.name().toLowerCase(Locale.ROOT).split("_")) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  static double round(double value, int parts) {
    return (double) Math.round(value * parts) / parts;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
