package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.testing.TestFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BiometricSessionTest {

  private static final long SECOND = 1_000_000_000;

  @Test
  void simulatedHeartIsFollowedAtItsRate() {
    SimulatedSubject subject = SimulatedSubject.builder().heartRateBpm(72).build();
    try (BiometricSession session = BiometricSession.of(subject)) {
      for (long now = 0; now <= 60 * SECOND; now += SECOND / 60) {
        session.poll(now);
      }
      BiometricState state = new BiometricState();
      session.read(state);
      assertThat(state.value(Metric.HEART_RATE)).isCloseTo(72, within(5.0));
      assertThat(state.beatCount()).isBetween(68L, 74L);
    }
  }

  @Test
  void recordedHeartIsPlayedToItsEnd() {
    List<Beat> beats = new ArrayList<>();
    BiometricSource source =
        Recordings.open(
            TestFiles.data("biometric/mitdb").resolve("101.hea"),
            ReplayOptions.builder().channels(0).asFastAsPolled().build());
    BiometricListener listener =
        new BiometricListener() {
          @Override
          public void onBeat(Beat beat) {
            beats.add(beat);
          }
        };
    try (BiometricSession session =
        BiometricSession.builder().source(source).listener(listener).build()) {
      long next = 0;
      while (next != BiometricSource.END) {
        next = session.poll(next);
      }
    }
    assertThat(beats).hasSizeBetween(1850, 1880);
  }
}
