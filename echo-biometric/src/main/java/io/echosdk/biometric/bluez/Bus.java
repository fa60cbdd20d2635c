package io.echosdk.biometric.bluez;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.internal.Defaults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.ObjectManager;
import org.freedesktop.dbus.types.Variant;

/** BlueZ's objects on the bus. The bus library has threads of its own while a bus is open. */
final class Bus implements AutoCloseable {

  static final String ADAPTER = "org.bluez.Adapter1";
  static final String DEVICE = "org.bluez.Device1";
  static final String CHARACTERISTIC = "org.bluez.GattCharacteristic1";
  private static final String BLUEZ = "org.bluez";

  /** An object, one of its interfaces, and that interface's properties. */
  record Thing(String path, Map<String, Variant<?>> properties) {

    String text(String name) {
      Variant<?> value = properties.get(name);
      return value == null ? "" : String.valueOf(value.getValue());
    }

    boolean yes(String name) {
      return text(name).equals("true");
    }

    boolean offers(String service) {
      return text("UUIDs").toLowerCase(Locale.ROOT).contains(service);
    }
  }

  private final DBusConnection connection;

  private Bus(DBusConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens the system's bus.
   *
   * @throws BiometricException of kind NOT_FOUND if there is none, or no BlueZ on it
   */
  static Bus open() {
    String address = Defaults.bluezBus();
    try {
      DBusConnectionBuilder builder =
          address.isEmpty()
              ? DBusConnectionBuilder.forSystemBus()
              : DBusConnectionBuilder.forAddress(address);
      return new Bus(builder.withShared(false).build());
    } catch (DBusException | RuntimeException e) {
      throw missing("there is no D-Bus system bus (" + e.getMessage() + ")", e);
    }
  }

  private static BiometricException missing(String problem, Exception cause) {
    return new BiometricException(
        BiometricException.Kind.NOT_FOUND,
        problem,
        "install BlueZ and start it (systemctl start bluetooth), or use a phone as a bridge",
        cause);
  }

  DBusConnection connection() {
    return connection;
  }

  /** Returns every object that has an interface. */
  List<Thing> all(String type) {
    try {
      ObjectManager manager = connection.getRemoteObject(BLUEZ, "/", ObjectManager.class);
      Map<DBusPath, Map<String, Map<String, Variant<?>>>> objects = manager.GetManagedObjects();
      List<Thing> found = new ArrayList<>();
      objects.forEach(
          (path, faces) -> {
            Map<String, Variant<?>> properties = faces.get(type);
            if (properties != null) {
              found.add(new Thing(path.getPath(), Map.copyOf(properties)));
            }
          });
      found.sort(Comparator.comparing(Thing::path));
      return found;
    } catch (DBusException | DBusExecutionException e) {
      throw missing("BlueZ does not answer on the bus (" + e.getMessage() + ")", e);
    }
  }

  <T extends DBusInterface> T object(String path, Class<T> type) {
    try {
      return connection.getRemoteObject(BLUEZ, path, type);
    } catch (DBusException e) {
      throw missing("BlueZ lost an object (" + e.getMessage() + ")", e);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
