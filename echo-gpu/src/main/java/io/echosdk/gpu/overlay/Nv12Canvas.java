package io.echosdk.gpu.overlay;

import java.nio.ByteBuffer;

/** Blends flat colours into the bytes of an NV12 picture. */
final class Nv12Canvas {

  /**
   * A colour in BT.709 limited range.
   *
   * @param y luma, 16 to 235
   * @param u blue difference, 16 to 240
   * @param v red difference, 16 to 240
   */
  record Colour(int y, int u, int v) {

    /** Converts from red, green and blue, 0 to 255. */
    static Colour rgb(int red, int green, int blue) {
      double r = red / 255.0;
      double g = green / 255.0;
      double b = blue / 255.0;
      double luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      return new Colour(
          (int) Math.rint(16 + 219 * luma),
          (int) Math.rint(128 + 224 * (b - luma) / 1.8556),
          (int) Math.rint(128 + 224 * (r - luma) / 1.5748));
    }
  }

  private final int width;
  private final int height;
  private ByteBuffer pixels = ByteBuffer.allocate(0);

  Nv12Canvas(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Chooses the picture to draw into. */
  void begin(ByteBuffer picture) {
    pixels = picture;
  }

  /**
   * Blends a mask.
   *
   * @param left of the mask, pixels
   * @param top of the mask, pixels
   * @param opacity 0 to 256
   */
  void stamp(Lettering.Mask mask, int left, int top, Colour colour, int opacity) {
    int endX = Math.min(width, left + mask.width());
    int endY = Math.min(height, top + mask.height());
    for (int y = Math.max(0, top); y < endY; y++) {
      for (int x = Math.max(0, left); x < endX; x++) {
        int covered = mask.at(x - left, y - top);
        if (covered != 0) {
          blend(y * width + x, colour.y(), covered * opacity >> 8);
        }
      }
    }
    for (int y = Math.max(0, top) / 2; y < (endY + 1) / 2; y++) {
      for (int x = Math.max(0, left) / 2; x < (endX + 1) / 2; x++) {
        int at = 2 * x - left;
        int row = 2 * y - top;
        int covered =
            mask.at(at, row)
                + mask.at(at + 1, row)
                + mask.at(at, row + 1)
                + mask.at(at + 1, row + 1);
        if (covered != 0) {
          chroma(x, y, colour, covered * opacity >> 10);
        }
      }
    }
  }

  /**
   * Blends a rectangle whose edges may lie between pixels vertically and horizontally.
   *
   * @param opacity 0 to 256
   */
  void fill(float left, float top, float right, float bottom, Colour colour, int opacity) {
    for (int y = Math.max(0, (int) top); y < Math.min(height, bottom); y++) {
      float rowPart = overlap(y, 1, top, bottom);
      for (int x = Math.max(0, (int) left); x < Math.min(width, right); x++) {
        int covered = (int) (opacity * rowPart * overlap(x, 1, left, right));
        blend(y * width + x, colour.y(), covered);
      }
    }
    for (int y = Math.max(0, (int) top / 2); y < Math.min(height, bottom) / 2; y++) {
      float rowPart = overlap(2 * y, 2, top, bottom);
      for (int x = Math.max(0, (int) left / 2); x < Math.min(width, right) / 2; x++) {
        chroma(x, y, colour, (int) (opacity * rowPart * overlap(2 * x, 2, left, right) / 4));
      }
    }
  }

  /** How much of the pixels from one on lies between two edges. */
  private static float overlap(int pixel, int pixels, float from, float to) {
    return Math.max(0, Math.min(pixel + pixels, to) - Math.max(pixel, from));
  }

  private void chroma(int x, int y, Colour colour, int alpha) {
    int at = width * height + y * width + 2 * x;
    blend(at, colour.u(), alpha);
    blend(at + 1, colour.v(), alpha);
  }

  private void blend(int at, int value, int alpha) {
    int old = pixels.get(at) & 0xff;
    pixels.put(at, (byte) (old + ((value - old) * alpha + 127 >> 8)));
  }
}
