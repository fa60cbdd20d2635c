package io.echosdk.api.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BiometricValuesTest {

  @Test
  void signalNeedsAChannelAndAPositiveRate() {
    assertThatThrownBy(() -> new Signal("ecg", SignalKind.ECG, List.of(), "mV", 250))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ecg");
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(rate));
    }
  }

  @Test
  void channelsOfASignalCannotBeChangedFromOutside() {
    List<String> names = new ArrayList<>(List.of("x", "y"));
    Signal signal = new Signal("acc", SignalKind.ACCELERATION, names, "g", 50);
    names.add("z");
    assertThat(signal.channels()).containsExactly("x", "y");
  }

  @Test
  void confidenceOfABeatIsBetweenZeroAndOne() {
    for (double confidence : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Beat(1, 0, 0, 0, 0, confidence, Beat.Kind.NORMAL, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(confidence));
    }
  }
}
