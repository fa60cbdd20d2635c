package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.live.LiveFeed;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveSignal.Timing;
import io.echosdk.biometric.live.LiveSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intervals of a device that tells of each how wrong it may be. */
class DoubtedIntervalTest {

  private static final Signal PPI =
      new Signal("ppi", SignalKind.RR, List.of("ppi", "error"), "ms", 1);

  private final VirtualClock clock = MediaClock.virtual();
  private final LiveSource source =
      LiveSource.fed(List.of(new LiveSignal(PPI, Timing.ARRIVAL)), LiveSource.STALE_NANOS, clock);
  private final List<Double> confidences = new ArrayList<>();
  private final BiometricSession session =
      BiometricSession.builder()
          .source(source)
          .listener(
              new BiometricListener() {
                @Override
                public void onBeat(Beat beat) {
                  confidences.add(beat.confidence());
                }
              })
          .build();

  /** Returns the confidences of the beats told of so many intervals of 800 ms. */
  private List<Double> beats(int count, float intervalMs, float errorMs) {
    confidences.clear();
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofMillis(800));
      float[] sample = {intervalMs, errorMs};
      source.feed().samples(0, LiveFeed.UNSTAMPED, clock.nanos(), sample, 0, 1, 0);
      session.poll(clock.nanos());
    }
    return confidences;
  }

  @Test
  void confidenceFallsWithTheErrorAndATenthOfTheIntervalIsNoInterval() {
    source.feed().connected();
    double sure = beats(10, 800, 0).get(9);
    assertThat(beats(10, 800, 20)).hasSize(10);
    assertThat(confidences.get(9)).isCloseTo(sure * 0.75, within(1e-6));
    assertThat(beats(10, 800, 60).get(9)).isCloseTo(sure * 0.25, within(1e-6));
    assertThat(beats(10, 800, 80)).isEmpty();
    assertThat(beats(10, 800, Float.NaN)).isEmpty();
    assertThat(beats(10, Float.NaN, 10)).isEmpty();
    assertThat(beats(10, 800, 0)).isNotEmpty();
  }
}
