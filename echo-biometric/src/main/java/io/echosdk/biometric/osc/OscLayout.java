package io.echosdk.biometric.osc;

import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.live.LiveSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which addresses carry which signals. The first part of an address is the sender's own name and is
 * left out: "/muse/eeg" and "/Muse-1A2B/eeg" are both "/eeg". A message carries one sample.
 */
public final class OscLayout {

  private static final List<String> SENSORS = List.of("TP9", "AF7", "AF8", "TP10");
  private static final List<String> BANDS = List.of("delta", "theta", "alpha", "beta", "gamma");

  private final List<LiveSignal> signals = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private OscLayout() {}

  /**
   * Returns a layout.
   *
   * @param routes what each address, without the sender's name, carries
   */
  public static OscLayout of(Map<String, Signal> routes) {
    OscLayout layout = new OscLayout();
    routes.forEach(layout::add);
    return layout;
  }

  /** Returns what Muse headbands send through the usual apps, in their units. */
  public static OscLayout muse() {
    OscLayout layout = new OscLayout();
    layout.add("/eeg", new Signal("eeg", SignalKind.EEG, SENSORS, "µV", 256));
    layout.add(
        "/ppg", new Signal("ppg", SignalKind.PPG, List.of("ambient", "infrared", "red"), "", 64));
    layout.add("/acc", new Signal("acc", SignalKind.ACCELERATION, List.of("x", "y", "z"), "g", 52));
    layout.add("/gyro", new Signal("gyro", SignalKind.OTHER, List.of("x", "y", "z"), "°/s", 52));
    for (String band : BANDS) {
      String name = band + "_absolute";
      layout.add("/elements/" + name, new Signal(name, SignalKind.OTHER, SENSORS, "Bel", 10));
    }
    return layout;
  }

  private void add(String address, Signal signal) {
    places.put(address, signals.size());
    signals.add(new LiveSignal(signal, LiveSignal.Timing.COUNTED));
  }

  /** Returns the signals in the order of their numbers. */
  public List<LiveSignal> signals() {
    return List.copyOf(signals);
  }

  /** Returns the number of the signal that an address carries, or -1. */
  int place(String address) {
    return places.getOrDefault(withoutSender(address), -1);
  }

  static String withoutSender(String address) {
    int second = address.indexOf('/', 1);
    return second < 0 ? address : address.substring(second);
  }
}
