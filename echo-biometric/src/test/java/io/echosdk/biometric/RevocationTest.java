package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.internal.LatestSlot;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** That nothing flows, and nothing is held, once a consent has ended. */
final class RevocationTest {

  private static final long SECOND = 1_000_000_000;
  private static final ConsentText TEXT = ConsentText.first("test");

  private final VirtualClock clock = MediaClock.virtual();
  private final ConsentLedger ledger = new ConsentLedger(clock);
  private final Consent consent = ledger.of("somebody");

  private BiometricSession session(BiometricListener... listeners) {
    BiometricSession.Builder builder =
        BiometricSession.builder()
            .source(SimulatedSubject.builder().seed(3).build())
            .consent(consent)
            .inferArousal();
    for (BiometricListener listener : listeners) {
      builder.listener(listener);
    }
    return builder.build();
  }

  private static void play(BiometricSession session, int fromSecond, int toSecond) {
    for (long now = fromSecond * SECOND; now <= toSecond * SECOND; now += SECOND / 20) {
      session.poll(now);
    }
  }

  private static BiometricListener onBeat(Runnable then) {
    return new BiometricListener() {
      @Override
      public void onBeat(Beat beat) {
        then.run();
      }
    };
  }

  private static void assertNothingKnown(BiometricSession session) throws Exception {
    BiometricState state = new BiometricState();
    session.read(state);
    assertUnknown(state);
    Field slot = BiometricSession.class.getDeclaredField("slot");
    slot.setAccessible(true);
    ((LatestSlot) slot.get(session)).read(state.words()); // behind the gate
    assertUnknown(state);
    assertThat(session.pulse().known(state.timeNanos())).isFalse();
  }

  private static void assertUnknown(BiometricState state) {
    for (Metric metric : Metric.values()) {
      assertThat(state.value(metric)).as(metric.name()).isNaN();
    }
    assertThat(state.beatCount()).isZero();
    assertThat(state.beatNanos()).isZero();
    assertThat(state.originNanos()).isZero();
  }

  private static List<SignalChannel> channels(BiometricSession session) throws Exception {
    Field field = BiometricSession.class.getDeclaredField("senses");
    field.setAccessible(true);
    return ((Senses) field.get(session)).channels();
  }

  @Test
  void everyProcessorsBuffersAreZeroWhenRevokeReturns() throws Exception {
    consent.grant(Purpose.VISUALISE, TEXT);
    consent.grant(Purpose.INFER_AROUSAL, TEXT);
    try (BiometricSession session = session()) {
      play(session, 0, 130);
      List<SignalChannel> held = channels(session);
      Field watch = BiometricSession.class.getDeclaredField("arousal");
      watch.setAccessible(true);
      Field meter = ArousalWatch.class.getDeclaredField("meter");
      meter.setAccessible(true);
      Object arousal = meter.get(watch.get(session));
      assertThat(Wipe.remains(arousal)).as("arousal").isGreaterThan(100);
      for (SignalChannel channel : held) {
        assertThat(Wipe.remains(channel)).as(channel.signal.name()).isGreaterThan(10);
      }
      assertThat(held).hasSizeGreaterThan(3);
      consent.revoke(Purpose.VISUALISE);
      for (SignalChannel channel : held) {
        assertThat(Wipe.remains(channel)).as(channel.signal.name()).isZero();
      }
      assertThat(Wipe.remains(arousal)).isZero();
      assertNothingKnown(session);
    }
  }

