package io.echosdk.server.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of every request. A page on another site, opened in the same browser, must not
 * be able to drive a server on this machine:
 *
 * <ul>
 *   <li>the Host must be an address or a name this server was told to answer to, else a name that
 *       is pointed at 127.0.0.1 after the page has loaded (DNS rebinding) would share our origin;
 *   <li>a request that changes something, and every WebSocket, must come from our own origin if it
 *       names one. Browsers always name it there; tools such as curl name none.
 * </ul>
 *
 * <p>No CORS header is ever sent, so another page can read nothing either.
 */
final class Guard implements Handler<RoutingContext> {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.%]+]");
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
          + " connect-src 'self'; media-src 'self' blob:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Set<String> names;

  /**
   * @param names host names to answer to, beside addresses and localhost; lower case
   */
  Guard(Set<String> names) {
    this.names = names;
  }

  @Override
  public void handle(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    HttpServerRequest request = context.request();
    if (!isOurHost(request.authority())) {
      new Problem(
              Problem.Kind.MISDIRECTED,
              "this server does not answer to that host name: open it by its address, or start it"
                  + " with --allow-host NAME")
          .answer(context);
    } else if (mustBeOurs(request) && !isOurOrigin(request)) {
      new Problem(
              Problem.Kind.FOREIGN_ORIGIN,
              "a page of another origin may not do this: open this server's own page")
          .answer(context);
    } else {
      context.next();
    }
  }

  private boolean isOurHost(@Nullable HostAndPort authority) {
    if (authority == null) {
      return false;
    }
    String host = authority.host().toLowerCase(Locale.ROOT);
    return host.equals("localhost") || names.contains(host) || ADDRESS.matcher(host).matches();
  }

  private static boolean mustBeOurs(HttpServerRequest request) {
    return !SAFE.contains(request.method())
        || "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  private static boolean isOurOrigin(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      String site = request.getHeader("Sec-Fetch-Site");
      return site == null || site.equals("same-origin") || site.equals("none");
    }
    return sameAuthority(origin, request.authority());
  }

  private static boolean sameAuthority(String origin, HostAndPort authority) {
    try {
      URI uri = URI.create(origin);
      String scheme = uri.getScheme();
      int usual = "https".equals(scheme) ? 443 : 80;
      return uri.getHost() != null
          && ("http".equals(scheme) || "https".equals(scheme))
          && uri.getHost().equalsIgnoreCase(authority.host())
          && port(uri.getPort(), usual) == port(authority.port(), usual);
    } catch (IllegalArgumentException e) {
      return false; // "null" or nonsense: not ours
    }
  }

  private static int port(int port, int usual) {
    return port < 0 ? usual : port;
  }
}
