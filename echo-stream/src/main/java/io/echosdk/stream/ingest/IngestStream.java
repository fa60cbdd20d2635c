package io.echosdk.stream.ingest;

import io.echosdk.api.Secret;
import java.time.Instant;
import java.util.Objects;

/**
 * One stream that an ingest server receives, at one moment.
 *
 * @param id counts the streams of a server from 1; safe to show
 * @param app the application it was published to
 * @param key its stream key; never shown or logged
 * @param videoCodec {@code H.264}, a FourCC, or empty while unknown
 * @param audioCodec {@code AAC}, or empty while unknown
 * @param width pixels; 0 while unknown
 * @param height pixels; 0 while unknown
 * @param framesPerSecond measured over the last pictures; NaN while unknown
 * @param kbps over the last second
 * @param videoPackets since it began
 * @param audioPackets since it began
 * @param since when it began
 */
public record IngestStream(
    long id,
    String app,
    Secret key,
    String videoCodec,
    String audioCodec,
    int width,
    int height,
    double framesPerSecond,
    long kbps,
    long videoPackets,
    long audioPackets,
    Instant since) {

  /** Checks the names. */
  public IngestStream {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(videoCodec, "videoCodec");
    Objects.requireNonNull(audioCodec, "audioCodec");
    Objects.requireNonNull(since, "since");
  }
}
