package io.echosdk.biometric.bluez;

import java.util.ArrayList;
import java.util.List;

/** What Bluetooth can be reached from here. */
public final class BluetoothSurvey {

  private BluetoothSurvey() {}

  /**
   * Returns one line an adapter and a device that BlueZ knows; does not search.
   *
   * @throws io.echosdk.api.biometric.BiometricException of kind NOT_FOUND if BlueZ is not here
   */
  public static List<String> look() {
    try (Bus bus = Bus.open()) {
      List<String> found = new ArrayList<>();
      for (Bus.Thing adapter : bus.all(Bus.ADAPTER)) {
        found.add(
            "adapter "
                + adapter.text("Address")
                + (adapter.yes("Powered") ? "" : ", switched off: bluetoothctl power on"));
      }
      for (Bus.Thing device : bus.all(Bus.DEVICE)) {
        found.add(
            "device "
                + device.text("Address")
                + " "
                + device.text("Name")
                + (device.yes("Connected") ? ", connected" : "")
                + (device.offers(StrapTransport.HEART_RATE_SERVICE) ? ", heart rate" : ""));
      }
      return List.copyOf(found);
    }
  }
}
