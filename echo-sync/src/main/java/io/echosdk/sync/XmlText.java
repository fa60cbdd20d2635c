package io.echosdk.sync;

import io.echosdk.sync.codec.Json;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How XML types look as text. */
final class XmlText {

  private XmlText() {}

  /** Returns characters with each format as an element around them. */
  static String text(List<TextOp.Insert> delta) {
    StringBuilder out = new StringBuilder();
    for (TextOp.Insert op : delta) {
      Map<String, Object> formats = new TreeMap<>(op.attributes());
      StringBuilder closing = new StringBuilder();
      formats.forEach(
          (name, value) -> {
            out.append('<').append(name);
            fields(value).forEach((key, field) -> attribute(out, key, field));
            out.append('>');
            closing.insert(0, "</" + name + ">");
          });
      out.append(string(op.content())).append(closing);
    }
    return out.toString();
  }

  private static Map<String, Object> fields(@Nullable Object value) {
    Map<String, Object> fields = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, field) -> fields.put((String) key, String.valueOf(string(field))));
    } else if (value instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        fields.put(String.valueOf(i), String.valueOf(text.charAt(i)));
      }
    }
    return fields;
  }

  static void attribute(StringBuilder out, String key, @Nullable Object value) {
    out.append(' ').append(key).append("=\"").append(string(value)).append('"');
  }

  /** Returns a value as JavaScript turns it into a string. */
  private static String string(@Nullable Object value) {
    if (value instanceof Double number) {
      return Json.number(number);
    }
    if (value instanceof List<?> items) {
      StringJoiner joined = new StringJoiner(",");
      items.forEach(item -> joined.add(item == null ? "" : string(item)));
      return joined.toString();
    }
    return value instanceof Map<?, ?> ? "[object Object]" : String.valueOf(value);
  }
}
