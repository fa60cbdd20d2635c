package io.echosdk.gpu.cpu;

import io.echosdk.api.MediaClock;

/** How long each stage of all pictures so far took. Written by the rendering thread. */
public final class StageTimes {

  /** A stage of making a picture, in the order they run. */
  public enum Stage {
    /** Taking over what is known about body and sound; the field that carries the particles. */
    FIELD,
    /** Moving the particles. */
    MOVE,
    /** Letting their light fall. */
    LIGHT,
    /** Rings, glow, tone map and NV12. */
    DEVELOP,
    /** Numbers, labels, bars. */
    OVERLAY,
    /** Keeping the picture from flashing. */
    SAFETY
  }

  private final MediaClock clock;
  private final long[] nanos = new long[Stage.values().length];
  private long since;

  StageTimes(MediaClock clock) {
    this.clock = clock;
  }

  void start() {
    since = clock.nanos();
  }

  /** Counts the time since the last call, or {@link #start}, to a stage. */
  void end(Stage stage) {
    long now = clock.nanos();
    nanos[stage.ordinal()] += now - since;
    since = now;
  }

  /** Returns the time that a stage of all pictures so far took. */
  public long nanos(Stage stage) {
    return nanos[stage.ordinal()];
  }
}
