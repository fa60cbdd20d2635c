package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.PlayedBody.Track;
import io.echosdk.testing.Allocations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What holds of every processor of a body's signals, each in a session that hears nothing else: how
 * samples are cut into packets changes no bit, what was said never depends on what comes later, bad
 * samples leave nothing behind, and no sample costs memory.
 */
final class EveryProcessorTest {

  private static final int SECONDS = 150;
  private static final int BAD_FROM = 60;
  private static final int BAD_UNTIL = 70;
  private static final int RECOVERED = 130;

  /** Of windows of a minute and more: what was bad, or came right after, is still in them. */
  private static final EnumSet<Metric> LONG =
      EnumSet.of(
          Metric.RMSSD,
          Metric.SDNN,
          Metric.PNN50,
          Metric.VLF_POWER,
          Metric.LF_POWER,
          Metric.HF_POWER,
          Metric.LF_HF_RATIO,
          Metric.COHERENCE);

  /** A processor by the signal that it hears; heart and pulse tell the breath as well. */
  enum Processor {
    HEART(SignalKind.ECG),
    PULSE(SignalKind.PPG),
    INTERVALS(SignalKind.RR),
    BRAIN(SignalKind.EEG),
    SKIN(SignalKind.EDA),
    BELT(SignalKind.RESPIRATION),
    MOVEMENT(SignalKind.ACCELERATION);

    private final SignalKind kind;

    Processor(SignalKind kind) {
      this.kind = kind;
    }

    Track track() {
      if (kind == SignalKind.RR) {
        return intervals();
      }
      SimulatedSubject.Builder body =
          SimulatedSubject.builder()
              .seed(5)
              .heartRateBpm(75)
              .ecgRateHz(250)
              .edaRateHz(32)
              .eegChannels("Fp1", "O1", "O2")
              .eyesClosed(100, SECONDS)
              .ectopicBeat(20)
              .blink(25);
      return PlayedBody.tracks(body, SECONDS, kind).get(0);
    }

    private static Track intervals() {
      Random random = new Random(3);
      float[] intervals = new float[(int) (SECONDS / 0.8)];
      for (int i = 0; i < intervals.length; i++) {
        double breath = 40 * Math.sin(2 * Math.PI * 0.25 * 0.8 * i);
        intervals[i] = (float) (800 + breath + 5 * random.nextGaussian());
      }
      return Track.of(new Signal("rr", SignalKind.RR, List.of("rr"), "ms", 1), intervals);
    }
  }

  /** What a session said: the state after some frames, and how many beats were told by then. */
  private record Said(long[][] states, int[] beats, List<Beat> told) {}

  private static Said play(Track track, int frames, int packet) {
    PlayedBody body = new PlayedBody(List.of(track));
    long[][] states = new long[frames + 1][];
    int[] beats = new int[frames + 1];
    try (BiometricSession session =
        BiometricSession.builder().source(body).listener(body).build()) {
      for (int at = 0; at < frames; ) {
        at = Math.min(frames, at + packet);
        states[at] = PlayedBody.bits(session, body.give(session, 0, at, 0));
        beats[at] = body.told().size();
      }
    }
    return new Said(states, beats, body.told());
  }

  @ParameterizedTest
  @EnumSource
  void packetsChangeNoBitAndWhatWasSaidStaysWhereverTheInputEnds(Processor processor) {
    Track track = processor.track();
    int frames = Math.min(track.frames(), 20_000);
    Said whole = play(track, frames, 1);
    for (int packet : new int[] {7, 73, 4096}) {
      for (int end : new int[] {frames, frames * 61 / 100, frames * 37 / 100}) {
        Said part = play(track, end, packet);
        for (int at = 1; at <= end; at++) {
          if (part.states[at] != null) {
            assertThat(part.states[at])
                .as("after %d by %d", at, packet)
                .isEqualTo(whole.states[at]);
          }
        }
        assertThat(part.told).isEqualTo(whole.told.subList(0, whole.beats[end]));
      }
    }
  }

