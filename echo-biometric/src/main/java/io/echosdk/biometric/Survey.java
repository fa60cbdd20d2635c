package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.biometric.bluez.BluetoothSurvey;
import io.echosdk.biometric.lsl.LslStream;
import java.util.ArrayList;
import java.util.List;

/** Looks at every transport and says what can be reached; asks, and makes nothing up. */
final class Survey {

  private Survey() {}

  static List<Reach> look(double seconds) {
    List<Reach> all = new ArrayList<>();
    all.add(
        new Reach(
            "Open Sound Control",
            "osc:PORT",
            true,
            "listens on UDP by the JDK alone; a sender shows itself only by sending",
            "",
            List.of()));
    all.add(
        new Reach(
            "Phones and web pages",
            "ws:PORT",
            true,
            "takes frames over a WebSocket; a phone shows itself only by connecting",
            "",
            List.of()));
    all.add(lsl(seconds));
    all.add(bluetooth());
    return List.copyOf(all);
  }

  private static Reach lsl(double seconds) {
    String name = "Lab Streaming Layer";
    try {
      Optionals.requireJna();
      int version = LslStream.libraryVersion();
      List<String> found = LslStream.find(seconds).stream().map(Survey::line).toList();
      return new Reach(
          name,
          "lsl:NAME",
          true,
          "liblsl " + version / 100 + "." + version % 100 + " is loaded",
          "",
          found);
    } catch (BiometricException e) {
      return new Reach(name, "lsl:NAME", false, e.problem(), e.remedy(), List.of());
    }
  }

  private static String line(LslStream stream) {
    String rate = stream.rateHz() > 0 ? stream.rateHz() + " Hz" : "irregular";
    return "stream "
        + stream.name()
        + ", "
        + stream.type()
        + ", "
        + stream.channels()
        + " channels, "
        + rate
        + ", on "
        + stream.host();
  }

  private static Reach bluetooth() {
    String name = "Bluetooth straps";
    String argument = "ble:ADDRESS, polar:ADDRESS[/STREAMS]";
    try {
      Optionals.requireDbus();
      List<String> found = BluetoothSurvey.look();
      boolean adapter = found.stream().anyMatch(line -> line.startsWith("adapter"));
      return adapter
          ? new Reach(name, argument, true, "BlueZ answers", "", found)
          : new Reach(
              name,
              argument,
              false,
              "BlueZ answers, but this machine has no Bluetooth adapter",
              "plug one in, or use a phone as a bridge",
              found);
    } catch (BiometricException e) {
      return new Reach(name, argument, false, e.problem(), e.remedy(), List.of());
    }
  }
}