  /** Each kind of processor by itself, with one number in all of its samples that no other has. */
  @Test
  void noSampleIsLeftInAnyKindOfProcessor() throws Exception {
    for (SignalKind kind :
        List.of(
            SignalKind.ECG,
            SignalKind.PPG,
            SignalKind.RR,
            SignalKind.EEG,
            SignalKind.RESPIRATION,
            SignalKind.ACCELERATION,
            SignalKind.EDA)) {
      Signal signal = new Signal("one", kind, List.of("x", "y", "z"), "", 100);
      SignalChannel channel = onlyChannel(signal);
      float[] samples = new float[3 * 2000];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = kind == SignalKind.RR ? 800 + i % 100 : 1 + (float) Math.sin(i * 0.05);
      }
      channel.accept(0, 0, samples, 0, 2000, 0);
      assertThat(Wipe.remains(channel)).as(kind.name()).isGreaterThan(20);
      Wipe.all(channel);
      assertThat(Wipe.remains(channel)).as(kind.name()).isZero();
    }
  }

  private SignalChannel onlyChannel(Signal signal) throws Exception {
    BiometricSession session = BiometricSession.of(silent(signal));
    List<SignalChannel> made = channels(session);
    assertThat(made).hasSize(1);
    return made.get(0);
  }

  private static BiometricSource silent(Signal signal) {
    return new BiometricSource() {
      @Override
      public List<Signal> signals() {
        return List.of(signal);
      }

      @Override
      public long poll(long nowNanos, SampleSink sink) {
        return END;
      }

      @Override
      public SourceState state() {
        return new SourceState.Live();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void arousalAloneEndsWithItsOwnPurpose() {
    consent.grant(Purpose.VISUALISE, TEXT);
    consent.grant(Purpose.INFER_AROUSAL, TEXT);
    BiometricState state = new BiometricState();
    try (BiometricSession session = session()) {
      play(session, 0, 240);
      session.read(state);
      assertThat(state.value(Metric.AROUSAL)).isNotNaN();
      consent.revoke(Purpose.INFER_AROUSAL);
      session.read(state);
      assertThat(state.value(Metric.AROUSAL)).isNaN();
      assertThat(state.value(Metric.HEART_RATE)).isNotNaN();
    }
  }

  @Test
  void expiryAndANewTextStopTheFlowToo() throws Exception {
    consent.grant(Purpose.VISUALISE, TEXT, Duration.ofSeconds(30));
    List<Integer> beats = new ArrayList<>();
    try (BiometricSession session = session(onBeat(() -> beats.add(1)))) {
      play(session, 0, 30);
      assertThat(beats).isNotEmpty();
      clock.advance(Duration.ofSeconds(30));
      int before = beats.size();
      play(session, 30, 40);
      assertThat(beats).hasSize(before);
      assertNothingKnown(session);
      consent.grant(Purpose.VISUALISE, TEXT);
      play(session, 41, 60);
      assertThat(beats).hasSizeGreaterThan(before);
      ledger.replaceText(Purpose.VISUALISE, 2);
      assertNothingKnown(session);
    }
  }

  @Test
  void listenerThatRevokesHearsNothingMoreNorDoOthers() throws Exception {
    consent.grant(Purpose.VISUALISE, TEXT);
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    Runnable revoke =
        () -> {
          if (first.incrementAndGet() == 5) {
            consent.revoke(Purpose.VISUALISE);
          }
        };
    try (BiometricSession session = session(onBeat(revoke), onBeat(second::incrementAndGet))) {
      session.poll(0);
      session.poll(60 * SECOND); // a minute at once
      assertNothingKnown(session);
      play(session, 60, 70);
    }
    assertThat(first).hasValue(5);
    assertThat(second).hasValue(4);
  }

  @Test
  void closedSessionHoldsNothing() throws Exception {
    consent.grant(Purpose.VISUALISE, TEXT);
    BiometricSession session = session();
    play(session, 0, 20);
    List<SignalChannel> held = channels(session);
    session.close();
    for (SignalChannel channel : held) {
      assertThat(Wipe.remains(channel)).isZero();
    }
    assertNothingKnown(session);
  }

  /** Grants and revokes again and again while another thread polls as fast as it can. */
  @Test
  void noValueIsPublishedAfterRevokeHasReturned() throws Exception {
    AtomicLong heard = new AtomicLong();
    AtomicLong polled = new AtomicLong();
    AtomicReference<Throwable> broken = new AtomicReference<>();
    try (EchoRuntime runtime =
            EchoRuntime.builder().errorListener((during, error) -> broken.set(error)).build();
        BiometricSession session = session(onBeat(heard::incrementAndGet))) {
      Thread poller =
          runtime.start(
              "poller",
              () -> {
                for (long now = 0; !Thread.interrupted(); now += SECOND / 20) {
                  session.poll(now);
                  polled.set(now);
                }
              });
      long lastHeard = 0;
      for (int round = 0; round < 30; round++) {
        consent.grant(Purpose.VISUALISE, TEXT);
        while (heard.get() < lastHeard + 3) {
          assertThat(broken.get()).isNull();
          LockSupport.parkNanos(100_000);
        }
        consent.revoke(Purpose.VISUALISE);
        long atReturn = heard.get();
        assertNothingKnown(session);
        long tick = polled.get();
        while (polled.get() < tick + 2 * SECOND) {
          assertThat(broken.get()).isNull();
          LockSupport.parkNanos(100_000);
        }
        assertNothingKnown(session);
        lastHeard = heard.get();
        assertThat(lastHeard).as("round %d", round).isEqualTo(atReturn);
      }
      poller.interrupt();
      poller.join();
    }
  }
}
