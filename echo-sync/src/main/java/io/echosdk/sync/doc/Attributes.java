package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Format;
import io.echosdk.sync.value.Undefined;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The formats in force at a place of a text, in the order in which they began. */
final class Attributes {

  private final Map<String, Object> values;

  Attributes() {
    this(Map.of());
  }

  Attributes(Map<String, Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  Map<String, Object> values() {
    return values;
  }

  Attributes copy() {
    return new Attributes(values);
  }

  @Nullable Object get(String key) {
    return values.get(key);
  }

  /** Passes a format: null ends it. */
  void pass(Format format) {
    put(format.key(), format.value());
  }

  void put(String key, @Nullable Object value) {
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
  }

  /**
   * Returns whether two values of a format are the same: plain ones by value, objects by fields.
   */
  static boolean same(@Nullable Object a, @Nullable Object b) {
    if (identical(a, b)) {
      return true;
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size()
          && x.entrySet().stream()
              .allMatch(
                  entry ->
                      y.containsKey(entry.getKey())
                          && identical(y.get(entry.getKey()), entry.getValue()));
    }
    if (a instanceof java.util.List<?> x && b instanceof java.util.List<?> y) {
      for (int i = 0; i < x.size() && x.size() == y.size(); i++) {
        if (!identical(x.get(i), y.get(i))) {
          return false;
        }
      }
      return x.size() == y.size();
    }
    return false;
  }

  /** Returns whether JavaScript's {@code ===} holds. */
  static boolean identical(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number x && b instanceof Number y && a.getClass() != b.getClass()) {
      return x.doubleValue() == y.doubleValue();
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    boolean isPlain =
        a instanceof String
            || a instanceof Number
            || a instanceof Boolean
            || a == Undefined.UNDEFINED;
    return isPlain ? Objects.equals(a, b) : a == b;
  }
}
