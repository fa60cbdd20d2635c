package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.StreamException;

/** Makes the error for a peer that breaks the protocol. */
final class ProtocolError {

  private ProtocolError() {}

  static StreamException of(String problem) {
    return new StreamException(
        StreamException.Kind.PROTOCOL,
        "RTMP peer broke the protocol: " + problem,
        "check that the other side speaks plain RTMP 1.0");
  }
}
