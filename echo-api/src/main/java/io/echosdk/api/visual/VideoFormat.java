package io.echosdk.api.visual;

import java.util.Objects;

/**
 * Size, layout and rate of a picture.
 *
 * @param width pixels, 16 to 16,384, even
 * @param height pixels, 16 to 16,384, even
 * @param pixels layout of the bytes
 * @param framesPerSecond the rate, 1 to 240
 */
public record VideoFormat(int width, int height, PixelFormat pixels, Rate framesPerSecond) {

  /**
   * A rate as an exact fraction, so that 29.97 does not drift.
   *
   * @param numerator positive
   * @param denominator positive
   */
  public record Rate(int numerator, int denominator) {

    /** Checks both parts. */
    public Rate {
      if (numerator < 1 || denominator < 1) {
        throw new IllegalArgumentException(
            "rate must be positive but is " + numerator + "/" + denominator);
      }
    }

    /** Returns a whole number of frames a second. */
    public static Rate of(int framesPerSecond) {
      return new Rate(framesPerSecond, 1);
    }

    /**
     * Returns when frame {@code index} is shown, nanoseconds after frame 0; rounding never adds up.
     */
    public long ptsNanos(long index) {
      long seconds = index / numerator * denominator; // split so that no product overflows
      long ticks = index % numerator * denominator;
      return (seconds + ticks / numerator) * 1_000_000_000L
          + ticks % numerator * 1_000_000_000L / numerator;
    }

    /** Returns the rate as a number. */
    public double hz() {
      return (double) numerator / denominator;
    }
  }

  /** Checks every part. */
  public VideoFormat {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(framesPerSecond, "framesPerSecond");
    checkSide("width", width);
    checkSide("height", height);
    if (framesPerSecond.hz() < 1 || framesPerSecond.hz() > 240) {
      throw new IllegalArgumentException(
          "framesPerSecond must be 1 to 240 but is " + framesPerSecond.hz());
    }
  }

  /** Returns an NV12 format with a whole frame rate. */
  public static VideoFormat nv12(int width, int height, int framesPerSecond) {
    return new VideoFormat(width, height, PixelFormat.NV12, Rate.of(framesPerSecond));
  }

  /** Returns how many bytes one tightly packed picture has. */
  public int bytes() {
    return switch (pixels) {
      case NV12 -> width * height * 3 / 2;
      case RGBA8 -> width * height * 4;
    };
  }

  private static void checkSide(String name, int pixels) {
    if (pixels < 16 || pixels > 16_384 || pixels % 2 != 0) {
      throw new IllegalArgumentException(name + " must be even and 16 to 16384 but is " + pixels);
    }
  }
}
