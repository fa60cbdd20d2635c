package io.echosdk.audio;

import io.echosdk.api.HotPath;
import java.time.Duration;

/**
 * The gain at the beginning and at the end of a programme: half a cosine in each direction, in
 * straight pieces from tick to tick.
 */
final class Fader {

  static final Duration SHORTEST = Duration.ofMillis(5);

  private final double tickSeconds;
  private final double inStep; // per tick
  private double outStep; // per tick, 0 while not fading out
  private double outStepSeconds; // what outStep was made for
  private volatile double outSeconds; // asked by any thread, 0 while not; read by the audio thread
  private volatile boolean ended; // written by the audio thread, read by any
  private double position; // 0 silent, 1 full
  private double start; // gain at the start of the tick
  private double slope; // per frame

  Fader(Duration fadeIn, double tickSeconds) {
    this.tickSeconds = tickSeconds;
    inStep = tickSeconds * 1e9 / fadeIn.toNanos();
  }

  void out(Duration duration) {
    outSeconds = Math.max(SHORTEST.toNanos(), duration.toNanos()) * 1e-9;
  }

  boolean ended() {
    return ended;
  }

  @HotPath
  void beginTick() {
    start = cosine(position);
    double fading = outSeconds;
    if (fading != outStepSeconds) {
      outStepSeconds = fading;
      outStep = position * tickSeconds / fading; // from wherever the fade-in has come
    }
    position = Math.max(0, Math.min(1, position + (fading == 0 ? inStep : -outStep)));
    slope = (cosine(position) - start) / PartialBank.TICK;
    if (fading != 0 && start == 0) {
      ended = true;
    }
  }

  @HotPath
  double gain(int frameInTick) {
    return start + frameInTick * slope;
  }

  private static double cosine(double position) {
    double half = Turn.sin((long) (position * 0x1p62)); // sin(pi/2 position)
    return half * half;
  }
}
