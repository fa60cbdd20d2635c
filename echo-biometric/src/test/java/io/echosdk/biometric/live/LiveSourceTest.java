package io.echosdk.biometric.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.live.LiveSignal.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveSourceTest {

  private static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;
  private static final Signal ECG = new Signal("ecg", SignalKind.ECG, List.of("I"), "mV", 100);
  private static final Signal RR = new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1);

  private final VirtualClock clock = MediaClock.virtual();
  private final LiveSource source =
      LiveSource.fed(
          List.of(new LiveSignal(ECG, Timing.STAMPED), new LiveSignal(RR, Timing.ARRIVAL)),
          LiveSource.STALE_NANOS,
          clock);
  private final List<SourceState> states = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final List<Float> values = new ArrayList<>();
  private final List<Integer> flags = new ArrayList<>();
  private final Random random = new Random(1);
  private int packet;

  private void poll() {
    source.poll(clock.nanos(), this::accept);
    if (states.isEmpty() || !states.get(states.size() - 1).equals(source.state())) {
      states.add(source.state());
    }
  }

  private void accept(
      Signal signal, long time, long origin, float[] samples, int offset, int frames, int flag) {
    assertThat(origin).isLessThanOrEqualTo(clock.nanos());
    if (signal.equals(ECG)) {
      for (int i = 0; i < frames; i++) {
        times.add(time + i * 10 * MILLI);
        values.add(samples[offset + i]);
        flags.add(i == 0 ? flag : 0);
      }
    }
  }

  /** Ten samples every tenth of a second, whose value is their device time in samples. */
  private void send(long deviceSample) {
    float[] ten = new float[10];
    for (int i = 0; i < 10; i++) {
      ten[i] = deviceSample - 9 + i;
    }
    source.feed().samples(0, deviceSample * 10 * MILLI, clock.nanos(), ten, 0, 10, 0);
  }

  private void live(double seconds) {
    for (int i = 0; i < seconds * 10; i++) {
      clock.advance(Duration.ofMillis(100));
      packet++;
      send(packet * 10L);
      poll();
    }
  }

  private void silence(double seconds) {
    for (int i = 0; i < seconds * 100; i++) {
      clock.advance(Duration.ofMillis(10));
      packet += i % 10 == 9 ? 1 : 0; // the device goes on measuring
      poll();
    }
  }

  private void assertNoTimeEverWentBack() {
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i)).as("sample %d", i).isGreaterThan(times.get(i - 1));
    }
  }

  /**
   * Each sample's time is its device time, for the shortest delay is 0 here; within 2 ms after two
   * seconds, in which the network is thought to have jitter.
   */
  private void assertTimesAreTrue() {
    for (int i = 0; i < times.size(); i++) {
      long tolerance = i < 200 ? 5 * MILLI : 2 * MILLI;
      assertThat(times.get(i) - Math.round(values.get(i)) * 10 * MILLI)
          .as("sample %d", i)
          .isBetween(-tolerance, tolerance);
    }
  }

  @Test
  void unpluggedAndReplugged() {
    poll();
    source.feed().connected();
    live(3);
    source.feed().disconnected();
    silence(5);
    source.feed().connected();
    live(3);
    assertThat(states)
        .containsExactly(
            new SourceState.Connecting(),
            new SourceState.Live(),
            new SourceState.Reconnecting(),
            new SourceState.Gap(),
            new SourceState.Live());
    assertThat(flags.stream().filter(f -> f == SampleSink.GAP).count()).isEqualTo(1);
    assertThat(times).hasSize(600);
    assertNoTimeEverWentBack();
    assertTimesAreTrue();
  }

  @Test
  void pulledOutForAMinuteIsLostAndComesBack() {
    source.feed().connected();
    live(5);
    source.feed().disconnected();
    silence(61);
    assertThat(source.state()).isEqualTo(new SourceState.Lost());
    source.feed().connected();
    live(2);
    assertThat(source.state()).isEqualTo(new SourceState.Live());
    assertNoTimeEverWentBack();
    assertTimesAreTrue();
  }

  @Test
  void silentIsStaleWithTheReasonAndNothingIsRepeated() {
    source.feed().connected();
    live(1);
    int before = values.size();
    silence(3);
    assertThat(source.state())
        .isEqualTo(new SourceState.Stale("nothing arrived for more than 2 seconds"));
    assertThat(values).hasSize(before);
    live(2);
    assertThat(source.state()).isEqualTo(new SourceState.Live());
    assertNoTimeEverWentBack();
  }

  @Test
  void aWaveThatRepeatsOneValueIsStaleAndNoLongerDelivered() {
    source.feed().connected();
    live(1);
    for (int i = 0; i < 100; i++) {
      clock.advance(Duration.ofMillis(100));
      packet++;
      float[] same = new float[10];
      java.util.Arrays.fill(same, 7);
      source.feed().samples(0, packet * 100L * MILLI, clock.nanos(), same, 0, 10, 0);
      poll();
    }
    assertThat(source.state())
        .isEqualTo(
            new SourceState.Stale("ecg repeats one value: the sensor is off, or the device hangs"));
    assertThat(values.stream().filter(v -> v == 7).count()).isBetween(290L, 320L);
    flags.clear();
    live(2);
    assertThat(flags.get(0)).isEqualTo(SampleSink.GAP);
    assertThat(source.state()).isEqualTo(new SourceState.Live());
    assertNoTimeEverWentBack();
  }

  @Test
  void packetsThatComeTwiceAreDeliveredOnce() {
    source.feed().connected();
    for (int i = 0; i < 50; i++) {
      live(0.1);
      send(packet * 10L);
      poll();
    }
    assertThat(values).doesNotHaveDuplicates().hasSize(500);
    assertThat(source.stats().repeated()).isEqualTo(50);
    assertThat(states).doesNotContain(new SourceState.Gap());
  }

  @Test
  void overtakenPacketsAreLeftOutAndShownAsAGap() {
    source.feed().connected();
    live(3);
    clock.advance(Duration.ofMillis(200));
    packet += 2;
    send(packet * 10L);
    send((packet - 1) * 10L);
    poll();
    assertThat(source.state()).isEqualTo(new SourceState.Gap());
    assertThat(source.stats().late()).isEqualTo(1);
    live(2);
    assertThat(values).hasSize(310 + 200);
    assertNoTimeEverWentBack();
    assertTimesAreTrue();
  }

  @Test
  void lostPacketsLeaveAHoleOfTheirOwnLength() {
    source.feed().connected();
    live(3);
    clock.advance(Duration.ofMillis(300));
    packet += 3;
    live(3);
    int hole = values.indexOf(331f);
    assertThat(times.get(hole) - times.get(hole - 1)).isBetween(309 * MILLI, 311 * MILLI);
    assertThat(flags.get(hole)).isEqualTo(SampleSink.GAP);
    assertTimesAreTrue();
  }

  @Test
  void aDeviceThatStartsAnewGoesOnFromItsArrival() {
    source.feed().connected();
    live(5);
    int before = values.size();
    packet = 0;
    live(5);
    assertThat(flags.get(before)).isEqualTo(SampleSink.GAP);
    assertThat(times.get(times.size() - 1)).isBetween(clock.nanos() - MILLI, clock.nanos());
    assertNoTimeEverWentBack();
  }

  @Test
  void jitterNeverMakesTimeGoBack() {
    source.feed().connected();
    long[] arrivals = new long[300];
    for (int i = 0; i < arrivals.length; i++) {
      long delay = random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(30);
      arrivals[i] = Math.max(i == 0 ? 0 : arrivals[i - 1], (i + 1) * 100L + delay);
    }
    for (int i = 0; i < arrivals.length; i++) {
      clock.advanceTo(arrivals[i] * MILLI);
      send((i + 1) * 10L);
      poll();
    }
    assertThat(values).hasSize(3000);
    assertNoTimeEverWentBack();
  }

  @Test
  void whatCannotBeReadMakesTheSourceStaleWithItsReason() {
    source.feed().connected();
    live(1);
    for (int i = 0; i < 30; i++) {
      clock.advance(Duration.ofMillis(100));
      source.feed().unreadable("packet of 3 bytes promises 7");
      poll();
    }
    assertThat(source.state()).isEqualTo(new SourceState.Stale("packet of 3 bytes promises 7"));
    assertThat(source.stats().unreadable()).isEqualTo(30);
  }

  @Test
  void nothingInfiniteOrAbsurdReachesTheSink() {
    source.feed().connected();
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1, 2};
    source.feed().samples(0, 50 * MILLI, clock.nanos(), bad, 0, 5, 0);
    poll();
    assertThat(values).containsExactly(Float.NaN, Float.NaN, Float.NaN, 1f, 2f);
  }

  @Test
  void nobodyPollingForLongIsAGapAndCounted() {
    source.feed().connected();
    live(5);
    for (int i = 0; i < 3000; i++) {
      clock.advance(Duration.ofMillis(100));
      packet++;
      send(packet * 10L);
    }
    poll();
    assertThat(source.stats().missed()).isPositive();
    assertThat(source.state()).isEqualTo(new SourceState.Gap());
    assertNoTimeEverWentBack();
    assertTimesAreTrue();
  }

  @Test
  void closedStaysClosed() {
    source.feed().connected();
    source.close();
    source.close();
    assertThat(source.poll(clock.nanos(), this::accept)).isEqualTo(BiometricSource.END);
    assertThat(source.state()).isEqualTo(new SourceState.Closed());
  }
}