  /** What a session says of a whole body, in packets that come when their last frame has. */
  private static Whole playAll(List<Track> tracks, int packet) {
    PlayedBody body = new PlayedBody(tracks);
    int[] given = new int[tracks.size()];
    try (BiometricSession session =
        BiometricSession.builder().source(body).listener(body).build()) {
      long now = 0;
      for (int next = next(tracks, given, packet); next >= 0; next = next(tracks, given, packet)) {
        given[next] = Math.min(tracks.get(next).frames(), given[next] + packet);
        now = body.give(session, next, given[next], 0);
      }
      return new Whole(PlayedBody.bits(session, now), body.told());
    }
  }

  private record Whole(long[] bits, List<Beat> told) {

    /** A beat that waits for another signal is decided later where that one comes late. */
    List<Beat> withoutDelays() {
      return told.stream()
          .map(
              b ->
                  new Beat(
                      b.id(),
                      b.sample(),
                      b.timeNanos(),
                      b.originNanos(),
                      0,
                      b.confidence(),
                      b.kind(),
                      b.provisional()))
          .toList();
    }
  }

  /** Whose packet is complete next; -1 at the end. */
  private static int next(List<Track> tracks, int[] given, int packet) {
    int next = -1;
    long first = Long.MAX_VALUE;
    for (int i = 0; i < given.length; i++) {
      Track track = tracks.get(i);
      int end = Math.min(track.frames(), given[i] + packet);
      if (given[i] < track.frames() && track.times()[end - 1] < first) {
        first = track.times()[end - 1];
        next = i;
      }
    }
    return next;
  }

  private static List<Track> wholeBody() {
    return PlayedBody.tracks(
        SimulatedSubject.builder().seed(6).edaRateHz(32).walk(60, 80),
        SECONDS,
        SignalKind.ECG,
        SignalKind.EEG,
        SignalKind.RESPIRATION,
        SignalKind.ACCELERATION,
        SignalKind.EDA);
  }

  @Test
  void packetsOfAWholeBodyChangeNoBit() {
    List<Track> tracks = wholeBody();
    Whole whole = playAll(tracks, 1);
    for (int packet : new int[] {7, 73, 4096}) {
      Whole other = playAll(tracks, packet);
      assertThat(other.told).as("by %d", packet).isEqualTo(whole.told);
      assertThat(other.bits).as("by %d", packet).isEqualTo(whole.bits);
    }
  }

  /** A pulse waits for the acceleration beside it, but no longer than two seconds. */
  @Test
  void packetsOfAPulseAndItsAccelerationChangeNoBit() {
    List<Track> tracks =
        PlayedBody.tracks(
            SimulatedSubject.builder().seed(6).walk(60, 80),
            SECONDS,
            SignalKind.PPG,
            SignalKind.ACCELERATION);
    Whole whole = playAll(tracks, 1);
    for (int packet : new int[] {7, 73}) {
      Whole other = playAll(tracks, packet);
      assertThat(other.withoutDelays()).as("by %d", packet).isEqualTo(whole.withoutDelays());
      assertThat(other.bits).as("by %d", packet).isEqualTo(whole.bits);
    }
  }

  /** What can be wrong with ten seconds of a signal. */
  private enum Fault {
    GAP,
    LEAD_OFF,
    NOT_A_NUMBER,
    INFINITE,
    HUGE,
    FLAT,
    CLIPPED,
    LOUD;

    Track in(Track track) {
      float[] samples = track.samples().clone();
      float[] sorted = samples.clone();
      Arrays.sort(sorted);
      float low = sorted[samples.length * 3 / 10];
      float high = sorted[samples.length * 7 / 10];
      int width = track.signal().channels().size();
      for (int i = width * track.framesBy(BAD_FROM); i < width * track.framesBy(BAD_UNTIL); i++) {
        samples[i] =
            switch (this) {
              case GAP, LEAD_OFF -> samples[i];
              case NOT_A_NUMBER -> Float.NaN;
              case INFINITE -> i % 3 == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
              case HUGE -> i % 7 == 0 ? -Float.MAX_VALUE : Float.MAX_VALUE;
              case FLAT -> 0;
              case LOUD -> 1000 * samples[i];
              case CLIPPED -> Math.max(low, Math.min(high, samples[i]));
            };
      }
      return new Track(track.signal(), samples, track.times());
    }
  }

  /** What a session says each second after a minute of good signal. */
  private record Afterwards(List<BiometricState> states, List<Long> beats) {}

