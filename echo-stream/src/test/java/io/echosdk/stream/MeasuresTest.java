package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeasuresTest {

  @Test
  void percentilesAreOfTheLastMeasurementsOnly() {
    Percentiles percentiles = new Percentiles(100);
    assertThat(percentiles.at(0.5)).isZero();
    for (int i = 1; i <= 1_000; i++) {
      percentiles.add(i);
    }
    assertThat(percentiles.at(0.5)).isEqualTo(950);
    assertThat(percentiles.at(0.99)).isEqualTo(999);
    assertThat(percentiles.at(1)).isEqualTo(1_000);
    assertThat(percentiles.at(0)).isEqualTo(901);
  }

  @Test
  void bitrateIsOfTheLastTwoSecondsOfProgramme() {
    BitrateMeter meter = new BitrateMeter();
    assertThat(meter.kbps()).isZero();
    for (int i = 0; i < 300; i++) {
      meter.add(i * 1_000_000_000L / 30, i < 150 ? 1_000 : 2_000);
    }
    assertThat(meter.kbps()).isCloseTo(2_000 * 30 * 8 / 1_000.0, within(0.5));
  }
}
