package io.echosdk.gpu.particle;

import io.echosdk.gpu.body.Drive;

/**
 * The field that carries the particles, on a coarse grid: velocity and heat at each node, blended
 * linearly in between.
 *
 * <p>Velocity is the curl of a noise field, which neither gathers nor scatters (Bridson, Hourihan,
 * Nordenstam, "Curl-Noise for Procedural Fluid Flow", SIGGRAPH 2007), plus three terms that depend
 * only on the distance from the heart: a vortex, the breath, and a wave for each recent beat. Those
 * are tabulated over the distance once a step. Heat makes particles brighter and warmer: the same
 * waves, and the sound's spectrum as rings, low in the middle.
 *
 * <p>Because the costly terms live on some thousand nodes and not on each particle, a step of
 * 100,000 particles is twelve loads and about sixty additions and multiplications each.
 */
public final class Flow {

  /** Steps a second. */
  public static final int STEPS_PER_SECOND = 60;

  /** How much of the difference to the field a particle takes over in a step. */
  static final float RESPONSE = 0.085f;

  private static final float NODES_PER_UNIT = 44;
  private static final int MARGIN_NODES = 4;
  private static final float OUTSIDE = 0.06f; // how far a particle may leave the picture
  private static final int RADII = 256;
  private static final int NOISE_EVERY = 4; // steps; the field changes slowly
  private static final float DT = 1f / STEPS_PER_SECOND;

  final float centreX;
  final float centreY;
  final float left;
  final float top;
  final float right;
  final float bottom;
  final float originX;
  final float originY;
  final float nodesPerUnit = NODES_PER_UNIT;
  final float lastCellX;
  final float lastCellY;
  final int columns;
  final float[] u;
  final float[] v;
  final float[] heat;
  final float spotsPerUnit;

  int step;
  float haste = 1;
  float base;
  float boost;
  float warming;
  float birthRadius;
  float birthSpread;

  private final int rows;
  private final int seed;
  private final float exposure;
  private final float[] stream;
  private final float[] towardX; // unit vector away from the heart
  private final float[] towardY;
  private final float[] radius; // distance from the heart in table places
  private final float radiiPerUnit;
  private final float[] swirlAt = new float[RADII + 2];
  private final float[] radialAt = new float[RADII + 2];
  private final float[] heatAt = new float[RADII + 2];

  /**
   * Lays the grid over a picture.
   *
   * @param width pixels
   * @param height pixels
   * @param count particles, for the brightness of each
   * @param seed what all randomness follows from
   */
  public Flow(int width, int height, int count, long seed) {
    int side = Math.min(width, height);
    float spanX = (float) width / side;
    float spanY = (float) height / side;
    centreX = spanX / 2;
    centreY = spanY / 2;
    left = -OUTSIDE;
    top = -OUTSIDE;
    right = spanX + OUTSIDE;
    bottom = spanY + OUTSIDE;
    originX = -MARGIN_NODES / NODES_PER_UNIT;
    originY = originX;
    columns = (int) (spanX * NODES_PER_UNIT) + 2 * MARGIN_NODES + 2;
    rows = (int) (spanY * NODES_PER_UNIT) + 2 * MARGIN_NODES + 2;
    lastCellX = columns - 1.5f;
    lastCellY = rows - 1.5f;
    spotsPerUnit = side * (1 << Particles.SPOT_BITS);
    // as much light for each unit of area, however many particles and pixels share it
    exposure = 300f * 100_000 / count * side / 720f * side / 720f * spanX * spanY / (16 / 9f);
    this.seed = Hash32.mix((int) seed, (int) (seed >>> 32) ^ 0x464c4f57);
    u = new float[columns * rows];
    v = new float[columns * rows];
    heat = new float[columns * rows];
    stream = new float[columns * rows];
    towardX = new float[columns * rows];
    towardY = new float[columns * rows];
    radius = new float[columns * rows];
    double farthest = Math.sqrt(right * right + bottom * bottom);
    radiiPerUnit = (float) (RADII / farthest);
    layRadii();
  }

