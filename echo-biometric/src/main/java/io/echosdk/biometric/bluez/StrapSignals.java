package io.echosdk.biometric.bluez;

import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.live.LiveSignal;
import io.echosdk.biometric.live.LiveSignal.Timing;
import io.echosdk.biometric.strap.PolarFrame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is taken of a strap, and in which order. The heart rate service has intervals and a rate;
 * Polar's own streams are added as they are wanted. A device's pulse intervals stand in the place
 * of the service's, which an optical device has not.
 */
final class StrapSignals {

  private static final int ECG_HZ = 130;
  private static final int CHEST_ACCELERATION_HZ = 50; // of 25, 50, 100, 200
  private static final int ARM_ACCELERATION_HZ = 52;
  private static final int PPG_HZ = 55;

  private final List<LiveSignal> signals = new ArrayList<>();
  private final Map<PolarFrame.Kind, Integer> places = new EnumMap<>(PolarFrame.Kind.class);
  private final int intervals;
  private final int heartRate;

  /**
   * Makes the list.
   *
   * @param wanted of ECG, PPG, ACCELERATION and RR, Polar's own streams; empty for none
   * @throws IllegalArgumentException if there is no such stream
   */
  StrapSignals(Set<SignalKind> wanted) {
    intervals =
        wanted.contains(SignalKind.RR) ? -1 : add("rr", SignalKind.RR, "ms", List.of("rr"), 1);
    heartRate = add("hr", SignalKind.HEART_RATE, "bpm", List.of("hr"), 1);
    boolean arm = wanted.contains(SignalKind.PPG) || wanted.contains(SignalKind.RR);
    for (SignalKind kind : wanted.stream().sorted().toList()) {
      switch (kind) {
        case ECG -> places.put(PolarFrame.Kind.ECG, add("ecg", kind, "mV", List.of("ecg"), ECG_HZ));
        case PPG -> {
          List<String> lights = List.of("green1", "green2", "green3", "ambient");
          places.put(PolarFrame.Kind.PPG, add("ppg", kind, "counts", lights, PPG_HZ));
        }
        case RR ->
            places.put(
                PolarFrame.Kind.INTERVALS, add("ppi", kind, "ms", List.of("ppi", "error"), 1));
        case ACCELERATION -> {
          int rate = arm ? ARM_ACCELERATION_HZ : CHEST_ACCELERATION_HZ;
          places.put(
              PolarFrame.Kind.ACCELERATION, add("acc", kind, "g", List.of("x", "y", "z"), rate));
        }
        default ->
            throw new IllegalArgumentException(
                "a Polar device has no " + kind + ": ask for ECG, PPG, ACCELERATION or RR");
      }
    }
  }

  private int add(String name, SignalKind kind, String unit, List<String> channels, int rateHz) {
    Timing timing = rateHz == 1 ? Timing.ARRIVAL : Timing.STAMPED;
    signals.add(new LiveSignal(new Signal(name, kind, channels, unit, rateHz), timing));
    return signals.size() - 1;
  }

  List<LiveSignal> all() {
    return List.copyOf(signals);
  }

  /** Returns Polar's streams that are wanted. */
  List<PolarFrame.Kind> streams() {
    return List.copyOf(places.keySet());
  }

  /** Returns what to ask for; 0 for intervals. */
  int rateHz(PolarFrame.Kind stream) {
    Integer place = places.get(stream);
    if (place == null) {
      throw new IllegalArgumentException(stream + " is not wanted");
    }
    boolean wave = stream != PolarFrame.Kind.INTERVALS;
    return wave ? (int) signals.get(place).signal().sampleRateHz() : 0;
  }

  /** Returns the place of a stream's signal, or -1. */
  int place(PolarFrame.Kind stream) {
    return places.getOrDefault(stream, -1);
  }

  /** Returns the place of the heart rate service's intervals, or -1. */
  int intervals() {
    return intervals;
  }

  /** Returns the place of the heart rate. */
  int heartRate() {
    return heartRate;
  }
}
