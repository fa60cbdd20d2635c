package io.echosdk.gpu.flash;

import io.echosdk.api.HotPath;
import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;

/**
 * The mean luma and chroma of each tile of an NV12 picture. A tile is about a 45th of the shorter
 * side: small beside the field of view that the flash rules speak of, large beside a particle.
 */
final class TileMap {

  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
  private static final long ADD_LANES = 0x0001000100010001L;

  final int columns;
  final int rows;
  final float[] y;
  final float[] u;
  final float[] v;
  private final int width;
  private final int height;
  private final int tile; // pixels, a multiple of 8

  TileMap(VideoFormat format) {
    width = format.width();
    height = format.height();
    tile = 8 * Math.max(1, Math.round(Math.min(width, height) / 360f));
    columns = Math.max(1, width / tile); // a narrower rest at the right and bottom is left out
    rows = Math.max(1, height / tile);
    y = new float[columns * rows];
    u = new float[columns * rows];
    v = new float[columns * rows];
  }

  /** Measures a picture from index 0 of its bytes, in little endian order. */
  @HotPath
  void measure(ByteBuffer picture) {
    for (int row = 0, at = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++, at++) {
        y[at] = luma(picture, column * tile, row * tile);
        chroma(picture, at, column * tile, row * tile / 2);
      }
    }
  }

  private float luma(ByteBuffer picture, int left, int top) {
    int sum = 0;
    for (int line = top; line < top + tile; line++) {
      int from = line * width + left;
      long lanes = 0; // four sums of 16 bits
      for (int i = 0; i < tile; i += 8) {
        long bytes = picture.getLong(from + i);
        lanes += (bytes & EVEN_BYTES) + (bytes >>> 8 & EVEN_BYTES);
      }
      sum += (int) (lanes * ADD_LANES >>> 48);
    }
    return (float) sum / (tile * tile);
  }

  private void chroma(ByteBuffer picture, int at, int left, int top) {
    int sumU = 0;
    int sumV = 0;
    int plane = width * height;
    for (int line = top; line < top + tile / 2; line++) {
      int from = plane + line * width + left;
      long lanesU = 0;
      long lanesV = 0;
      for (int i = 0; i < tile; i += 8) {
        long bytes = picture.getLong(from + i);
        lanesU += bytes & EVEN_BYTES;
        lanesV += bytes >>> 8 & EVEN_BYTES;
      }
      sumU += (int) (lanesU * ADD_LANES >>> 48);
      sumV += (int) (lanesV * ADD_LANES >>> 48);
    }
    u[at] = (float) sumU / (tile * tile / 4);
    v[at] = (float) sumV / (tile * tile / 4);
  }
}
