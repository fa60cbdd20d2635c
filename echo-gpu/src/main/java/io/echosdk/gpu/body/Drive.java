package io.echosdk.gpu.body;

/**
 * What moves the picture: every quantity finite and within its range, whatever the body's values
 * were. Written by {@link Mood} once a frame, read by everything that draws.
 */
public final class Drive {

  /** How many beats are remembered, so that a wave outlives the next beat. */
  public static final int BEATS = 4;

  /** How many bands of the sound's spectrum are used. */
  public static final int BANDS = 32;

  /** An age in seconds beyond which a beat has no effect any more. */
  public static final float LONG_AGO = 60;

  /** How fast everything flows; 1 at 60 beats a minute, 0.7 to 1.9. */
  public float speed = 1;

  /** How rough the flow is, 0 calm to 1 wild. */
  public float turbulence = 0.4f;

  /** How much of the heart's rhythm is one slow wave, 0 to 1. */
  public float coherence;

  /** How much the body moves, 0 to 1. */
  public float movement;

  /** How full the lungs are, 0 empty to 1 full. */
  public float lungs = 0.5f;

  /** How fast {@link #lungs} fills per second, -1 to 1; negative while breathing out. */
  public float breathing;

  /** How strongly the heart glows now: 1 at a beat, falling to 0. */
  public float pulse;

  /** How long ago the last beats were, s, the newest first; {@link #LONG_AGO} if there was none. */
  public final float[] beatAges = {LONG_AGO, LONG_AGO, LONG_AGO, LONG_AGO};

  /** How strong a beat's wave is, 0 to 1: fast hearts make smaller waves. */
  public float beatStrength = 1;

  /** The sound's spectrum, low to high, 0 silent to 1 loud. */
  public final float[] bands = new float[BANDS];

  /** The sound's loudness, 0 to 1. */
  public float loudness;
}