  private void layRadii() {
    for (int row = 0, node = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++, node++) {
        double dx = originX + column / (double) NODES_PER_UNIT - centreX;
        double dy = originY + row / (double) NODES_PER_UNIT - centreY;
        double distance = Math.sqrt(dx * dx + dy * dy);
        towardX[node] = (float) (dx / Math.max(distance, 1e-6));
        towardY[node] = (float) (dy / Math.max(distance, 1e-6));
        radius[node] = (float) Math.min(distance * radiiPerUnit, RADII);
      }
    }
  }

  /** Makes the field of one step. */
  public void update(int step, Drive drive) {
    this.step = step;
    if (step % NOISE_EVERY == 0 || step == 1) {
      stir(step, drive);
    }
    tabulate(drive);
    blend(drive);
    haste = 0.8f + 0.25f * drive.speed + 0.5f * drive.movement;
    base = exposure * (1.0f + 0.4f * drive.loudness);
    boost = exposure * 2.6f;
    warming = 0.55f;
    birthRadius = 0.155f + 0.035f * drive.lungs;
    birthSpread = 0.07f + 0.10f * drive.movement;
  }

  private void stir(int step, Drive drive) {
    float time = step * (0.16f * DT);
    float fine = 0.10f + 0.35f * drive.turbulence;
    for (int row = 0, node = 0; row < rows; row++) {
      float y = row * (2.1f / NODES_PER_UNIT);
      for (int column = 0; column < columns; column++, node++) {
        float x = column * (2.1f / NODES_PER_UNIT);
        stream[node] =
            Noise.at(seed, x, y, time)
                + fine * Noise.at(seed + 1, x * 2.3f + 17, y * 2.3f + 5, time * 1.7f);
      }
    }
  }

  private void tabulate(Drive drive) {
    for (int i = 0; i <= RADII + 1; i++) {
      float r = i / radiiPerUnit;
      float core = r / (r * r + 0.055f);
      swirlAt[i] = core * (0.030f + 0.045f * drive.coherence) * drive.speed;
      radialAt[i] = bump(r * (1 / 0.22f)) * 0.12f + (0.014f + 0.05f * drive.breathing) * core;
      heatAt[i] = 0.50f * bump(r * (1 / 0.34f)) * (0.35f + 0.65f * drive.pulse) + sound(r, drive);
      for (float age : drive.beatAges) {
        addWave(i, r, age, drive.beatStrength);
      }
    }
  }

  /** A ring that runs outwards from the heart and fades. */
  private void addWave(int i, float r, float age, float strength) {
    float front = 0.13f + 0.52f * age;
    float fading = 1 - age * (1 / 1.6f);
    if (fading > 0) {
      float wave = bump((r - front) * (1 / 0.085f)) * fading * fading * strength;
      radialAt[i] += wave * 0.16f;
      heatAt[i] += wave * 0.85f;
    }
  }

  private static float sound(float r, Drive drive) {
    float place = (r - 0.18f) * (Drive.BANDS / 0.75f);
    if (place < 0 || place >= Drive.BANDS - 1) {
      return 0;
    }
    int band = (int) place;
    float part = place - band;
    return 0.45f * (drive.bands[band] + (drive.bands[band + 1] - drive.bands[band]) * part);
  }

  /** A smooth hill of height 1 at 0 that ends at -1 and 1. */
  private static float bump(float t) {
    float rest = Math.max(0, 1 - t * t);
    return rest * rest;
  }

  private void blend(Drive drive) {
    float curl =
        (0.040f + 0.060f * drive.turbulence) * drive.speed * (NODES_PER_UNIT / 2 / 2.1f) * DT;
    for (int row = 1; row < rows - 1; row++) {
      for (int node = row * columns + 1, end = (row + 1) * columns - 1; node < end; node++) {
        int place = (int) radius[node];
        float part = radius[node] - place;
        float swirl = (swirlAt[place] + (swirlAt[place + 1] - swirlAt[place]) * part) * DT;
        float radial = (radialAt[place] + (radialAt[place + 1] - radialAt[place]) * part) * DT;
        float alongY = stream[node + columns] - stream[node - columns];
        float alongX = stream[node + 1] - stream[node - 1];
        u[node] = alongY * curl - towardY[node] * swirl + towardX[node] * radial;
        v[node] = towardX[node] * swirl + towardY[node] * radial - alongX * curl;
        heat[node] = heatAt[place] + (heatAt[place + 1] - heatAt[place]) * part;
      }
    }
  }
}
