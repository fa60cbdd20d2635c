/**
 * Contracts and values of Echo: runtime, clock, body signals, sound, pictures, streams, rooms and
 * money.
 */
module io.echosdk.api {
  requires static org.jspecify;

  exports io.echosdk.api;
  exports io.echosdk.api.audio;
  exports io.echosdk.api.biometric;
  exports io.echosdk.api.commerce;
  exports io.echosdk.api.stream;
  exports io.echosdk.api.sync;
  exports io.echosdk.api.visual;
  exports io.echosdk.internal to
      io.echosdk.audio,
      io.echosdk.biometric,
      io.echosdk.commerce,
      io.echosdk.gpu,
      io.echosdk.stream,
      io.echosdk.sync;
}
