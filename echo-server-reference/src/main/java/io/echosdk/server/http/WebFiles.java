package io.echosdk.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page's own files. They are few, so all are read and compressed once at start; only what is in
 * the index is ever served, so no path can lead elsewhere.
 */
final class WebFiles {

  private static final String FOLDER = "/io/echosdk/server/web/";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private record Page(String type, Buffer plain, @Nullable Buffer gzip, String tag) {}

  private WebFiles() {}

  /** Adds a route for every file that {@code index.txt} names, and for the two pages. */
  static void route(Router router) {
    List<String> names =
        new String(read("index.txt"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    for (String name : names) {
      Page page = page(name);
      router.get("/" + name).handler(context -> serve(context, page));
    }
    Page home = page("index.html");
    router.get("/").handler(context -> serve(context, home));
    Page docs = page("docs.html");
    router.get("/docs").handler(context -> serve(context, docs));
  }

  private static void serve(RoutingContext context, Page page) {
    var response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache"); // asks, and is told 304
    response.putHeader(HttpHeaders.ETAG, page.tag);
    response.putHeader(HttpHeaders.VARY, "accept-encoding");
    if (page.tag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, page.type);
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (page.gzip != null && accepted != null && accepted.contains("gzip")) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(page.gzip);
    } else {
      response.end(page.plain);
    }
  }

  private static Page page(String name) {
    byte[] bytes = read(name);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    String type = Objects.requireNonNull(TYPES.get(extension), () -> "no content type for " + name);
    Buffer gzip = extension.equals("woff2") ? null : Buffer.buffer(compress(bytes));
    return new Page(type, Buffer.buffer(bytes), gzip, tag(bytes));
  }

  private static byte[] read(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            WebFiles.class.getResourceAsStream(FOLDER + name),
            () -> name + " is missing from the jar")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " from the jar", e);
    }
  }

  private static byte[] compress(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String tag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 8) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
