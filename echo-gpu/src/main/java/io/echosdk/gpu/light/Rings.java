package io.echosdk.gpu.light;

import io.echosdk.gpu.body.Drive;

/**
 * Circles of light around the heart: a warm one that beats, a cool one that breathes. They fall on
 * the plane like all light, and so leave trails and glow.
 *
 * <p>The profile across a ring is (1 - t²)² with t = (d² - R²) / (2 R w), which is close to (d - R)
 * / w for thin rings and needs no root.
 */
public final class Rings {

  private final LightPlane plane;
  private final float unit; // pixels

  /** Prepares for one plane. */
  public Rings(LightPlane plane) {
    this.plane = plane;
    unit = Math.min(plane.width, plane.height);
  }

  /**
   * Lets the rings' light fall.
   *
   * @param fade how much of the light goes each frame, in 512ths: the rings are steady
   */
  public void draw(Drive drive, int fade) {
    float pulse = drive.pulse;
    ring(plane.warm, 0.138f + 0.010f * pulse, 0.0042f + 0.003f * pulse, 150 + 420 * pulse, fade);
    float lungs = drive.lungs;
    ring(plane.cool, 0.235f + 0.075f * lungs, 0.0030f, 130 + 90 * lungs, fade);
  }

  private void ring(int[] light, float radius, float half, float strength, int fade) {
    float r = radius * unit;
    float w = Math.max(1.1f, half * unit);
    float outer = r + w;
    float perSquare = 1 / (2 * r * w);
    float full = strength * fade; // in balance a pixel holds 512 times as much
    float centreX = plane.width / 2f - 0.5f;
    float centreY = plane.height / 2f - 0.5f;
    int first = Math.max(0, (int) (centreY - outer));
    int last = Math.min(plane.height - 1, (int) (centreY + outer) + 1);
    for (int y = first; y <= last; y++) {
      float dy = y - centreY;
      float reach = outer * outer - dy * dy;
      if (reach > 0) {
        float inside = Math.max(0, (r - w) * (r - w) - dy * dy);
        float far = (float) Math.sqrt(reach);
        float near = (float) Math.sqrt(inside);
        span(light, y, centreX - far, centreX - near, centreX, dy, r, perSquare, full);
        span(light, y, centreX + near, centreX + far, centreX, dy, r, perSquare, full);
      }
    }
  }

  private void span(
      int[] light,
      int y,
      float from,
      float to,
      float centreX,
      float dy,
      float r,
      float perSquare,
      float full) {
    int first = Math.max(0, (int) Math.ceil(from));
    int last = Math.min(plane.width - 1, (int) Math.floor(to));
    for (int x = first; x <= last; x++) {
      float dx = x - centreX;
      float t = (dx * dx + dy * dy - r * r) * perSquare;
      float rest = Math.max(0, 1 - t * t);
      int place = plane.place(x, y);
      light[place] = Math.min(light[place] + (int) (full * rest * rest), LightPlane.FULL);
    }
  }
}
