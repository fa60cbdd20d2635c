package io.echosdk.biometric.bluez;

import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** A Bluetooth adapter; org.bluez.Adapter1 of BlueZ's adapter-api.txt. */
@DBusInterfaceName("org.bluez.Adapter1")
public interface Adapter1 extends DBusInterface {

  /** Sets what to look for. */
  void SetDiscoveryFilter(Map<String, Variant<?>> filter);

  /** Begins to look for devices. */
  void StartDiscovery();

  /** Ends looking. */
  void StopDiscovery();
}
