package io.echosdk.benchmarks;

import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Moving dots whose light adds up: pictures as hard to encode as particles are. */
final class DotPictures {

  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int LIGHT = 60;

  private final VideoFormat format;
  private final float[] x;
  private final float[] y;
  private final float[] vx;
  private final float[] vy;

  /** Scatters dots; equal seeds give equal pictures. */
  DotPictures(VideoFormat format, int dots, long seed) {
    this.format = format;
    x = new float[dots];
    y = new float[dots];
    vx = new float[dots];
    vy = new float[dots];
    Random random = new Random(seed);
    for (int i = 0; i < dots; i++) {
      x[i] = random.nextFloat() * format.width();
      y[i] = random.nextFloat() * format.height();
      vx[i] = (float) random.nextGaussian() * 3;
      vy[i] = (float) random.nextGaussian() * 3;
    }
  }

  /** Moves the dots on and returns them drawn, as NV12 in a direct buffer. */
  ByteBuffer next() {
    int width = format.width();
    int luma = width * format.height();
    byte[] picture = new byte[format.bytes()];
    Arrays.fill(picture, 0, luma, (byte) BLACK);
    Arrays.fill(picture, luma, picture.length, (byte) 128);
    for (int i = 0; i < x.length; i++) {
      x[i] = wrap(x[i] + vx[i], width - 2);
      y[i] = wrap(y[i] + vy[i], format.height() - 2);
      int at = (int) y[i] * width + (int) x[i];
      for (int pixel : new int[] {at, at + 1, at + width, at + width + 1}) {
        picture[pixel] = (byte) Math.min(WHITE, (picture[pixel] & 0xFF) + LIGHT);
      }
    }
    return ByteBuffer.allocateDirect(picture.length).put(picture).flip();
  }

  private static float wrap(float at, int limit) {
    return at < 0 ? at + limit : at >= limit ? at - limit : at;
  }
}
