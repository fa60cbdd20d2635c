package io.echosdk.api.stream;

import io.echosdk.api.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a programme is published.
 *
 * @param name what a person calls it; unique within a broadcast
 * @param url scheme, host, port and application, without the key: {@code
 *     rtmps://live.example:443/app}
 * @param key the stream key; never shown, logged or put into a status
 */
public record Destination(String name, URI url, Secret key) {

  /** Checks every part. */
  public Destination {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(key, "key");
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("rtmp") && !scheme.equals("rtmps")) {
      throw new IllegalArgumentException("a destination's URL must begin with rtmp:// or rtmps://");
    }
    if (url.getHost() == null || url.getPath() == null || url.getPath().length() < 2) {
      throw new IllegalArgumentException(
          "a destination's URL must name a host and an application: rtmp://host/app");
    }
  }

  /**
   * Splits the form that people paste, {@code rtmp://host/app/key}, at its last slash.
   *
   * @param name what a person calls it
   * @param urlWithKey URL whose last path segment, with any query, is the key
   * @throws IllegalArgumentException if it is no such URL; the message never contains the key
   */
  public static Destination parse(String name, String urlWithKey) {
    int query = urlWithKey.indexOf('?');
    int cut = urlWithKey.lastIndexOf('/', query < 0 ? urlWithKey.length() : query);
    int authority = urlWithKey.indexOf("://");
    if (authority < 0 || cut <= authority + 3 || urlWithKey.indexOf('/', authority + 3) == cut) {
      throw new IllegalArgumentException("a destination must look like rtmp://host[:port]/app/key");
    }
    return new Destination(
        name, uri(urlWithKey.substring(0, cut)), Secret.of(urlWithKey.substring(cut + 1)));
  }

  private static URI uri(String withoutKey) {
    try {
      return URI.create(withoutKey);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a destination must look like rtmp://host[:port]/app/key", e);
    }
  }
}
