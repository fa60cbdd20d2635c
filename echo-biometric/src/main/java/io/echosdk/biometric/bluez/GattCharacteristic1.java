package io.echosdk.biometric.bluez;

import java.util.Map;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;

/** A characteristic of a device; org.bluez.GattCharacteristic1 of BlueZ's gatt-api.txt. */
@DBusInterfaceName("org.bluez.GattCharacteristic1")
public interface GattCharacteristic1 extends DBusInterface {

  /** Asks for notifications. */
  void StartNotify();

  /** Wants no more. */
  void StopNotify();

  /** Writes a value. */
  void WriteValue(byte[] value, Map<String, Variant<?>> options);
}
