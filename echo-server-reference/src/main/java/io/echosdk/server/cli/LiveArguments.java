package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.LiveSources;
import io.echosdk.server.http.PhoneSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What stands behind the colon of a device: {@code 5000}, {@code 0.0.0.0:5000/ecg@130,rr}, {@code
 * any/ppg}.
 */
final class LiveArguments {

  private static final String USUAL = "rr,ecg@130,acc@50x3";

  private LiveArguments() {}

  static BiometricSource osc(String address, EchoRuntime runtime) {
    return LiveSources.osc(runtime, socket(address));
  }

  static BiometricSource phone(String address, EchoRuntime runtime) {
    int slash = address.indexOf('/');
    String at = slash < 0 ? address : address.substring(0, slash);
    String signals = slash < 0 ? USUAL : address.substring(slash + 1);
    return PhoneSource.listen(socket(at), signals(signals), runtime);
  }

  /** {@code ADDRESS[/STREAM,...]}; without streams those of a chest strap. */
  static BiometricSource polar(String address, EchoRuntime runtime) {
    int slash = address.indexOf('/');
    return slash < 0
        ? LiveSources.polar(runtime, address)
        : LiveSources.polar(
            runtime, address.substring(0, slash), streams(address.substring(slash + 1)));
  }

  /** {@code ecg}, {@code acc}, {@code ppg}, {@code ppi}, with commas between. */
  static Set<SignalKind> streams(String text) {
    Set<SignalKind> streams = EnumSet.noneOf(SignalKind.class);
    for (String each : text.split(",", -1)) {
      streams.add(
          switch (each) {
            case "ecg" -> SignalKind.ECG;
            case "acc" -> SignalKind.ACCELERATION;
            case "ppg" -> SignalKind.PPG;
            case "ppi" -> SignalKind.RR;
            default ->
                throw new IllegalArgumentException(
                    "'" + each + "' is no stream of a Polar device: give ecg, acc, ppg or ppi");
          });
    }
    return streams;
  }

  /** A port of this machine alone, or HOST:PORT. */
  private static InetSocketAddress socket(String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(
          "'" + text + "' is no PORT or HOST:PORT with a port from 0 to 65535");
    }
    return colon < 0
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))
        : new InetSocketAddress(text.substring(0, colon), Integer.parseInt(port));
  }

  /** {@code KIND[@HZ[xCHANNELS]]}, with commas between. */
  static List<Signal> signals(String text) {
    List<Signal> signals = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (!each.matches("[a-z]+(@\\d{1,5}(\\.\\d+)?(x\\d{1,3})?)?")) {
        throw new IllegalArgumentException(
            "'"
                + each
                + "' is no signal: give KIND@HZ or KIND@HZxCHANNELS, as ecg@130 or acc@50x3");
      }
      int at = each.indexOf('@');
      int by = each.indexOf('x', Math.max(0, at));
      boolean wide = at >= 0 && by >= 0;
      String kind = at < 0 ? each : each.substring(0, at);
      String rate = at < 0 ? "1" : each.substring(at + 1, wide ? by : each.length());
      int channels = wide ? Integer.parseInt(each.substring(by + 1)) : 1;
      signals.add(signal(kind, Double.parseDouble(rate), channels));
    }
    return signals;
  }

  private static Signal signal(String name, double rateHz, int channels) {
    List<String> names = IntStream.rangeClosed(1, channels).mapToObj(String::valueOf).toList();
    return switch (name) {
      case "ecg" -> new Signal(name, SignalKind.ECG, names, "mV", rateHz);
      case "ppg" -> new Signal(name, SignalKind.PPG, names, "", rateHz);
      case "rr" -> new Signal(name, SignalKind.RR, names, "ms", rateHz);
      case "hr" -> new Signal(name, SignalKind.HEART_RATE, names, "bpm", rateHz);
      case "resp" -> new Signal(name, SignalKind.RESPIRATION, names, "", rateHz);
      case "eeg" -> new Signal(name, SignalKind.EEG, names, "µV", rateHz);
      case "acc" -> new Signal(name, SignalKind.ACCELERATION, names, "g", rateHz);
      case "eda" -> new Signal(name, SignalKind.EDA, names, "µS", rateHz);
      default ->
          throw new IllegalArgumentException(
              "'" + name + "' is no kind of signal: give ecg, ppg, rr, hr, resp, eeg, acc or eda");
    };
  }
}
