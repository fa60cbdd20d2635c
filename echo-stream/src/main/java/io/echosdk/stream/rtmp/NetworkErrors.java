package io.echosdk.stream.rtmp;

import io.echosdk.api.stream.StreamException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says in one sentence what a network error means for a destination. */
final class NetworkErrors {

  private NetworkErrors() {}

  static StreamException of(URI url, Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return new StreamException(
          StreamException.Kind.UNRESOLVED,
          "cannot resolve host " + url.getHost(),
          "check its spelling and this machine's DNS; it is tried again",
          cause);
    }
    if (cause instanceof SSLException) {
      return new StreamException(
          StreamException.Kind.UNTRUSTED,
          "cannot verify " + url.getHost() + " over TLS (" + cause.getMessage() + ")",
          "check the host's name and certificate, or give a trust store that knows its issuer",
          cause);
    }
    return new StreamException(
        StreamException.Kind.UNREACHABLE,
        "cannot reach " + url.getHost() + " (" + cause.getMessage() + ")",
        "check the address, the port and the network; it is tried again",
        cause);
  }
}
