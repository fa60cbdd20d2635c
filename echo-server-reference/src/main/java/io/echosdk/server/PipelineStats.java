package io.echosdk.server;

import java.util.List;

/**
 * How the line is doing, at one moment.
 *
 * @param uptimeNanos how long it has been running
 * @param framesMade pictures handed to the encoder
 * @param framesSkipped pictures left out because their moment had passed
 * @param framesPerSecond pictures made in the last second
 * @param kbps bitrate of picture and sound together, over the last two seconds
 * @param blocksMade blocks of sound handed to the encoder
 * @param hops how long each hop takes, in the order of the line
 */
public record PipelineStats(
    long uptimeNanos,
    long framesMade,
    long framesSkipped,
    double framesPerSecond,
    double kbps,
    long blocksMade,
    List<HopTime> hops) {

  /** Keeps the list from changing. */
  public PipelineStats {
    hops = List.copyOf(hops);
  }
}
