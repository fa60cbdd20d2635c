package io.echosdk.biometric.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpectraPropertyTest {

  private static final double SHARE = 0.005;
  private static final double LEAK = 0.002;

  @Test
  void quickPatternOfEc57HasItsPowerInHf() {
    // ANSI/AAMI EC57:2012 A.4.3.3, TP2: 35 ms at 0.25 Hz, mean 0.8 s
    check(Series.ofNumber(3000, Series.sine(800, 35, 0.25 * 0.8)), 0, 0, 612.5);
  }

  @Test
  void slowPatternOfEc57HasItsPowerInLf() {
    check(Series.ofNumber(3000, Series.sine(1000, 70, 0.1)), 0, 2450, 0); // TP3
  }

  @Test
  void verySlowPatternOfEc57HasItsPowerInVlf() {
    check(Series.ofNumber(3000, Series.sine(3000, 280, 0.1)), 39_200, 0, 0); // TP4
  }

  @Test
  void hourlyPatternOfEc57HasNoPowerInAnyBand() {
    Spectra spectra = measure(Series.ofNumber(2400, Series.sine(3000, 140, 3 / 3600.0))); // TP5
    assertThat(spectra.byWelch().vlfMs2()).isLessThan(1);
    assertThat(spectra.byWelch().lfMs2()).isLessThan(1e-3);
    assertThat(spectra.byWelch().hfMs2()).isLessThan(1e-3);
    assertThat(spectra.byLomb().vlfMs2()).isLessThan(1);
  }

  @Test
  void sinesOfTimeAndOfNumberHaveHalfTheirSquareInTheirBandAndNothingElsewhere() {
    Random random = new Random(11);
    for (int run = 0; run < 30; run++) {
      double mean = 500 + 700 * random.nextDouble();
      double depth = mean * (0.01 + 0.05 * random.nextDouble());
      double hz = frequencyInsideABand(random, 0.7 * 500 / mean);
      double power = depth * depth / 2;
      double vlf = hz < 0.04 ? power : 0;
      double lf = hz >= 0.04 && hz < 0.15 ? power : 0;
      double hf = hz >= 0.15 ? power : 0;
      String at = "seed 11, run " + run + ": " + mean + " ms, " + hz + " Hz";
      check(at, Series.ofTime(1800, Series.sine(mean, depth, hz)), vlf, lf, hf);
      check(at, Series.ofNumber(1800, Series.sine(mean, depth, hz * mean / 1000)), vlf, lf, hf);
    }
  }

  /**
   * Below seven tenths of the mean Nyquist frequency, and not within a window's resolution of a
   * border, where no estimate can tell.
   */
  private static double frequencyInsideABand(Random random, double below) {
    while (true) {
      double hz = 0.012 + 0.38 * random.nextDouble();
      boolean atBorder = false;
      for (double border : new double[] {0.04, 0.15, 0.4}) {
        atBorder |= Math.abs(hz - border) < 0.009;
      }
      if (!atBorder && hz < below) {
        return hz;
      }
    }
  }

  @Test
  void sumOfThreeSinesIsPartedIntoItsBands() {
    double[] series =
        Series.ofTime(
            2400,
            t ->
                850
                    + 30 * Math.sin(2 * Math.PI * 0.02 * t)
                    + 25 * Math.sin(2 * Math.PI * 0.09 * t + 1)
                    + 20 * Math.sin(2 * Math.PI * 0.27 * t + 2));
    Spectra spectra = measure(series);
    assertThat(spectra.byWelch().vlfMs2()).isCloseTo(450, within(450 * 0.01));
    assertThat(spectra.byWelch().lfMs2()).isCloseTo(312.5, within(312.5 * 0.01));
    assertThat(spectra.byWelch().hfMs2()).isCloseTo(200, within(200 * 0.01));
  }

  @Test
  void windowWithATenthMissingIsLombsAndNearlyRight() {
    double[] series = Series.ofTime(1500, Series.sine(900, 40, 0.1));
    Tachogram tachogram = new Tachogram();
    Spectra spectra = new Spectra();
    Random random = new Random(5);
    double time = 0;
    for (double interval : series) {
      time += interval / 1000;
      if (random.nextDouble() > 0.1) {
        tachogram.add(Math.round(time * 1e9), interval, 0);
        spectra.heard(tachogram, Math.round(time * 1e9));
      }
    }
    assertThat(spectra.coverage()).isLessThan(0.95);
    assertThat(spectra.lfMs2()).isCloseTo(800, within(800 * 0.03));
  }

  @Test
  void bandsAreUnknownBeforeTheirWindowsAreLongEnough() {
    double[] series = Series.ofTime(400, Series.sine(1000, 40, 0.1));
    Tachogram tachogram = new Tachogram();
    Spectra spectra = new Spectra();
    double time = 0;
    for (double interval : series) {
      time += interval / 1000;
      tachogram.add(Math.round(time * 1e9), interval, 1);
      spectra.heard(tachogram, Math.round(time * 1e9));
      if (time < 60) {
        assertThat(spectra.hfMs2()).isNaN();
      }
      if (time > 66) {
        assertThat(spectra.hfMs2()).isNotNaN();
      }
      if (time < 120) {
        assertThat(spectra.lfMs2()).isNaN();
      }
      if (time < 300) {
        assertThat(spectra.vlfMs2()).isNaN();
      }
      if (time > 306) {
        assertThat(spectra.vlfMs2()).isNotNaN();
      }
    }
  }

  private static void check(double[] series, double vlf, double lf, double hf) {
    check("", series, vlf, lf, hf);
  }

  private static void check(String at, double[] series, double vlf, double lf, double hf) {
    Spectra spectra = measure(series);
    double total = vlf + lf + hf;
    for (Spectra.Powers powers : new Spectra.Powers[] {spectra.byWelch(), spectra.byLomb()}) {
      checkBand(at + " VLF", powers.vlfMs2(), vlf, total);
      checkBand(at + " LF", powers.lfMs2(), lf, total);
      checkBand(at + " HF", powers.hfMs2(), hf, total);
    }
  }

  private static void checkBand(String at, double power, double expected, double total) {
    double tolerance = expected > 0 ? SHARE * expected : LEAK * total;
    assertThat(power).as(at).isCloseTo(expected, within(tolerance));
  }

  private static Spectra measure(double[] series) {
    Tachogram tachogram = new Tachogram();
    Spectra spectra = new Spectra();
    long time = 0;
    for (double interval : series) {
      time += Math.round(interval * 1e6);
      tachogram.add(time, interval, 1);
      spectra.heard(tachogram, time);
    }
    return spectra;
  }
}
