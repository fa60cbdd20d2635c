package io.echosdk.server.http;

import io.echosdk.api.stream.StreamException;
import io.echosdk.server.Studio;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: guard first, then the contract's operations, the two sockets, health, metrics
 * and the page. One event loop serves it all; whatever may wait runs on workers.
 */
final class HttpFront implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_SOCKET_MESSAGE = 4096; // nothing long is ever sent to us

  private final Vertx vertx;
  private final HttpThreads threads;
  private final Metrics metrics;
  private final HttpServer server;
  private boolean closed; // guarded by this

  private HttpFront(Vertx vertx, HttpThreads threads, Metrics metrics, HttpServer server) {
    this.vertx = vertx;
    this.threads = threads;
    this.metrics = metrics;
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param studio what is shown and driven
   * @param programme what the page plays
   * @param host the address to bind
   * @param port the port, or 0 for any that is free
   * @param names host names to answer to, beside addresses and localhost; lower case
   * @throws StreamException if the port is in use
   */
  static HttpFront start(
      Studio studio, Programme programme, String host, int port, Set<String> names) {
    HttpThreads threads = new HttpThreads();
    Vertx vertx = threads.vertx();
    Metrics metrics = new Metrics(studio);
    try {
      Router router = router(vertx, studio, programme, metrics, names);
      HttpServer server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setMaxWebSocketFrameSize(MAX_SOCKET_MESSAGE)
                      .setMaxWebSocketMessageSize(MAX_SOCKET_MESSAGE))
              .requestHandler(router)
              .exceptionHandler(error -> LOG.debug("a connection failed", error))
              .listen(port, host)
              .await(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new HttpFront(vertx, threads, metrics, server);
    } catch (Exception e) { // await rethrows whatever the start failed with, checked or not
      closeQuietly(vertx, threads);
      metrics.close();
      throw explained(e, host, port);
    }
  }

  private static Router router(
      Vertx vertx, Studio studio, Programme programme, Metrics metrics, Set<String> names) {
    Contract contract = Contract.load();
    LiveSocket live = new LiveSocket(vertx, studio);
    Router router = Router.router(vertx);
    router.route().handler(new Guard(names));
    router.get("/api/v1/live").handler(live::accept);
    router.get("/live/programme.flv").handler(new ProgrammeFeed(vertx, programme));
    router
        .get("/openapi.json")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(contract.json().encodePrettily()));
    router
        .get("/openapi.yaml")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                    .end(contract.yaml()));
    router
        .get("/health")
        .handler(
            context ->
                context
                    .response()
                    .setStatusCode(studio.state() == Studio.State.FAILED ? 503 : 200)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Views.session(studio).toBuffer()));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape()));
    WebFiles.route(router);
    router.route("/*").subRouter(new Operations(vertx, studio).router(contract.compile(vertx)));
    router.route().failureHandler(Operations::explain);
    for (int status : new int[] {400, 404, 405, 413, 415}) {
      router.errorHandler(status, Operations::explain);
    }
    router.errorHandler(500, Operations::explain);
    return router;
  }

  /** Returns the port that is listened on. */
  int port() {
    return server.actualPort();
  }

  /** Stops to listen, ends every connection and thread. Idempotent. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeQuietly(vertx, threads);
      metrics.close();
    }
  }

  private static void closeQuietly(Vertx vertx, HttpThreads threads) {
    try {
      vertx.close().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
      threads.join(LIMIT);
    } catch (Exception e) { // nobody can do more about it than read it
      LOG.warn("the HTTP server did not end in time", e);
    }
  }

  private static RuntimeException explained(Exception error, String host, int port) {
    if (error instanceof BindException || error.getCause() instanceof BindException) {
      return new StreamException(
          StreamException.Kind.PORT_BUSY,
          "port " + port + " of " + host + " is in use or not ours to use",
          "choose another with --port",
          error);
    }
    if (error instanceof TimeoutException) {
      return new IllegalStateException("the HTTP server did not start within " + LIMIT, error);
    }
    return error instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("the HTTP server could not start", error);
  }
}
