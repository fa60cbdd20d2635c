package io.echosdk.biometric.heart;

import io.echosdk.api.HotPath;
import java.util.Arrays;

/**
 * The wave in the band where QRS complexes stand out, 10 to 26 Hz, without mains hum, and its
 * envelope: the root mean square over the last 36 ms. Both follow gain linearly; the envelope knows
 * no polarity.
 *
 * <p>The band was chosen by how rarely a complex is less than 1.25 times as high as anything up to
 * the next one; everything from 9-25 to 12-35 Hz is nearly as good. The top of the envelope lies 40
 * ms behind the complex: half the window and the filters' delay.
 *
 * <p>The running sum is rebuilt from its terms at each turn of the window, so a huge artefact
 * leaves no rounding error behind. Constant time for each sample.
 */
public final class QrsBand {

  /** How far the top of the envelope lies behind the complex. */
  public static final double LAG_SECONDS = 0.04;

  private static final double LOW_HZ = 10;
  private static final double HIGH_HZ = 26;
  private static final double HUM_WIDTH_HZ = 10; // costs a millisecond of delay each
  private static final double WINDOW_SECONDS = 0.036;
  private static final double MEMORY_SECONDS = 0.5;

  /** How many samples may be heard at once, before what they tell is asked for. */
  public static final int BLOCK = 512;

  private final Biquad highPass;
  private final Biquad lowPass;
  private final Biquad hum50;
  private final Biquad hum60;
  private final double[] squares;
  private final float[] ring;
  private final int mask;
  private final int memory; // samples
  private double sum;
  private int slot;
  private long heard;
  private double origin = Double.NaN; // the first sample; taken off, so that filters start settled

  /** Makes a band for a rate. */
  public QrsBand(double sampleRateHz) {
    highPass = Biquad.highPass(LOW_HZ, sampleRateHz);
    lowPass = Biquad.lowPass(HIGH_HZ, sampleRateHz);
    hum50 = Biquad.notch(50, HUM_WIDTH_HZ, sampleRateHz);
    hum60 = Biquad.notch(60, HUM_WIDTH_HZ, sampleRateHz);
    squares = new double[(int) Math.round(WINDOW_SECONDS * sampleRateHz)];
    memory = Integer.highestOneBit((int) (MEMORY_SECONDS * sampleRateHz)) * 2;
    ring = new float[Integer.highestOneBit(memory + BLOCK - 1) * 2];
    mask = ring.length - 1;
  }

  /**
   * Hears some more samples, in a pass of its own: one of all the steps for each sample costs twice
   * as much.
   *
   * @param samples the wave
   * @param envelope becomes the envelope after each of them
   * @param count how many, at most {@link #BLOCK}
   */
  @HotPath
  public void next(float[] samples, double[] envelope, int count) {
    for (int i = 0; i < count; i++) {
      envelope[i] = next(samples[i]);
    }
  }

  private double next(double x) {
    if (Double.isNaN(origin)) { // nothing was heard yet
      origin = x;
    }
    double y = hum60.next(hum50.next(lowPass.next(highPass.next(x - origin))));
    ring[(int) heard++ & mask] = (float) y;
    sum += y * y - squares[slot];
    squares[slot] = y * y;
    if (++slot == squares.length) {
      slot = 0;
      rebuild();
    }
    return sum > 0 ? Math.sqrt(sum / squares.length) : 0; // Math.max would take half of the time
  }

  private void rebuild() {
    sum = 0;
    for (double square : squares) {
      sum += square;
    }
  }

  /** Returns how many samples are remembered besides those that were heard at once. */
  int memory() {
    return memory;
  }

  /** Returns a remembered sample of the wave in the band, by its number, counted from 0. */
  float at(long sample) {
    return ring[(int) sample & mask];
  }

  /** Returns how many samples the envelope's window has. */
  int window() {
    return squares.length;
  }

  /** Forgets the wave, but goes on counting. */
  public void reset() {
    highPass.reset();
    lowPass.reset();
    hum50.reset();
    hum60.reset();
    Arrays.fill(squares, 0);
    sum = 0;
    origin = Double.NaN;
  }
}
