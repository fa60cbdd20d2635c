package io.echosdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FftPropertyTest {

  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void equalsTheDefiningSum() {
    for (int length = 2; length <= 512; length *= 2) {
      double[] re = noise(length);
      double[] im = noise(length);
      double[] actualRe = re.clone();
      double[] actualIm = im.clone();
      new Fft(length).transform(actualRe, actualIm);
      for (int k = 0; k < length; k++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int n = 0; n < length; n++) {
          double angle = -2 * Math.PI * ((long) k * n % length) / length;
          sumRe += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
          sumIm += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
        }
        assertThat(actualRe[k]).as("re %d of %d", k, length).isCloseTo(sumRe, within(1e-11));
        assertThat(actualIm[k]).as("im %d of %d", k, length).isCloseTo(sumIm, within(1e-11));
      }
    }
  }

  @Test
  void keepsTheEnergy() {
    for (int length = 2; length <= 1 << 18; length *= 8) {
      double[] re = noise(length);
      double[] im = noise(length);
      double before = energy(re, im);
      new Fft(length).transform(re, im);
      assertThat(energy(re, im) / length / before)
          .as("Parseval at %d", length)
          .isCloseTo(1, within(1e-13));
    }
  }

  @Test
  void impulseIsFlatAndARotationIsOneLine() {
    int length = 64;
    double[] re = new double[length];
    double[] im = new double[length];
    re[0] = 1;
    new Fft(length).transform(re, im);
    assertThat(re).containsOnly(1);
    assertThat(im).containsOnly(0);
    for (int n = 0; n < length; n++) {
      re[n] = Math.cos(2 * Math.PI * 5 * n / length);
      im[n] = Math.sin(2 * Math.PI * 5 * n / length);
    }
    new Fft(length).transform(re, im);
    for (int k = 0; k < length; k++) {
      assertThat(re[k]).isCloseTo(k == 5 ? length : 0, within(1e-12));
      assertThat(im[k]).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void exchangingTheTwoPartsInverts() {
    int length = 1024;
    double[] re = noise(length);
    double[] im = noise(length);
    double[] back = re.clone();
    double[] backIm = im.clone();
    Fft fft = new Fft(length);
    fft.transform(back, backIm);
    fft.transform(backIm, back);
    for (int i = 0; i < length; i++) {
      assertThat(back[i] / length).isCloseTo(re[i], within(1e-14));
      assertThat(backIm[i] / length).isCloseTo(im[i], within(1e-14));
    }
  }

  @Test
  void lengthsThatAreNoPowersOfTwoAreRefused() {
    for (int length : new int[] {-8, 0, 1, 3, 1000, Integer.MIN_VALUE, 1 << 25}) {
      assertThatThrownBy(() -> new Fft(length))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + length);
    }
  }

  private double[] noise(int length) {
    return random.doubles(length, -1, 1).toArray();
  }

  private static double energy(double[] re, double[] im) {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += re[i] * re[i] + im[i] * im[i];
    }
    return sum;
  }
}
