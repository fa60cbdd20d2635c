package io.echosdk.server.http;

import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.server.HopTime;
import io.echosdk.server.PipelineStats;
import io.echosdk.server.Studio;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the server is doing, for Prometheus. Labels name destinations and hops only: never a key, an
 * address or anything about the body.
 */
final class Metrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Studio studio;
  private final MultiGauge up;
  private final MultiGauge kbps;
  private final MultiGauge queue;
  private final MultiGauge dropped;
  private final MultiGauge reconnects;
  private final MultiGauge hops;

  Metrics(Studio studio) {
    this.studio = studio;
    gauge("echo.programme.running", "1 while the programme runs", s -> 1);
    gauge("echo.frames.made", "pictures handed to the encoder", PipelineStats::framesMade);
    gauge("echo.frames.skipped", "pictures left out as too late", PipelineStats::framesSkipped);
    gauge("echo.frames.per.second", "pictures made a second", PipelineStats::framesPerSecond);
    up = rows("echo.destination.live", "1 while it takes the programme");
    kbps = rows("echo.destination.send.kbps", "what is sent to it");
    queue = rows("echo.destination.queue.seconds", "how much programme waits for it");
    dropped = rows("echo.destination.dropped.frames", "pictures it was too slow for");
    reconnects = rows("echo.destination.reconnects", "how often it was lost and found again");
    hops = rows("echo.hop.median.seconds", "how long a hop of the line takes");
  }

  private MultiGauge rows(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<PipelineStats> value) {
    io.micrometer.core.instrument.Gauge.builder(
            name,
            studio,
            s -> {
              PipelineStats stats = s.stats();
              return stats == null ? 0 : value.applyAsDouble(stats);
            })
        .description(description)
        .register(registry);
  }

  /** Returns the text of one scrape. */
  String scrape() {
    List<DestinationHealth> health =
        studio.destinations().stream()
            .map(Studio.Place::health)
            .filter(java.util.Objects::nonNull)
            .toList();
    rows(up, health, each -> each.uptimeNanos() > 0 ? 1 : 0);
    rows(kbps, health, DestinationHealth::sendKbps);
    rows(queue, health, each -> each.queueNanos() / 1e9);
    rows(dropped, health, DestinationHealth::droppedVideo);
    rows(reconnects, health, DestinationHealth::reconnects);
    PipelineStats stats = studio.stats();
    List<HopTime> times = stats == null ? List.of() : stats.hops();
    hops.register(
        times.stream()
            .filter(hop -> hop.count() > 0)
            .map(hop -> MultiGauge.Row.of(Tags.of("hop", hop.name()), hop.medianNanos() / 1e9))
            .toList(),
        true);
    return registry.scrape();
  }

  private static void rows(
      MultiGauge gauge, List<DestinationHealth> health, ToDoubleFunction<DestinationHealth> value) {
    gauge.register(
        health.stream()
            .map(
                each ->
                    MultiGauge.Row.of(
                        Tags.of("destination", each.name()), value.applyAsDouble(each)))
            .toList(),
        true);
  }

  @Override
  public void close() {
    registry.close();
  }
}
