package io.echosdk.biometric.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.live.LiveSignal.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveSessionTest {

  private static final Signal ECG = new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 250);
  private static final int PACKET = 25;

  private final VirtualClock clock = MediaClock.virtual();
  private final LiveSource source =
      LiveSource.fed(List.of(new LiveSignal(ECG, Timing.STAMPED)), LiveSource.STALE_NANOS, clock);
  private final List<String> heard = new ArrayList<>();
  private final BiometricSession session =
      BiometricSession.builder()
          .source(source)
          .listener(
              new BiometricListener() {
                @Override
                public void onSourceState(SourceState state) {
                  heard.add(state.getClass().getSimpleName());
                }
              })
          .build();
  private final BiometricState state = new BiometricState();
  private long sample;

  private enum Wave {
    HEART,
    RUBBISH,
    NONE
  }

  /** Packets of a tenth of a second; one beat a second. */
  private void live(int seconds, Wave wave) {
    for (int i = 0; i < seconds * 10; i++) {
      clock.advance(Duration.ofMillis(100));
      float[] packet = new float[PACKET];
      for (int n = 0; n < PACKET; n++) {
        double t = sample++ / 250.0 - Math.rint(sample / 250.0);
        double noise = 0.002 * Math.sin(sample * 12.9898);
        packet[n] = (float) (Math.exp(-t * t / (2 * 0.015 * 0.015)) + noise);
        if (wave == Wave.RUBBISH) {
          packet[n] = n % 3 == 0 ? Float.NaN : n % 3 == 1 ? Float.POSITIVE_INFINITY : -1e30f;
        }
      }
      if (wave != Wave.NONE) {
        source.feed().samples(0, sample * 4_000_000, clock.nanos(), packet, 0, PACKET, 0);
      }
      session.poll(clock.nanos());
      session.read(state);
      for (Metric metric : Metric.values()) {
        assertThat(Double.isInfinite(state.value(metric))).as(metric.name()).isFalse();
      }
    }
  }

  @Test
  void aDeviceThatSendsRubbishAndGoesPoisonsNothingAndIsFollowedWhenItReturns() {
    source.feed().connected();
    live(30, Wave.HEART);
    assertThat(state.value(Metric.HEART_RATE)).isCloseTo(60, within(1.0));
    live(5, Wave.RUBBISH);
    source.feed().disconnected();
    live(20, Wave.NONE);
    assertThat(state.value(Metric.HEART_RATE)).isNaN();
    assertThat(state.confidence(Metric.HEART_RATE)).isZero();
    long beats = state.beatCount();
    live(5, Wave.NONE);
    assertThat(state.beatCount()).isEqualTo(beats);
    source.feed().connected();
    live(30, Wave.HEART);
    assertThat(state.value(Metric.HEART_RATE)).isCloseTo(60, within(1.0));
    assertThat(heard).contains("Live", "Reconnecting", "Gap");
    assertThat(heard.get(heard.size() - 1)).isEqualTo("Live");
  }
}
