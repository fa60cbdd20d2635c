package io.echosdk.server.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/**
 * An error as a document (RFC 9457): what kind of problem, and one sentence that says what is wrong
 * and what to do next. It never repeats a value that was sent, so no key can come back in it.
 */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kinds of problem, each with its status. */
  enum Kind {
    INVALID_REQUEST(400, "The request is not what this operation takes"),
    FOREIGN_ORIGIN(403, "The request comes from another web page"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not for this path"),
    NAME_TAKEN(409, "The name is taken"),
    OWN_DESTINATION(409, "The server's own destination stays"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not JSON"),
    MISDIRECTED(421, "This server does not answer to that name"),
    UNREADABLE_RECORDING(422, "The recording cannot be read"),
    INTERNAL(500, "Something failed here"),
    CANNOT_START(503, "The programme cannot start");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind ofStatus(int status) {
      for (Kind kind : values()) {
        if (kind.status == status) {
          return kind;
        }
      }
      return status >= 500 ? INTERNAL : INVALID_REQUEST;
    }

    int status() {
      return status;
    }
  }

  private final Kind kind;

  Problem(Kind kind, String detail) {
    super(detail, null, false, false); // an answer, not an accident: no stack trace
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("type", "/docs#" + kind.slug())
        .put("title", kind.title)
        .put("status", kind.status)
        .put("detail", getMessage());
  }

  void answer(RoutingContext context) {
    if (context.response().ended() || context.response().headWritten()) {
      return;
    }
    context
        .response()
        .setStatusCode(kind.status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(toJson().toBuffer());
  }
}
