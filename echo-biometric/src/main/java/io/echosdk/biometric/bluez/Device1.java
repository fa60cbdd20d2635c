package io.echosdk.biometric.bluez;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** A Bluetooth device; org.bluez.Device1 of BlueZ's device-api.txt. */
@DBusInterfaceName("org.bluez.Device1")
public interface Device1 extends DBusInterface {

  /** Connects. */
  void Connect();

  /** Disconnects. */
  void Disconnect();
}
