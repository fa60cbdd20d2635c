package io.echosdk.gpu.particle;

import io.echosdk.api.HotPath;

/** The plain kernel: one particle after the other. */
public final class ScalarParticleStep implements ParticleStep {

  @Override
  @HotPath
  public void advance(Particles p, Flow f, int from, int to) {
    for (int i = from; i < to; i++) {
      advance(p, f, i);
    }
  }

  private static void advance(Particles p, Flow f, int i) {
    float x = p.x[i];
    float y = p.y[i];
    float gx = Math.min(Math.max((x - f.originX) * f.nodesPerUnit, 0.5f), f.lastCellX);
    float gy = Math.min(Math.max((y - f.originY) * f.nodesPerUnit, 0.5f), f.lastCellY);
    float roundedX = gx - 0.5f + ROUND;
    float roundedY = gy - 0.5f + ROUND;
    float fx = gx - (roundedX - ROUND);
    float fy = gy - (roundedY - ROUND);
    int node =
        (Float.floatToRawIntBits(roundedY) - ROUND_BITS) * f.columns
            + (Float.floatToRawIntBits(roundedX) - ROUND_BITS);

    float u = bilinear(f.u, node, f.columns, fx, fy);
    float v = bilinear(f.v, node, f.columns, fx, fy);
    float heat = bilinear(f.heat, node, f.columns, fx, fy);

    float depth = p.depth[i];
    float vx = p.vx[i] + (u * depth - p.vx[i]) * Flow.RESPONSE;
    float vy = p.vy[i] + (v * depth - p.vy[i]) * Flow.RESPONSE;
    x = x + vx;
    y = y + vy;
    float age = p.age[i] + p.rate[i] * f.haste;

    float visible = Math.max(age * (1 - age), 0) * p.gain[i];
    float bright = visible * (f.base + heat * f.boost);
    float warmth = Math.min(Math.max(p.tint[i] + heat * f.warming, 0), 1);
    float warm = Math.min(bright * warmth, Particles.MAX_LIGHT);
    float cool = Math.min(bright * (1 - warmth), Particles.MAX_LIGHT);

    p.x[i] = x;
    p.y[i] = y;
    p.vx[i] = vx;
    p.vy[i] = vy;
    p.age[i] = age;
    p.spotX[i] = Float.floatToRawIntBits(x * f.spotsPerUnit + ROUND) - ROUND_BITS;
    p.spotY[i] = Float.floatToRawIntBits(y * f.spotsPerUnit + ROUND) - ROUND_BITS;
    p.light[i] =
        (Float.floatToRawIntBits(warm + ROUND) - ROUND_BITS)
            | (Float.floatToRawIntBits(cool + ROUND) - ROUND_BITS) << 12;
    if (age >= 1 || x < f.left || x > f.right || y < f.top || y > f.bottom) {
      p.respawn(i, f);
    }
  }

  private static float bilinear(float[] field, int node, int columns, float fx, float fy) {
    float a = field[node];
    float b = field[node + 1];
    float c = field[node + columns];
    float d = field[node + columns + 1];
    float upper = a + (b - a) * fx;
    float lower = c + (d - c) * fx;
    return upper + (lower - upper) * fy;
  }
}
