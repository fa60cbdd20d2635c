package io.echosdk.biometric.simulation;

import io.echosdk.biometric.simulation.Physiology.BeatKind;
import io.echosdk.biometric.simulation.Physiology.HeartBeat;

/**
 * What an electrode and an optical sensor see of the heart: each beat is a sum of Gaussian hills
 * about the top of its R wave, and a pulse that reaches the finger 350 ms later.
 *
 * <p>ECG: the hills P, Q, R, S, T with the places, widths and sizes of McSharry et al., IEEE Trans
 * Biomed Eng 50(3), 2003, table I, scaled to an R wave of 1.2 mV; T moves with the square root of
 * the interval (Bazett), P with its fourth root. The breath moves the baseline and the size of R.
 *
 * <p>PPG: rising and falling half of a Gaussian each of its own width, so the top is known exactly,
 * and a dicrotic wave 300 ms later. A beat that came early ejects less and gives a weaker pulse.
 */
final class HeartSensors {

  /** From the top of the R wave to the top of the pulse, s. */
  static final double PULSE_DELAY = 0.35;

  private static final double[] PLACE = {-0.194, -0.0417, 0, 0.0417, 0.278};
  private static final double[] WIDTH = {0.0398, 0.0159, 0.0159, 0.0159, 0.0637};
  private static final double[] SIZE_MV = {0.3, -0.2, 1.2, -0.3, 0.48};
  private static final double[] VENTRICULAR_PLACE = {0, 0.09, 0.3};
  private static final double[] VENTRICULAR_WIDTH = {0.035, 0.03, 0.07};
  private static final double[] VENTRICULAR_MV = {1.6, -0.6, -0.5};
  private static final double REACH = 5; // widths; there a hill is below 4e-6 of its size
  private static final double DRIFT_HZ = 0.15;
  private static final double DRIFT_MV = 0.5;

  private final Body.Settings settings;
  private final Physiology body;
  private final Noise electrode;
  private final Noise photodiode;
  private final Script.Cue ecgDrift;
  private final Script.Cue ppgDrift;

  HeartSensors(Body.Settings settings, Physiology body) {
    this.settings = settings;
    this.body = body;
    electrode = new Noise(16 * settings.seed() + 6);
    photodiode = new Noise(16 * settings.seed() + 7);
    ecgDrift = settings.script().cue(Script.Kind.DRIFT);
    ppgDrift = settings.script().cue(Script.Kind.DRIFT);
  }

  /** Returns the voltage at a time, mV. */
  double ecg(double seconds, double movement) {
    double belt = BreathModel.belt(body.breathPhase(seconds));
    double voltage = 0.05 * belt;
    for (HeartBeat beat : body.beats()) {
      double after = seconds - beat.seconds();
      if (after > -0.5 && after < 1) {
        voltage += (1 + 0.08 * belt) * wave(beat, after);
      }
    }
    double noise = settings.ecgNoiseMv() + 0.04 * movement;
    return voltage
        + noise * electrode.normal()
        + settings.humMv() * StrictMath.sin(2 * Math.PI * settings.humHz() * seconds)
        + DRIFT_MV * drift(ecgDrift, seconds);
  }

  private static double wave(HeartBeat beat, double after) {
    if (beat.kind() == BeatKind.VENTRICULAR) {
      double sum = 0;
      for (int i = 0; i < VENTRICULAR_MV.length; i++) {
        sum += hill(after - VENTRICULAR_PLACE[i], VENTRICULAR_WIDTH[i], VENTRICULAR_MV[i]);
      }
      return sum;
    }
    double root = StrictMath.sqrt(Math.min(1.5, Math.max(0.3, beat.interval())));
    double sum = hill(after - PLACE[0] * StrictMath.sqrt(root), WIDTH[0], SIZE_MV[0]);
    if (beat.kind() == BeatKind.SINUS) {
      for (int i = 1; i < 4; i++) {
        sum += hill(after - PLACE[i], WIDTH[i], SIZE_MV[i]);
      }
      sum += hill(after - PLACE[4] * root, WIDTH[4] * root, SIZE_MV[4]);
    }
    return sum;
  }

  /** Returns what the optical sensor sees, arbitrary units, a pulse about 1 high. */
  double ppg(double seconds, double shaking) {
    double belt = BreathModel.belt(body.breathPhase(seconds));
    double sum = 0.3 * belt;
    for (HeartBeat beat : body.beats()) {
      double after = seconds - beat.seconds() - PULSE_DELAY;
      if (beat.kind() != BeatKind.BLOCKED && after > -0.4 && after < 1) {
        double filling = Math.min(1.3, Math.max(0.2, beat.interval() / body.meanInterval()));
        double size = (1 + 0.1 * belt) * filling;
        sum += hill(after, after < 0 ? 0.07 : 0.15, size) + hill(after - 0.3, 0.06, 0.25 * size);
      }
    }
    return sum + shaking + 0.01 * photodiode.normal() + drift(ppgDrift, seconds);
  }

  private static double drift(Script.Cue cue, double seconds) {
    return cue.strength(seconds, 1) * StrictMath.sin(2 * Math.PI * DRIFT_HZ * seconds);
  }

  private static double hill(double distance, double width, double size) {
    double widths = distance / width;
    return Math.abs(widths) > REACH ? 0 : size * StrictMath.exp(-widths * widths / 2);
  }
}
