/** Body signals to beats, breath, EEG bands, movement and a fused state. */
module io.echosdk.biometric {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires java.xml;
  requires org.slf4j;
  requires static com.sun.jna; // Lab Streaming Layer
  requires static org.freedesktop.dbus; // Bluetooth through BlueZ

  exports io.echosdk.biometric;
  exports io.echosdk.biometric.clock;
  exports io.echosdk.biometric.live;
  exports io.echosdk.biometric.bluez to
      org.freedesktop.dbus; // it makes proxies of BlueZ's interfaces
}
