package io.echosdk.gpu.particle;

/**
 * Random numbers without a state: every number is a hash of what it is for, so that no order of
 * work can change it.
 *
 * <p>Source: Chris Wellons, "Prospecting for Hash Functions" (2018), the function lowbias32.
 */
public final class Hash32 {

  private Hash32() {}

  /** Returns a well-mixed image of {@code key}. */
  public static int mix(int key) {
    int h = key;
    h ^= h >>> 16;
    h *= 0x7feb352d;
    h ^= h >>> 15;
    h *= 0x846ca68b;
    h ^= h >>> 16;
    return h;
  }

  /** Returns a well-mixed image of two keys. */
  public static int mix(int first, int second) {
    return mix(first + 0x9e3779b9 * (second + 1));
  }

  /** Returns a number from 0 to below 1 made of the upper 24 bits; exact. */
  public static float unit(int hash) {
    return (hash >>> 8) * 0x1p-24f;
  }
}
