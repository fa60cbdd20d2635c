/** Body signals to beats, breath, EEG bands, movement and a fused state. */
module io.echosdk.biometric {
  requires transitive io.echosdk.api;
  requires static org.jspecify;
  requires java.xml;
  requires org.slf4j;

  exports io.echosdk.biometric;
  exports io.echosdk.biometric.clock;
  exports io.echosdk.biometric.live;
}
