package io.echosdk.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The OpenAPI document: the one place that says which operations there are and what they take. */
final class Contract {

  private static final long LOAD_LIMIT_SECONDS = 20;

  private final String yaml;
  private final JsonObject json;

  private Contract(String yaml) {
    this.yaml = yaml;
    Map<String, Object> document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml); // our own file: a mapping
    json = new JsonObject(document);
  }

  static Contract load() {
    try (InputStream in =
        Objects.requireNonNull(
            Contract.class.getResourceAsStream("/io/echosdk/server/openapi.yaml"),
            "openapi.yaml is missing from the jar")) {
      return new Contract(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read openapi.yaml from the jar", e);
    }
  }

  String yaml() {
    return yaml;
  }

  JsonObject json() {
    return json;
  }

  /** Checks the document against the OpenAPI schema and makes it ready to route by. */
  OpenAPIContract compile(Vertx vertx) {
    try {
      return OpenAPIContract.from(vertx, requestsOnly())
          .await(LOAD_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the OpenAPI document was not read within " + LOAD_LIMIT_SECONDS + " s", e);
    }
  }

  /**
   * The router checks requests and not answers, and refuses a document whose answers have a media
   * type it does not know, as application/problem+json (vertx-openapi 5.0).
   */
  private JsonObject requestsOnly() {
    JsonObject copy = json.copy();
    JsonObject shared = copy.getJsonObject("components").getJsonObject("responses");
    for (String name : shared.fieldNames()) {
      shared.getJsonObject(name).remove("content");
    }
    return copy;
  }
}
