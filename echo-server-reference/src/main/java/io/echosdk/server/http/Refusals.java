package io.echosdk.server.http;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.List;

/**
 * Turns what the schema validator found into one sentence. The validator's own words may quote what
 * was sent, which may be a key; these name only the place and the rule.
 */
final class Refusals {

  private Refusals() {}

  static String sentence(Throwable refusal) {
    if (refusal instanceof SchemaValidationException schema && schema.getOutputUnit() != null) {
      OutputUnit leaf = deepest(schema.getOutputUnit());
      return describe(place(leaf), lastSegment(leaf.getKeywordLocation()));
    }
    return "the request body or a parameter is missing or is not JSON: see /docs";
  }

  private static String describe(String place, String rule) {
    return switch (rule) {
      case "required" -> place + " lacks a field that it must have: see /docs";
      case "additionalProperties", "false" -> place + " has a field that is not known: see /docs";
      case "minLength" -> place + " is too short: see /docs";
      case "maxLength" -> place + " is too long: see /docs";
      case "pattern" -> place + " has characters that are not allowed, or is too long: see /docs";
      case "type" -> place + " is of the wrong type: see /docs";
      default -> place + " breaks the rule \"" + rule + "\": see /docs";
    };
  }

  private static OutputUnit deepest(OutputUnit unit) {
    OutputUnit deepest = unit;
    for (OutputUnit error = unit; error != null; error = first(error.getErrors())) {
      if (depth(error) >= depth(deepest)) {
        deepest = error;
      }
    }
    return flatDeepest(unit.getErrors(), deepest);
  }

  private static OutputUnit flatDeepest(List<OutputUnit> errors, OutputUnit deepest) {
    OutputUnit best = deepest;
    if (errors != null) {
      for (OutputUnit error : errors) {
        if (depth(error) >= depth(best)) {
          best = error;
        }
      }
    }
    return best;
  }

  private static OutputUnit first(List<OutputUnit> errors) {
    return errors == null || errors.isEmpty() ? null : errors.get(0);
  }

  private static int depth(OutputUnit unit) {
    String location = unit.getInstanceLocation();
    return location == null ? -1 : (int) location.chars().filter(c -> c == '/').count();
  }

  private static String place(OutputUnit unit) {
    String location = unit.getInstanceLocation();
    String name = location == null ? "" : lastSegment(location);
    return name.isEmpty() || name.equals("#") ? "the request" : name;
  }

  private static String lastSegment(String location) {
    return location == null ? "" : location.substring(location.lastIndexOf('/') + 1);
  }
}
