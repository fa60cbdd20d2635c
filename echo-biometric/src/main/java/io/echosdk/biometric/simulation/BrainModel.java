package io.echosdk.biometric.simulation;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * EEG channels: a background that falls with frequency, made of four low-passed noises an octave or
 * two apart; alpha waves of about 10 Hz while the eyes are closed, strongest at the back of the
 * head; blinks, strongest at the front; the chewing muscles, strongest at the temples.
 */
final class BrainModel {

  private static final double[] CORNER_HZ = {1, 4, 16, 60};
  private static final double[] SIZE_UV = {6, 4, 3, 2};
  private static final double ALPHA_UV = 20;
  private static final double BLINK_UV = 120;
  private static final double MUSCLE_UV = 40;
  private static final double BLINK_SECONDS = 0.08; // width of the Gaussian
  private static final double EDGE_SECONDS = 0.3;

  private final double rateHz;
  private final Physiology body;
  private final Noise rhythm;
  private final @Nullable Episodes bursts;
  private final Script.Cue closed;
  private final Script.Cue blinks;
  private final Script.Cue jaw;
  private final Site[] sites;
  private final double[] decay = new double[CORNER_HZ.length];
  private final double[] push = new double[CORNER_HZ.length];
  private double alphaPhase;
  private double blinkSeconds = Double.NEGATIVE_INFINITY;

  /** One electrode. */
  private static final class Site {
    final double alpha;
    final double blink;
    final double muscle;
    final Noise noise;
    final double[] background = new double[CORNER_HZ.length];
    double lastWhite;

    Site(String name, long seed) {
      String place = name.strip().toLowerCase(Locale.ROOT);
      noise = new Noise(seed);
      alpha = place.startsWith("o") ? 1 : place.startsWith("p") ? 0.8 : 0.35;
      blink = blink(place);
      muscle = place.startsWith("t") || place.startsWith("f") ? 1 : 0.5;
    }

    private static double blink(String place) {
      if (place.startsWith("fp")) {
        return 1;
      }
      return switch (place.isEmpty() ? ' ' : place.charAt(0)) {
        case 'a' -> 0.75;
        case 'f' -> 0.4;
        case 'c', 't' -> 0.12;
        default -> 0.03;
      };
    }
  }

  BrainModel(Body.Settings settings, Physiology body) {
    this.body = body;
    rateHz = settings.eegRateHz();
    long seed = 16 * settings.seed();
    rhythm = new Noise(seed + 3);
    bursts = settings.spontaneous() ? new Episodes(seed + 9, 4, 9, 4, 8) : null;
    closed = settings.script().cue(Script.Kind.EYES_CLOSED);
    blinks = settings.script().cue(Script.Kind.BLINK);
    jaw = settings.script().cue(Script.Kind.CLENCHED_JAW);
    List<String> names = settings.eegChannels();
    sites = new Site[names.size()];
    for (int i = 0; i < sites.length; i++) {
      sites[i] = new Site(names.get(i), (seed + 2) * 1_000_003 + i);
    }
    for (int i = 0; i < CORNER_HZ.length; i++) {
      decay[i] = StrictMath.exp(-2 * Math.PI * CORNER_HZ[i] / rateHz);
      push[i] = SIZE_UV[i] * StrictMath.sqrt(1 - decay[i] * decay[i]);
    }
  }

  /** Returns the burst of alpha waves that is or comes next by chance, or null if none does. */
  @Nullable Episodes bursts() {
    return bursts;
  }

  /** Writes one sample of every channel, µV. */
  void sample(double seconds, float[] into, int offset) {
    if (blinks.take(seconds + 4 * BLINK_SECONDS)) {
      blinkSeconds = seconds + 4 * BLINK_SECONDS;
    }
    double strength = closed.strength(seconds, EDGE_SECONDS);
    if (bursts != null) {
      bursts.moveTo(seconds);
      strength = Math.max(strength, bursts.strength(seconds, EDGE_SECONDS));
    }
    strength *= 1 - 0.5 * body.arousal(seconds);
    alphaPhase += (10 + 0.5 * rhythm.normal()) / rateHz;
    alphaPhase -= Math.floor(alphaPhase);
    double alpha = ALPHA_UV * strength * StrictMath.sin(2 * Math.PI * alphaPhase);
    double widths = (seconds - blinkSeconds) / BLINK_SECONDS;
    double blink = Math.abs(widths) > 5 ? 0 : BLINK_UV * StrictMath.exp(-widths * widths / 2);
    double muscle = MUSCLE_UV * jaw.strength(seconds, 0.1);
    for (int i = 0; i < sites.length; i++) {
      Site site = sites[i];
      into[offset + i] =
          (float)
              (background(site)
                  + site.alpha * alpha
                  + site.blink * blink
                  + (muscle > 0 ? site.muscle * muscle * muscleNoise(site) : 0));
    }
  }

  private double background(Site site) {
    double sum = 0;
    for (int i = 0; i < CORNER_HZ.length; i++) {
      site.background[i] = decay[i] * site.background[i] + push[i] * site.noise.normal();
      sum += site.background[i];
    }
    return sum;
  }

  /** Noise that rises with frequency, as muscles seen through the skin do above 20 Hz; size 1. */
  private static double muscleNoise(Site site) {
    double white = site.noise.normal();
    double risen = (white - 0.6 * site.lastWhite) / 1.17;
    site.lastWhite = white;
    return risen;
  }
}
