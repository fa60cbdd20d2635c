package io.echosdk.biometric;

import io.echosdk.api.HotPath;
import io.echosdk.biometric.pulse.AccelerationTrack;
import io.echosdk.biometric.pulse.MovementNoise;

/**
 * A pulse wave and the acceleration beside it, of another rate and in packets of their own, brought
 * together by time: each sample waits until the acceleration of its time is there, then goes on
 * without what movement explains of it ({@link MovementNoise}).
 *
 * <p>A sample waits at most two seconds of the wave; from then on none waits until the acceleration
 * has caught up. What is not accompanied passes as it is. So how either signal is cut into packets
 * changes nothing, to the bit, as long as the acceleration comes within two seconds.
 */
final class StillPulse {

  /** Takes the samples, in order. */
  interface Next {
    /**
     * A sample.
     *
     * @param number counted from 0 among all samples
     * @param timeNanos when it was measured
     * @param trust how far what follows from it may be believed, 0 to 1
     */
    void take(long number, long timeNanos, double sample, double trust);
  }

  private static final double LONGEST_WAIT_SECONDS = 2;

  private final AccelerationTrack track;
  private final MovementNoise noise;
  private final Next next;
  private final double[] acceleration = new double[MovementNoise.AXES];
  private final double[] samples; // waiting
  private final long[] times;
  private long came;
  private long gone;
  private boolean late; // the acceleration

  StillPulse(double pulseRateHz, double accelerationRateHz, Next next) {
    track = new AccelerationTrack(accelerationRateHz);
    noise = new MovementNoise(pulseRateHz);
    this.next = next;
    int longest = (int) Math.ceil(LONGEST_WAIT_SECONDS * pulseRateHz);
    samples = new double[longest];
    times = new long[longest];
  }

  /** Takes the next acceleration, g. */
  @HotPath
  void acceleration(long timeNanos, double x, double y, double z) {
    track.add(timeNanos, x, y, z);
    late = late && !track.reaches(times[slot(Math.max(0, came - 1))]);
    drain();
  }

  /** Takes the next sample of the pulse wave. */
  @HotPath
  void pulse(long timeNanos, double sample) {
    if (came - gone == samples.length) {
      late = true;
      drain();
    }
    samples[slot(came)] = sample;
    times[slot(came++)] = timeNanos;
    drain();
  }

  private int slot(long number) {
    return (int) (number % samples.length);
  }

  private void drain() {
    while (gone < came && (late || track.reaches(times[slot(gone)]))) {
      release();
    }
  }

  private void release() {
    int slot = slot(gone);
    double sample = samples[slot];
    boolean known = Math.abs(sample) < Double.POSITIVE_INFINITY;
    if (known && track.at(times[slot], acceleration)) {
      double still = noise.next(sample, acceleration);
      next.take(gone++, times[slot], still, noise.trust());
    } else {
      next.take(gone++, times[slot], sample, noise.trust());
    }
  }

  /** Lets go of what waits; the next sample does not follow the last. */
  void gap() {
    while (gone < came) {
      release();
    }
    noise.reset();
  }

  /** The next acceleration does not follow the last. */
  void accelerationGap() {
    while (gone < came) {
      release();
    }
    track.reset();
    late = true;
  }

  /** Returns how many samples came. */
  long came() {
    return came;
  }
}
