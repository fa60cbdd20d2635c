module io.acme.consumer {
  requires io.echosdk.audio;
  requires io.echosdk.biometric;
}
