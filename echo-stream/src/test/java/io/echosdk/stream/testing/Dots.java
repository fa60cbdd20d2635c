package io.echosdk.stream.testing;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Moving dots whose light adds up: the kind of picture that particles make. */
public final class Dots {

  private static final int BLACK = 16;

  private final VideoFormat format;
  private final float[] x;
  private final float[] y;
  private final float[] vx;
  private final float[] vy;
  private final byte[] picture;
  private int background = BLACK;

  /** Scatters dots; equal seeds give equal pictures. */
  public Dots(VideoFormat format, int count, long seed) {
    this.format = format;
    picture = new byte[format.bytes()];
    x = new float[count];
    y = new float[count];
    vx = new float[count];
    vy = new float[count];
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      x[i] = random.nextFloat() * format.width();
      y[i] = random.nextFloat() * format.height();
      vx[i] = (float) random.nextGaussian() * 3;
      vy[i] = (float) random.nextGaussian() * 3;
    }
  }

  /** Sets the luma of everything that no dot is on; a leap is a scene cut. */
  public void background(int luma) {
    background = luma;
  }

  /** Moves the dots on and draws them. */
  public VideoFrame next(long ptsNanos, long originNanos) {
    int width = format.width();
    int luma = width * format.height();
    Arrays.fill(picture, 0, luma, (byte) background);
    Arrays.fill(picture, luma, picture.length, (byte) 128);
    for (int i = 0; i < x.length; i++) {
      int column = (int) (x[i] = wrap(x[i] + vx[i], width - 2));
      int row = (int) (y[i] = wrap(y[i] + vy[i], format.height() - 2));
      int at = row * width + column;
      light(at, 60);
      light(at + 1, 60);
      light(at + width, 60);
      light(at + width + 1, 60);
      light(luma + row / 2 * width + (column & ~1), i % 3 * 4);
    }
    ByteBuffer pixels = ByteBuffer.allocateDirect(picture.length).put(picture).flip();
    return new VideoFrame(format, pixels, ptsNanos, originNanos, () -> {});
  }

  /** Returns the luma of the picture that was drawn last; overwritten by the next. */
  public byte[] picture() {
    return picture;
  }

  private void light(int at, int more) {
    picture[at] = (byte) Math.min(235, (picture[at] & 0xFF) + more);
  }

  private static float wrap(float at, int limit) {
    return at < 0 ? at + limit : at >= limit ? at - limit : at;
  }
}
