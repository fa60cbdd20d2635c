package io.echosdk.server.cli;

import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.LeadVote;
import io.echosdk.biometric.PulseDetector;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which signal of a recording shows the heart, and who finds its beats. */
final class HeartSignal {

  private HeartSignal() {}

  /** Takes samples, as {@link BeatDetector#push(float[], int, int, int)}. */
  @FunctionalInterface
  interface Taker {

    /** Takes the next samples. */
    void push(float[] samples, int offset, int count, int stride);
  }

  /**
   * Who finds the beats of a signal.
   *
   * @param taker takes its samples
   * @param gap says that the next sample does not follow the last
   */
  record Follower(Taker taker, Runnable gap) {}

  /**
   * Chooses a recording's signal: the first ECG, else the first pulse wave.
   *
   * @param chosen whether the user chose the channel; then any signal is taken, as an ECG unless
   *     its name says that it is a pulse wave
   */
  static Signal of(BiometricSource source, Path file, boolean chosen) {
    Signal ecg = first(source, SignalKind.ECG);
    Signal found = ecg != null ? ecg : first(source, SignalKind.PPG);
    if (found == null && chosen) {
      found = source.signals().get(0);
    }
    if (found == null) {
      throw new BiometricException(
          BiometricException.Kind.NO_SUCH_CHANNEL,
          file.getFileName() + " has no ECG and no pulse wave but " + names(source),
          "choose the channel with --channel N");
    }
    return found;
  }

  private static @Nullable Signal first(BiometricSource source, SignalKind kind) {
    return source.signals().stream().filter(s -> s.kind() == kind).findFirst().orElse(null);
  }

  private static String names(BiometricSource source) {
    return source.signals().stream()
        .flatMap(signal -> signal.channels().stream())
        .collect(Collectors.joining(", "));
  }

  /** Returns who finds the signal's beats and tells of them; the leads of an ECG vote. */
  static Follower follow(Signal signal, BeatDetector.Listener listener) {
    if (signal.kind() == SignalKind.PPG) {
      PulseDetector detector = new PulseDetector(signal.sampleRateHz(), listener);
      return new Follower(detector::push, detector::gap);
    }
    int leads = Math.min(signal.channels().size(), LeadVote.MAX_LEADS);
    LeadVote vote = new LeadVote(signal.sampleRateHz(), leads, listener);
    return new Follower(vote::push, vote::gap);
  }

  /** Returns who passes beats on once they are final. */
  static BeatDetector.Listener finals(BeatDetector.Listener listener) {
    return new Finals(listener);
  }

  private record Finals(BeatDetector.Listener listener) implements BeatDetector.Listener {

    @Override
    public void onBeat(double sample, long decidedAt, double confidence, Beat.Kind kind) {}

    @Override
    public void onFinal(double sample, long decidedAt, double confidence, Beat.Kind kind) {
      listener.onBeat(sample, decidedAt, confidence, kind);
    }
  }
}
