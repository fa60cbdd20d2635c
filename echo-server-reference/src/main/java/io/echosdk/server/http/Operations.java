package io.echosdk.server.http;

import io.echosdk.api.EchoException;
import io.echosdk.api.Secret;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.stream.Destination;
import io.echosdk.server.Studio;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.json.schema.JsonSchemaValidationException;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contract's operations. Requests are checked against the contract before they come here; the
 * verbs of the studio run on a worker, one after the other, so that no event loop waits.
 */
final class Operations {

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private final Vertx vertx;
  private final Studio studio;

  Operations(Vertx vertx, Studio studio) {
    this.vertx = vertx;
    this.studio = studio;
  }

  /**
   * Makes the router of the contract.
   *
   * @throws IllegalStateException if an operation of the contract has no handler, or the reverse
   */
  Router router(OpenAPIContract contract) {
    RouterBuilder builder =
        RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    Map<String, Handler<RoutingContext>> handlers = handlers();
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId();
      Handler<RoutingContext> handler = handlers.remove(id);
      if (handler == null) {
        throw new IllegalStateException("operation " + id + " of the contract has no handler");
      }
      route.addHandler(handler);
    }
    if (!handlers.isEmpty()) {
      throw new IllegalStateException("the contract has no operation " + handlers.keySet());
    }
    return builder.createRouter();
  }

  private Map<String, Handler<RoutingContext>> handlers() {
    Map<String, Handler<RoutingContext>> all = new LinkedHashMap<>();
    all.put("getSession", context -> ok(context, Views.session(studio)));
    all.put("startSession", context -> verb(context, studio::start));
    all.put("stopSession", context -> verb(context, studio::stop));
    all.put("chooseSource", context -> verb(context, () -> studio.choose(sourceId(context))));
    all.put("listSources", this::listSources);
    all.put("getState", this::getState);
    all.put("listDestinations", context -> ok(context, Views.destinations(studio)));
    all.put("addDestination", this::addDestination);
    all.put("getDestination", context -> ok(context, Views.destination(place(context))));
    all.put("removeDestination", this::removeDestination);
    return all;
  }

  private void verb(RoutingContext context, Runnable verb) {
    vertx
        .executeBlocking(
            () -> {
              verb.run();
              return Views.session(studio);
            })
        .onSuccess(session -> ok(context, session))
        .onFailure(context::fail);
  }

  private void listSources(RoutingContext context) {
    vertx
        .executeBlocking(
            () -> {
              JsonArray all = new JsonArray();
              studio.sources().list().forEach(source -> all.add(Views.source(source)));
              return all;
            })
        .onSuccess(all -> ok(context, all))
        .onFailure(context::fail);
  }

  private void getState(RoutingContext context) {
    BiometricState state = new BiometricState();
    studio.readState(state);
    ok(context, Views.state(state, studio.nowNanos()));
  }

  private void addDestination(RoutingContext context) {
    Destination destination = destination(body(context));
    vertx
        .executeBlocking(() -> studio.add(destination))
        .onSuccess(
            added -> {
              if (added) {
                created(context, destination.name());
              } else {
                context.fail(
                    new Problem(
                        Problem.Kind.NAME_TAKEN,
                        "there is a destination of that name already: choose another name"));
              }
            })
        .onFailure(context::fail);
  }

  private void created(RoutingContext context, String name) {
    String path =
        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"); // a path, not a form
    context.response().setStatusCode(201);
    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/destinations/" + path);
    json(context, Views.destination(find(name)).toBuffer());
  }

  private void removeDestination(RoutingContext context) {
    Studio.Place place = place(context);
    if (place.own()) {
      throw new Problem(
          Problem.Kind.OWN_DESTINATION,
          "this destination is what the page plays: stop the programme instead");
    }
    String name = place.destination().name();
    vertx
        .executeBlocking(() -> studio.remove(name))
        .onSuccess(
            removed -> {
              if (removed) {
                context.response().setStatusCode(204).end();
              } else {
                context.fail(noDestination());
              }
            })
        .onFailure(context::fail);
  }

  private Studio.Place place(RoutingContext context) {
    RequestParameter name = request(context).getPathParameters().get("name");
    return find(Objects.requireNonNull(name, "the contract requires it").getString());
  }

  private Studio.Place find(String name) {
    return studio.destinations().stream()
        .filter(place -> place.destination().name().equals(name))
        .findFirst()
        .orElseThrow(Operations::noDestination);
  }

  private static Problem noDestination() {
    return new Problem(
        Problem.Kind.NOT_FOUND,
        "there is no destination of that name: GET /api/v1/destinations lists them");
  }

  private static String sourceId(RoutingContext context) {
    return body(context).getString("source");
  }

  private static Destination destination(JsonObject body) {
    try {
      return new Destination(
          body.getString("name"),
          URI.create(body.getString("url")),
          Secret.of(body.getString("key")));
    } catch (IllegalArgumentException e) { // the URL may carry a key by mistake: do not repeat it
      throw new Problem(
          Problem.Kind.INVALID_REQUEST,
          "url must look like rtmp://host/app or rtmps://host:port/app, without the key");
    }
  }

  private static JsonObject body(RoutingContext context) {
    return request(context).getBody().getJsonObject();
  }

  private static ValidatedRequest request(RoutingContext context) {
    return context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
  }

  private static void ok(RoutingContext context, JsonObject body) {
    json(context, body.toBuffer());
  }

  private static void ok(RoutingContext context, JsonArray body) {
    json(context, body.toBuffer());
  }

  private static void json(RoutingContext context, io.vertx.core.buffer.Buffer body) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body);
  }

  /** Answers whatever failed on the way with a problem document. */
  static void explain(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof HttpException && failure.getCause() != null) {
      failure = failure.getCause(); // what the router refused, wrapped with its status
    }
    if (failure == null) {
      ofStatus(context.statusCode()).answer(context);
    } else if (failure instanceof Problem problem) {
      problem.answer(context);
    } else if (failure instanceof SchemaValidationException
        || failure instanceof ValidatorException
        || failure instanceof JsonSchemaValidationException) {
      new Problem(Problem.Kind.INVALID_REQUEST, Refusals.sentence(failure)).answer(context);
    } else if (failure instanceof BiometricException e) {
      new Problem(Problem.Kind.UNREADABLE_RECORDING, e.getMessage()).answer(context);
    } else if (failure instanceof EchoException e) {
      new Problem(Problem.Kind.CANNOT_START, e.getMessage()).answer(context);
    } else if (failure instanceof NoSuchElementException) {
      new Problem(
              Problem.Kind.NOT_FOUND,
              failure.getMessage() + ": GET /api/v1/sources lists what there is")
          .answer(context);
    } else if (failure instanceof DecodeException) {
      new Problem(Problem.Kind.INVALID_REQUEST, "the body is not JSON: see /docs").answer(context);
    } else if (context.statusCode() >= 400 && context.statusCode() < 500) {
      ofStatus(context.statusCode()).answer(context);
    } else {
      LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
      new Problem(Problem.Kind.INTERNAL, "the server failed: its log says how").answer(context);
    }
  }

  private static Problem ofStatus(int status) {
    Problem.Kind kind = Problem.Kind.ofStatus(status);
    return new Problem(
        kind,
        switch (kind) {
          case NOT_FOUND -> "there is nothing at this path: /docs lists what there is";
          case METHOD_NOT_ALLOWED -> "this path does not take that method: see /docs";
          case TOO_LARGE -> "the body is larger than " + MAX_BODY_BYTES + " bytes: send less";
          case UNSUPPORTED_MEDIA_TYPE -> "send the body as application/json";
          default -> "the request cannot be read: see /docs for what this path takes";
        });
  }
}
