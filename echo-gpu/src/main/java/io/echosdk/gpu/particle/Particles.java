package io.echosdk.gpu.particle;

/**
 * The state of all particles, one array per quantity. Positions are in units of the picture's
 * shorter side, the origin at its upper left corner.
 *
 * <p>What a particle is for good (gain, tint, depth) follows from its number; what changes
 * (position, velocity, age, rate) is written by {@link ParticleStep} alone; what it shows (spotX,
 * spotY, light) is an output of each step.
 */
public final class Particles {

  /** Arrays are padded to a multiple of this, so that a kernel needs no remainder loop. */
  public static final int LANES = 64;

  /** Fractional bits of {@link #spotX} and {@link #spotY}. */
  public static final int SPOT_BITS = 6;

  /** The greatest light of one particle and channel in one step. */
  public static final int MAX_LIGHT = 4095;

  /** Particles whose number is below this (in 256ths) are born at the heart, others anywhere. */
  private static final int HEART_SHARE = 150;

  private static final int CIRCLE = 1024;

  private final int count;
  private final int seed;
  final float[] x;
  final float[] y;
  final float[] vx;
  final float[] vy;
  final float[] age; // 0 at birth, dead from 1
  final float[] rate; // age per step
  final float[] gain; // brightness; 0 for padding
  final float[] tint; // 0 cool to 1 warm
  final float[] depth; // how much of the flow it follows: near ones faster

  /** Horizontal position in pixels with {@link #SPOT_BITS} fractional bits. */
  public final int[] spotX;

  /** Vertical position in pixels with {@link #SPOT_BITS} fractional bits. */
  public final int[] spotY;

  /** Warm light in the lower 12 bits, cool light in the next 12; 0 if there is nothing to see. */
  public final int[] light;

  private final float[] circleX = new float[CIRCLE];
  private final float[] circleY = new float[CIRCLE];

  /**
   * Scatters particles of every age over the picture.
   *
   * @param count how many
   * @param seed what all randomness follows from
   * @param width of the picture in units of its shorter side
   * @param height of the picture in the same units
   */
  public Particles(int count, long seed, float width, float height) {
    this.count = count;
    this.seed = Hash32.mix((int) seed, (int) (seed >>> 32));
    int padded = (count + LANES - 1) / LANES * LANES;
    x = new float[padded];
    y = new float[padded];
    vx = new float[padded];
    vy = new float[padded];
    age = new float[padded];
    rate = new float[padded];
    gain = new float[padded];
    tint = new float[padded];
    depth = new float[padded];
    spotX = new int[padded];
    spotY = new int[padded];
    light = new int[padded];
    for (int i = 0; i < CIRCLE; i++) {
      double angle = 2 * Math.PI * i / CIRCLE;
      circleX[i] = (float) StrictMath.cos(angle);
      circleY[i] = (float) StrictMath.sin(angle);
    }
    for (int i = 0; i < count; i++) {
      scatter(i, width, height);
    }
  }

  private void scatter(int i, float width, float height) {
    int h = Hash32.mix(seed, i);
    float a = Hash32.unit(h);
    float b = Hash32.unit(h = Hash32.mix(h));
    float c = Hash32.unit(h = Hash32.mix(h));
    boolean heart = isOfHeart(i);
    float a4 = a * a * a * a;
    gain[i] = heart ? 0.30f + 2.7f * a4 * a4 : 0.46f + 4.6f * a4 * a4 * a4;
    tint[i] = heart ? 0.55f + 0.45f * b : 0.30f * b * b;
    depth[i] = 0.55f + 0.75f * c;
    x[i] = Hash32.unit(h = Hash32.mix(h)) * width;
    y[i] = Hash32.unit(h = Hash32.mix(h)) * height;
    age[i] = Hash32.unit(h = Hash32.mix(h));
    rate[i] = lifeRate(Hash32.mix(h));
  }

  private boolean isOfHeart(int i) {
    return (Hash32.mix(i) & 255) < HEART_SHARE;
  }

  private static float lifeRate(int hash) {
    float u = Hash32.unit(hash);
    return 1 / 840f + u * u * (1 / 150f - 1 / 840f); // lives of 2.5 to 14 s at 60 steps a second
  }

  /** Returns how many particles there are, without padding. */
  public int count() {
    return count;
  }

  /** Returns how many places the arrays have, a multiple of {@link #LANES}. */
  public int padded() {
    return x.length;
  }

  /** Gives a dead particle a new life; both kernels call this, so it needs no twin. */
  void respawn(int i, Flow flow) {
    int h = Hash32.mix(seed ^ Hash32.mix(flow.step), i);
    float u = Hash32.unit(h);
    float v = Hash32.unit(h = Hash32.mix(h));
    float w = Hash32.unit(h = Hash32.mix(h));
    if (isOfHeart(i)) {
      int angle = (h = Hash32.mix(h)) >>> 22;
      float radius = flow.birthRadius + (u + v + w - 1.5f) * flow.birthSpread;
      x[i] = flow.centreX + radius * circleX[angle];
      y[i] = flow.centreY + radius * circleY[angle];
    } else {
      x[i] = flow.left + u * (flow.right - flow.left);
      y[i] = flow.top + v * (flow.bottom - flow.top);
    }
    vx[i] = 0;
    vy[i] = 0;
    age[i] = 0;
    rate[i] = lifeRate(Hash32.mix(h));
  }
}
