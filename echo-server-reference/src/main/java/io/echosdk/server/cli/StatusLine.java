package io.echosdk.server.cli;

import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.server.PipelineStats;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** How a broadcast is doing, in one line for a person or one JSON value for a program. */
final class StatusLine {

  private StatusLine() {}

  static String text(PipelineStats stats, List<DestinationHealth> health) {
    StringBuilder line = new StringBuilder();
    long seconds = stats.uptimeNanos() / 1_000_000_000;
    line.append(
        String.format(
            Locale.ROOT,
            "%02d:%02d  %.1f fps  %.0f kbps  %d skipped",
            seconds / 60,
            seconds % 60,
            stats.framesPerSecond(),
            stats.kbps(),
            stats.framesSkipped()));
    for (DestinationHealth each : health) {
      line.append("  |  ").append(each.name()).append(' ').append(state(each));
      if (sending(each)) {
        line.append(' ').append(each.sendKbps()).append(" kbps");
      } else if (!each.detail().isEmpty()) {
        line.append(" (").append(each.detail()).append(')');
      }
      if (each.droppedVideo() > 0) {
        line.append(", ").append(each.droppedVideo()).append(" dropped");
      }
    }
    return line.toString();
  }

  static String json(PipelineStats stats, List<DestinationHealth> health) {
    JsonArray destinations = new JsonArray();
    for (DestinationHealth each : health) {
      destinations.add(
          new JsonObject()
              .put("name", each.name())
              .put("state", state(each))
              .put("detail", each.detail())
              .put("sendKbps", each.sendKbps())
              .put("queueMs", each.queueNanos() / 1_000_000)
              .put("droppedVideo", each.droppedVideo())
              .put("droppedAudio", each.droppedAudio())
              .put("reconnects", each.reconnects())
              .put("bytesSent", each.bytesSent()));
    }
    return new JsonObject()
        .put("seconds", stats.uptimeNanos() / 1_000_000 / 1e3)
        .put("framesPerSecond", Math.round(stats.framesPerSecond() * 10) / 10.0)
        .put("framesMade", stats.framesMade())
        .put("framesSkipped", stats.framesSkipped())
        .put("kbps", Math.round(stats.kbps()))
        .put("destinations", destinations)
        .encode();
  }

  static boolean sending(DestinationHealth health) {
    return health.state() == DestinationHealth.State.LIVE
        || health.state() == DestinationHealth.State.DEGRADED;
  }

  private static String state(DestinationHealth health) {
    return health.state().name().toLowerCase(Locale.ROOT);
  }
}
