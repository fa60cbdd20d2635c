package io.echosdk.server.http;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what the schema validator found into one sentence. The validator's own words may quote what
 * was sent, which may be a key; these name only the place and the rule.
 */
final class Refusals {

  private static final Map<String, String> RULES =
      Map.of(
          "type", " is of the wrong type",
          "minLength", " is too short",
          "maxLength", " is too long",
          "pattern", " has characters that are not allowed there, or is too long");

  /** Quotes a name of the schema, never of what was sent. */
  private static final Pattern MISSING = Pattern.compile("required property \"(\\w+)\"");

  private Refusals() {}

  static String sentence(Throwable refusal) {
    if (refusal instanceof SchemaValidationException schema && schema.getOutputUnit() != null) {
      return describe(flat(schema.getOutputUnit())) + ": see /docs";
    }
    return "the body or a parameter is missing, or the body is not application/json: see /docs";
  }

  private static String describe(List<OutputUnit> errors) {
    Optional<String> missing =
        errors.stream()
            .filter(each -> rule(each).equals("required"))
            .map(each -> MISSING.matcher(String.valueOf(each.getError())))
            .filter(Matcher::find)
            .map(found -> "the request lacks the field " + found.group(1))
            .findFirst();
    if (missing.isPresent()) {
      return missing.get();
    }
    Optional<OutputUnit> broken = // the validator also calls every broken field an unknown one
        errors.stream().filter(each -> RULES.containsKey(rule(each))).findFirst();
    if (broken.isPresent()) {
      return place(broken.get()) + RULES.get(rule(broken.get()));
    }
    return errors.stream()
        .filter(each -> rule(each).equals("additionalProperties") || rule(each).equals("false"))
        .reduce((first, second) -> second)
        .map(each -> place(each) + " is not a field of this request")
        .orElse("the request breaks a rule of its schema");
  }

  private static List<OutputUnit> flat(OutputUnit unit) {
    List<OutputUnit> all = new ArrayList<>();
    all.add(unit);
    if (unit.getErrors() != null) {
      unit.getErrors().forEach(error -> all.addAll(flat(error)));
    }
    return all;
  }

  private static String rule(OutputUnit unit) {
    return lastSegment(unit.getKeywordLocation());
  }

  private static String place(OutputUnit unit) {
    String name = lastSegment(unit.getInstanceLocation());
    return name.isEmpty() || name.equals("#") ? "the request" : name;
  }

  private static String lastSegment(String location) {
    return location == null ? "" : location.substring(location.lastIndexOf('/') + 1);
  }
}