  private static Afterwards afterwards(Track track, Fault fault) {
    PlayedBody body = new PlayedBody(List.of(track));
    List<BiometricState> states = new ArrayList<>();
    try (BiometricSession session =
        BiometricSession.builder().source(body).listener(body).build()) {
      for (int second = 1; second <= SECONDS; second++) {
        boolean bad = second > BAD_FROM && second <= BAD_UNTIL;
        int until = track.framesBy(second);
        if (fault == Fault.GAP && bad) {
          body.skip(0, until);
          continue;
        }
        int flags = fault == Fault.LEAD_OFF && bad ? SampleSink.LEAD_OFF : 0;
        body.give(session, 0, until, fault == Fault.GAP && second == 71 ? SampleSink.GAP : flags);
        if (second >= RECOVERED) {
          BiometricState state = new BiometricState();
          session.read(state);
          states.add(state);
        }
      }
    }
    return new Afterwards(
        states,
        body.told().stream()
            .filter(beat -> !beat.provisional())
            .map(Beat::timeNanos)
            .filter(time -> time > RECOVERED * 1_000_000_000L)
            .toList());
  }

  @ParameterizedTest
  @EnumSource
  void badSamplesAreForgottenAfterAMinuteOfGoodOnes(Processor processor) {
    Track good = processor.track();
    Afterwards expected = afterwards(good, null);
    for (Fault fault : Fault.values()) {
      Afterwards actual = afterwards(fault.in(good), fault);
      assertThat(actual.beats).as("beats after %s", fault).hasSameSizeAs(expected.beats);
      for (int i = 0; i < actual.beats.size(); i++) {
        assertThat(actual.beats.get(i)).isCloseTo(expected.beats.get(i), within(20_000_000L));
      }
      for (int i = 0; i < actual.states.size(); i++) {
        for (Metric metric : EnumSet.complementOf(LONG)) {
          assertSame(metric, fault, expected.states.get(i), actual.states.get(i));
        }
      }
    }
  }

  private static void assertSame(
      Metric metric, Fault fault, BiometricState expected, BiometricState actual) {
    String what = metric + " after " + fault;
    double value = expected.value(metric);
    if (Double.isNaN(value) || expected.confidence(metric) < 0.5) {
      return;
    }
    assertThat(actual.value(metric)).as(what).isCloseTo(value, within(tolerance(metric)));
    assertThat(actual.confidence(metric))
        .as("trust in " + what)
        .isGreaterThan(0.8 * expected.confidence(metric));
  }

  private static double tolerance(Metric metric) {
    return switch (metric) {
      case RR_INTERVAL -> 5;
      case HEART_RATE, MOVEMENT, MOVEMENT_DEVIATION, CADENCE -> 1;
      case BREATH_RATE -> 0.5;
      case ALPHA_FREQUENCY -> 0.2;
      default -> 0.05;
    };
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAllocatedForASample(Processor processor) {
    List<Track> tracks = List.of(processor.track());
    PlayedBody body = new PlayedBody(tracks);
    try (BiometricSession session = BiometricSession.of(body)) {
      assertThat(leastBytes(body, tracks, session)).isZero();
    }
  }

  @Test
  void nothingIsAllocatedForASampleOfAWholeBodyThatIsWatchedForArousal() {
    List<Track> tracks = wholeBody();
    PlayedBody body = new PlayedBody(tracks);
    Consent consent = new ConsentLedger(MediaClock.virtual()).of("somebody");
    consent.grant(Purpose.VISUALISE, ConsentText.first("test"));
    consent.grant(Purpose.INFER_AROUSAL, ConsentText.first("test"));
    try (BiometricSession session =
        BiometricSession.builder().source(body).consent(consent).inferArousal().build()) {
      assertThat(leastBytes(body, tracks, session)).isZero();
    }
  }

  /** Of the tenths of the tracks, sample by sample. */
  private static long leastBytes(PlayedBody body, List<Track> tracks, BiometricSession session) {
    int[] given = new int[tracks.size()];
    int tenth = tracks.stream().mapToInt(Track::frames).sum() / 10;
    return Allocations.leastBytesDuring(
        () -> {
          for (int i = 0; i < tenth; i++) {
            int next = next(tracks, given, 1);
            body.give(session, next, ++given[next], 0);
          }
        },
        10);
  }
}
