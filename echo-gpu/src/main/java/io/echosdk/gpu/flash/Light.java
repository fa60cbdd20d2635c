package io.echosdk.gpu.flash;

/**
 * What a viewer's eye gets from a colour, as WCAG 2.2 defines it: relative luminance, and for
 * saturated red the quantity whose changes count as red flashes.
 *
 * <p>Source: W3C, Web Content Accessibility Guidelines 2.2, "relative luminance" and "general flash
 * and red flash thresholds".
 */
final class Light {

  private static final int STEPS = 1024;
  private static final float[] LINEAR = new float[STEPS + 1];

  static {
    for (int i = 0; i <= STEPS; i++) {
      double c = (double) i / STEPS;
      LINEAR[i] = (float) (c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4));
    }
  }

  private Light() {}

  /** Returns the relative luminance, 0 black to 1 white, of a BT.709 limited-range colour. */
  static float luminance(float y, float u, float v) {
    float luma = (y - 16) * (1 / 219f);
    return 0.2126f * red(luma, v) + 0.7152f * green(luma, u, v) + 0.0722f * blue(luma, u);
  }

  /** Returns 320 (R - G - B) where red is saturated (R / (R + G + B) at least 0.8), else 0. */
  static float saturatedRed(float y, float u, float v) {
    float luma = (y - 16) * (1 / 219f);
    float r = red(luma, v);
    float g = green(luma, u, v);
    float b = blue(luma, u);
    return r >= 0.8f * (r + g + b) ? Math.max(0, 320 * (r - g - b)) : 0;
  }

  private static float red(float luma, float v) {
    return linear(luma + 1.5748f / 224 * (v - 128));
  }

  private static float green(float luma, float u, float v) {
    return linear(luma - 0.1873f / 224 * (u - 128) - 0.4681f / 224 * (v - 128));
  }

  private static float blue(float luma, float u) {
    return linear(luma + 1.8556f / 224 * (u - 128));
  }

  private static float linear(float c) {
    return LINEAR[(int) (Math.min(1, Math.max(0, c)) * STEPS + 0.5f)];
  }
}
