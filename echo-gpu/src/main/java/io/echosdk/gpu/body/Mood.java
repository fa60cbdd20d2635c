package io.echosdk.gpu.body;

import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is known about the body and the sound into a {@link Drive}. Unknown values lead back
 * to a calm middle; every change is eased, so that a value that appears or vanishes never jumps on
 * the screen. Used by the rendering thread only.
 */
public final class Mood {

  private static final double NANOS = 1e-9;
  private static final double EASE_SECONDS = 1.2;
  private static final double BAND_RISE_SECONDS = 0.04;
  private static final double BAND_FALL_SECONDS = 0.30;
  private static final double FLOOR_DB = -72;

  private final Drive drive = new Drive();
  private final long[] beats = new long[Drive.BEATS]; // programme time, the newest first
  private int knownBeats;
  private long lastBeatCount;
  private long lastPtsNanos = -1;
  private double breathPhase;

  /** Returns what was made of the last values. */
  public Drive drive() {
    return drive;
  }

  /**
   * Takes over what is known at a moment.
   *
   * @param vitals the body
   * @param spectrum the sound, or null if none is heard
   * @param ptsNanos the moment, nanoseconds since the programme began
   */
  public void update(Vitals vitals, @Nullable Spectrum spectrum, long ptsNanos) {
    double seconds =
        lastPtsNanos < 0 ? 0 : Math.min(1, Math.max(0, (ptsNanos - lastPtsNanos) * NANOS));
    lastPtsNanos = ptsNanos;
    easeBody(vitals, seconds);
    breathe(vitals, seconds);
    noteBeat(vitals);
    agePulse(vitals, ptsNanos);
    hear(spectrum, seconds);
  }

  private void easeBody(Vitals vitals, double seconds) {
    double part = 1 - StrictMath.exp(-seconds / EASE_SECONDS);
    double heartRate = vitals.or(Metric.HEART_RATE, 60);
    double coherence = vitals.or(Metric.COHERENCE, 0.3);
    double movement = Math.min(1, vitals.or(Metric.MOVEMENT, 0) / 600);
    double speed = 0.7 + 1.2 * clamp((heartRate - 40) / 140);
    drive.speed = ease(drive.speed, speed, part);
    drive.coherence = ease(drive.coherence, coherence, part);
    drive.movement = ease(drive.movement, movement, part);
    drive.turbulence =
        ease(drive.turbulence, clamp(0.65 - 0.55 * coherence + 0.5 * movement), part);
  }

  /** Follows the breath; while it is unknown the lungs rest half full instead of pretending. */
  private void breathe(Vitals vitals, double seconds) {
    double phase = vitals.or(Metric.BREATH_PHASE, -1);
    double lungs = 0.5;
    double breathing = 0;
    if (phase >= 0) {
      breathPhase += seconds * vitals.or(Metric.BREATH_RATE, 12) / 60;
      double ahead = phase - breathPhase;
      breathPhase += (ahead - Math.rint(ahead)) * (1 - StrictMath.exp(-seconds / 0.25));
      breathPhase -= Math.floor(breathPhase);
      lungs = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * breathPhase);
      breathing = StrictMath.sin(2 * Math.PI * breathPhase);
    }
    double part = 1 - StrictMath.exp(-seconds / 0.3);
    drive.lungs = ease(drive.lungs, lungs, part);
    drive.breathing = ease(drive.breathing, breathing, part);
  }

  private void noteBeat(Vitals vitals) {
    if (vitals.beatCount() == 0 || vitals.beatCount() == lastBeatCount) {
      return;
    }
    lastBeatCount = vitals.beatCount();
    System.arraycopy(beats, 0, beats, 1, beats.length - 1);
    beats[0] = vitals.beatProgrammeNanos();
    knownBeats = Math.min(knownBeats + 1, beats.length);
  }

  private void agePulse(Vitals vitals, long ptsNanos) {
    double interval = 60 / vitals.or(Metric.HEART_RATE, 60);
    drive.beatStrength = (float) clamp(interval / 0.75);
    double pulse = 0;
    for (int i = 0; i < beats.length; i++) {
      double age = (ptsNanos - beats[i]) * NANOS;
      boolean seen = i < knownBeats && age >= 0 && age < Drive.LONG_AGO;
      drive.beatAges[i] = seen ? (float) age : Drive.LONG_AGO;
      if (seen) {
        pulse = Math.max(pulse, swell(age));
      }
    }
    drive.pulse = (float) pulse;
  }

  /** A quick rise in 90 ms and a slow fall, as a pulse wave has them. */
  private static double swell(double age) {
    double rise = clamp(age / 0.09);
    return rise * rise * (3 - 2 * rise) * StrictMath.exp(-Math.max(0, age - 0.09) / 0.28);
  }

  private void hear(@Nullable Spectrum spectrum, double seconds) {
    double rise = 1 - StrictMath.exp(-seconds / BAND_RISE_SECONDS);
    double fall = 1 - StrictMath.exp(-seconds / BAND_FALL_SECONDS);
    double sum = 0;
    for (int band = 0; band < Drive.BANDS; band++) {
      double level = spectrum == null ? 0 : level(spectrum.bandsDb(), band);
      float old = drive.bands[band];
      drive.bands[band] = ease(old, level, level > old ? rise : fall);
      sum += drive.bands[band];
    }
    drive.loudness = (float) clamp(sum / Drive.BANDS * 1.6);
  }

  private static double level(float[] bandsDb, int band) {
    if (bandsDb.length == 0) {
      return 0;
    }
    double db = bandsDb[band * bandsDb.length / Drive.BANDS];
    return db > FLOOR_DB ? clamp((db - FLOOR_DB) / -FLOOR_DB) : 0; // NaN is silence
  }

  private static float ease(float old, double target, double part) {
    return (float) (old + (target - old) * part);
  }

  private static double clamp(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
