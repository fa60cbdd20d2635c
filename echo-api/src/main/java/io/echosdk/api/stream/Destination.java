package io.echosdk.api.stream;

import io.echosdk.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
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

  private static final String FORM = "rtmp://host[:port]/app/key";

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
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a destination's URL must not carry a user and password: give them in the key");
    }
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw new IllegalArgumentException(
          "a destination's port must be 1 to 65535 but is " + url.getPort());
    }
  }

  /**
   * Splits the form that people paste, {@code rtmp://host/app/key}, at its last slash; blanks
   * around it are ignored.
   *
   * @param name what a person calls it
   * @param urlWithKey URL whose last path segment, with any query, is the key
   * @throws IllegalArgumentException if it is no such URL; the message never contains the key
   */
  public static Destination parse(String name, String urlWithKey) {
    String pasted = urlWithKey.strip();
    int query = pasted.indexOf('?');
    int cut = pasted.lastIndexOf('/', query < 0 ? pasted.length() : query);
    int authority = pasted.indexOf("://");
    boolean keyless = cut == pasted.length() - 1;
    if (authority < 0
        || cut <= authority + 3
        || keyless
        || pasted.indexOf('/', authority + 3) == cut) {
      throw new IllegalArgumentException("a destination must look like " + FORM);
    }
    return new Destination(
        name, uri(pasted.substring(0, cut)), Secret.of(pasted.substring(cut + 1)));
  }

  /** The underlying error is left out on purpose: it repeats what was pasted. */
  private static URI uri(String withoutKey) {
    try {
      return new URI(withoutKey);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "a destination must look like " + FORM + "; there is a wrong sign at " + e.getIndex());
    }
  }
}
