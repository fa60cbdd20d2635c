package io.echosdk.biometric.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Skin conductance: a level that wanders and rises with arousal, and responses that rise within a
 * second and fall within three: about two a minute by chance, more while aroused, 1.5 s after their
 * cause.
 *
 * <p>The level changes within tens of seconds to minutes (Boucsein et al., Psychophysiology 49(8),
 * 2012): noise through two poles of a minute each, 0.3 µS of standard deviation, 0.005 µS a second.
 * Through one pole it would jump with every sample and rise by a response's height within seconds.
 *
 * <p>Shape of a response: a Bateman function with time constants of 0.75 s and 2 s (Benedek,
 * Kaernbach, "A continuous measure of phasic electrodermal activity", J Neurosci Methods 190,
 * 2010).
 */
final class SkinModel {

  private static final double RISE_SECONDS = 0.75;
  private static final double FALL_SECONDS = 2;
  private static final double LATENCY_SECONDS = 1.5;
  private static final double LEVEL_US = 4;
  private static final double WANDER_SECONDS = 60;
  private static final double DRIVE_US = 0.3 * Math.sqrt(2); // the second pole halves the variance
  private static final double GONE_SECONDS = 30;
  private static final double AROUSED = 0.3; // from where on arousal makes the skin respond
  private static final double PEAK; // of the Bateman function of size 1

  static {
    double at =
        StrictMath.log(FALL_SECONDS / RISE_SECONDS)
            * RISE_SECONDS
            * FALL_SECONDS
            / (FALL_SECONDS - RISE_SECONDS);
    PEAK = StrictMath.exp(-at / FALL_SECONDS) - StrictMath.exp(-at / RISE_SECONDS);
  }

  /** One response. */
  private record Response(double onset, double sizeMicrosiemens) {}

  private final Physiology body;
  private final Body.Witness witness;
  private final Noise noise;
  private final @Nullable Episodes chance;
  private final Deque<Response> responses = new ArrayDeque<>();
  private final double step;
  private final double kick; // a step of the noise
  private double drive; // of the wander
  private double wander;
  private double warmth;
  private double lastChance = -1;
  private double nextAroused;

  SkinModel(Body.Settings settings, Physiology body, Body.Witness witness) {
    this.body = body;
    this.witness = witness;
    step = 1 / settings.edaRateHz();
    kick = StrictMath.sqrt(2 * step / WANDER_SECONDS);
    noise = new Noise(16 * settings.seed() + 10);
    chance = settings.spontaneous() ? new Episodes(16 * settings.seed() + 11, 15, 45, 1, 2) : null;
  }

  /** Returns the conductance at the time of the next sample, µS. */
  double sample(double seconds) {
    double arousal = body.arousal(seconds);
    if (chance != null) {
      chance.moveTo(seconds);
      if (seconds >= chance.start() && chance.start() != lastChance) {
        lastChance = chance.start();
        respond(seconds, noise.between(0.1, 0.3));
      }
    }
    if (arousal > AROUSED && seconds >= nextAroused) {
      nextAroused = seconds + noise.between(3, 6);
      respond(seconds, arousal * noise.between(0.4, 0.9));
    }
    drive += -drive * step / WANDER_SECONDS + DRIVE_US * kick * noise.normal();
    wander += step * (drive - wander) / WANDER_SECONDS;
    warmth += step * (arousal - warmth) / 10;
    double level = LEVEL_US + wander + 0.8 * warmth + 0.002 * noise.normal();
    return Math.max(0.05, level + phasic(seconds));
  }

  private void respond(double cause, double size) {
    double onset = cause + LATENCY_SECONDS;
    responses.addLast(new Response(onset, size));
    witness.skinResponse(onset);
  }

  private double phasic(double seconds) {
    while (!responses.isEmpty() && responses.getFirst().onset < seconds - GONE_SECONDS) {
      responses.removeFirst();
    }
    double sum = 0;
    for (Response response : responses) {
      double since = seconds - response.onset;
      if (since > 0) {
        double shape =
            StrictMath.exp(-since / FALL_SECONDS) - StrictMath.exp(-since / RISE_SECONDS);
        sum += response.sizeMicrosiemens * shape / PEAK;
      }
    }
    return sum;
  }
}
