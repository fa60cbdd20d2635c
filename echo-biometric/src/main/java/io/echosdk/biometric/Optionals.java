package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;

/** Which of the dependencies that an embedder may leave out are here. */
final class Optionals {

  private Optionals() {}

  static void requireJna() {
    require("com.sun.jna.Native", "the Lab Streaming Layer", "net.java.dev.jna:jna:5.19.1");
  }

  static void requireDbus() {
    require(
        "org.freedesktop.dbus.connections.impl.DBusConnectionBuilder",
        "Bluetooth through BlueZ",
        "com.github.hypfvieh:dbus-java-core:5.1.1 and"
            + " com.github.hypfvieh:dbus-java-transport-native-unixsocket:5.1.1");
  }

  private static void require(String type, String feature, String artifact) {
    try {
      Class.forName(type, false, Optionals.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new BiometricException(
          BiometricException.Kind.UNSUPPORTED,
          feature + " needs a library that is not on the class path",
          "add " + artifact,
          e);
    }
  }
}
