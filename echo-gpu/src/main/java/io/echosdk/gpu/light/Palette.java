package io.echosdk.gpu.light;

/**
 * The colours of one frame, red, green and blue: of warm and cool light where 8192 lets a full
 * light show fully, and of the background where 32,768 is full.
 */
public final class Palette {

  /** Of the light that belongs to the heart. */
  public final int[] warm = {10200, 3900, 2500};

  /** Of the light that belongs to the breath. */
  public final int[] cool = {1500, 5200, 9200};

  /** Of the picture's ground. */
  public final int[] ground = {170, 230, 520};
}
