package io.echosdk.gpu.particle;

/**
 * Smooth random field in three dimensions, about -1 to 1: gradients at the integer lattice, blended
 * with a curve whose first two derivatives vanish there.
 *
 * <p>Source: Ken Perlin, "Improving Noise", SIGGRAPH 2002; the gradients come from a hash instead
 * of a table.
 */
final class Noise {

  private static final float BYTE = 1 / 128f;

  private Noise() {}

  /**
   * Returns the field's value; only +, - and * of floats and integer operations.
   *
   * @param seed chooses the field
   */
  static float at(int seed, float x, float y, float z) {
    int ix = floor(x);
    int iy = floor(y);
    int iz = floor(z);
    float fx = x - ix;
    float fy = y - iy;
    float fz = z - iz;
    float u = fade(fx);
    float v = fade(fy);
    float near = plane(seed, ix, iy, iz, fx, fy, fz, u, v);
    float far = plane(seed, ix, iy, iz + 1, fx, fy, fz - 1, u, v);
    return near + (far - near) * fade(fz);
  }

  private static float plane(
      int seed, int ix, int iy, int iz, float fx, float fy, float fz, float u, float v) {
    float a = slope(seed, ix, iy, iz, fx, fy, fz);
    float b = slope(seed, ix + 1, iy, iz, fx - 1, fy, fz);
    float c = slope(seed, ix, iy + 1, iz, fx, fy - 1, fz);
    float d = slope(seed, ix + 1, iy + 1, iz, fx - 1, fy - 1, fz);
    float upper = a + (b - a) * u;
    float lower = c + (d - c) * u;
    return upper + (lower - upper) * v;
  }

  private static float slope(int seed, int ix, int iy, int iz, float fx, float fy, float fz) {
    int h = Hash32.mix(seed ^ ix * 0x1f123bb5 ^ iy * 0x5f356495 ^ iz * 0x9e3779b9);
    return ((h & 255) - 127.5f) * BYTE * fx
        + ((h >>> 8 & 255) - 127.5f) * BYTE * fy
        + ((h >>> 16 & 255) - 127.5f) * BYTE * fz;
  }

  private static float fade(float t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  private static int floor(float value) {
    int truncated = (int) value;
    return value < truncated ? truncated - 1 : truncated;
  }
}
