package io.echosdk.gpu.light;

import io.echosdk.gpu.body.Drive;

/**
 * The colours of one frame, red, green and blue: of warm and cool light where 8192 lets a full
 * light show fully, and of the background where 32,768 is full. A coherent rhythm turns the heart
 * from rose to gold and lets a wide halo glow around it.
 */
public final class Palette {

  private static final int[] ROSE = {10400, 3300, 3500};
  private static final int[] GOLD = {10400, 5000, 2000};
  private static final int[] BLUE = {1700, 5000, 10200};
  private static final int[] TEAL = {1500, 6300, 8600};
  private static final int[] HALO = {520, 900, 1500};
  private static final int[] GROUND = {130, 190, 470};

  final int[] warm = new int[3];
  final int[] cool = new int[3];
  final int[] halo = new int[3];
  final int[] ground = GROUND.clone();

  /** Mixes the colours for a frame. */
  public void mix(Drive drive) {
    for (int i = 0; i < 3; i++) {
      warm[i] = between(ROSE[i], GOLD[i], drive.coherence);
      cool[i] = between(BLUE[i], TEAL[i], drive.lungs);
      halo[i] = (int) (HALO[i] * drive.coherence * (0.7f + 0.3f * drive.lungs));
    }
  }

  private static int between(int from, int to, float part) {
    return (int) (from + (to - from) * part);
  }
}
