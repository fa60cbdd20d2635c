package io.echosdk.gpu.flash;

import io.echosdk.api.HotPath;
import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Keeps a picture stream at or below two flashes, general or red, in any second: a margin below the
 * three of WCAG 2.2, 2.3.1, because an encoder and a screen still change what is shown.
 *
 * <p>Each picture is judged before it is shown. If it would bring a field of view above its budget
 * of transitions, it is blended towards the picture before it, just as much as needed; a stream
 * that would flash faster therefore swells slowly instead. A picture within the budget is not
 * touched at all: not one byte differs.
 *
 * <p>The rule is stated in means over tiles, and blending whole pictures blends those means, so the
 * right strength is found on the small map before any pixel is changed.
 */
public final class FlashLimiter {

  /** Transitions a second: two flashes. */
  private static final int BUDGET = 4;

  /** WCAG says a tenth of the range of luminance; lower, for the same margin. */
  private static final float LUMINANCE_SWING = 0.08f;

  private static final float BRIGHT_LIMIT = 0.85f; // WCAG: 0.80

  /** WCAG says 20. */
  private static final float RED_SWING = 16;

  private static final int PARTS = 16;

  private final VideoFormat format;
  private final TileMap tiles;
  private final FlashCounter general;
  private final FlashCounter red;
  private final float[] lastY;
  private final float[] lastU;
  private final float[] lastV;
  private final float[] luminance;
  private final float[] redness;
  private final ByteBuffer last;
  private boolean started;
  private long limited;

  /** Prepares for a stream of NV12 pictures. */
  public FlashLimiter(VideoFormat format) {
    this.format = format;
    tiles = new TileMap(format);
    general = new FlashCounter(tiles.columns, tiles.rows, LUMINANCE_SWING, BRIGHT_LIMIT);
    red = new FlashCounter(tiles.columns, tiles.rows, RED_SWING, Float.MAX_VALUE);
    int count = tiles.columns * tiles.rows;
    lastY = new float[count];
    lastU = new float[count];
    lastV = new float[count];
    luminance = new float[count];
    redness = new float[count];
    last = ByteBuffer.allocateDirect(format.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Judges the next picture and softens it if it must be.
   *
   * @param picture bytes from index 0, little endian; changed in place
   * @param ptsNanos when it is shown; not before the last one
   */
  @HotPath
  public void apply(ByteBuffer picture, long ptsNanos) {
    tiles.measure(picture);
    int parts = PARTS;
    while (!isSafe(parts, ptsNanos) && parts > 0) {
      parts--;
    }
    general.commit(luminance, ptsNanos);
    red.commit(redness, ptsNanos);
    if (parts < PARTS) {
      blend(picture, parts);
      tiles.measure(picture);
      limited++;
    }
    keep(picture);
  }

  /** Returns how many pictures were changed so far. */
  public long limited() {
    return limited;
  }

  private boolean isSafe(int parts, long ptsNanos) {
    float share = started ? (float) parts / PARTS : 1;
    for (int i = 0; i < luminance.length; i++) {
      float y = lastY[i] + (tiles.y[i] - lastY[i]) * share;
      float u = lastU[i] + (tiles.u[i] - lastU[i]) * share;
      float v = lastV[i] + (tiles.v[i] - lastV[i]) * share;
      luminance[i] = Light.luminance(y, u, v);
      redness[i] = Light.saturatedRed(y, u, v);
    }
    return general.propose(luminance, ptsNanos) <= BUDGET
        & red.propose(redness, ptsNanos) <= BUDGET; // both leave what commit needs
  }

  private void blend(ByteBuffer picture, int parts) {
    for (int i = 0; i < format.bytes(); i++) {
      int old = last.get(i) & 0xff;
      int now = picture.get(i) & 0xff;
      picture.put(i, (byte) (old + (now - old) * parts / PARTS));
    }
  }

  private void keep(ByteBuffer picture) {
    last.put(0, picture, 0, format.bytes());
    System.arraycopy(tiles.y, 0, lastY, 0, lastY.length);
    System.arraycopy(tiles.u, 0, lastU, 0, lastU.length);
    System.arraycopy(tiles.v, 0, lastV, 0, lastV.length);
    started = true;
  }
}
