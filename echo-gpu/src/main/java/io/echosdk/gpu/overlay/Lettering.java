package io.echosdk.gpu.overlay;

import java.util.HashMap;
import java.util.Map;

/**
 * Characters as masks of coverage, made once for each size and weight. Coverage of a pixel follows
 * from the distance of its centre to the nearest stroke. Used by the rendering thread only.
 */
final class Lettering {

  /**
   * One character's coverage.
   *
   * @param left pixels from the pen to the mask's left edge
   * @param top pixels from the top of a capital to the mask's upper edge
   * @param width of the mask
   * @param height of the mask
   * @param coverage 0 to 255, row by row
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Mask(int left, int top, int width, int height, byte[] coverage) {

    int at(int x, int y) {
      return x < 0 || y < 0 || x >= width || y >= height ? 0 : coverage[y * width + x] & 0xff;
    }
  }

  /**
   * How text is set.
   *
   * @param capital height of a capital, pixels
   * @param weight width of the pen, pixels
   * @param tracking free space between characters beyond the usual, in capitals
   */
  record Style(float capital, float weight, float tracking) {}

  private record Key(char character, Style style) {}

  private static final float DESCENT = 0.4f;

  private final StrokeFont font = new StrokeFont();
  private final Map<Key, Mask> masks = new HashMap<>();

  /** Returns how wide a text is, pixels, without the space after its last character. */
  float width(CharSequence text, Style style) {
    float width = 0;
    for (int i = 0; i < text.length(); i++) {
      width += advance(text.charAt(i), style);
    }
    return width - (StrokeFont.SPACING + style.tracking()) * style.capital();
  }

  /** Returns how far the pen moves on, pixels. */
  float advance(char character, Style style) {
    return (font.advance(character) + style.tracking()) * style.capital();
  }

  /** Returns a character's coverage. */
  Mask mask(char character, Style style) {
    return masks.computeIfAbsent(new Key(character, style), Lettering.this::bake);
  }

  private Mask bake(Key key) {
    StrokeFont.Glyph glyph = font.glyph(key.character());
    float capital = key.style().capital();
    float half = key.style().weight() / 2;
    int border = (int) Math.ceil(half) + 1;
    int width = (int) Math.ceil(glyph.width() * capital) + 2 * border;
    int height = (int) Math.ceil((1 + DESCENT) * capital) + 2 * border;
    byte[] coverage = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float distance =
            distance(glyph.segments(), (x - border + 0.5f) / capital, (y - border + 0.5f) / capital)
                * capital;
        float covered = Math.min(1, Math.max(0, half + 0.5f - distance));
        coverage[y * width + x] = (byte) Math.round(255 * covered);
      }
    }
    return new Mask(-border, -border, width, height, coverage);
  }

  private static float distance(float[] segments, float x, float y) {
    float least = Float.MAX_VALUE;
    for (int i = 0; i < segments.length; i += 4) {
      float dx = segments[i + 2] - segments[i];
      float dy = segments[i + 3] - segments[i + 1];
      float px = x - segments[i];
      float py = y - segments[i + 1];
      float square = dx * dx + dy * dy;
      float along = square == 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / square));
      float ox = px - along * dx;
      float oy = py - along * dy;
      least = Math.min(least, ox * ox + oy * oy);
    }
    return (float) Math.sqrt(least);
  }
}
