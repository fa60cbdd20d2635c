package io.echosdk.sync;

import io.echosdk.sync.codec.Json;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How XML types look as text. Elements may be nested as deep as their authors like, so this keeps a
 * stack of its own: of text to write and of types to take apart.
 */
final class XmlText {

  private XmlText() {}

  /** Returns a type of XML, or a view of one, as text. */
  static String of(Object type) {
    StringBuilder out = new StringBuilder();
    Deque<Object> todo = new ArrayDeque<>();
    todo.push(type);
    while (!todo.isEmpty()) {
      Object next = todo.pop();
      if (next instanceof SharedType inner) {
        List<Object> parts = new ArrayList<>();
        takeApart(inner, parts);
        pushAll(parts, todo);
      } else if (next instanceof SnapshotView view) {
        List<Object> parts = new ArrayList<>();
        takeApart(view, parts);
        pushAll(parts, todo);
      } else {
        out.append(next);
      }
    }
    return out.toString();
  }

  private static void pushAll(List<Object> parts, Deque<Object> todo) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      todo.push(parts.get(i));
    }
  }

  private static void takeApart(SnapshotView view, List<Object> parts) {
    switch (view.kind()) {
      case XML_ELEMENT -> element(view.name(), view.entries(), view.values(), parts);
      case XML_FRAGMENT -> view.values().forEach(child -> parts.add(part(child)));
      case XML_TEXT -> formatted(view.delta(), parts);
      case TEXT -> parts.add(view.toString());
      default -> parts.add("[object Object]");
    }
  }

  private static void element(
      String rawName,
      Map<String, @Nullable Object> attributes,
      List<@Nullable Object> children,
      List<Object> parts) {
    String name = (rawName.isEmpty() ? "undefined" : rawName).toLowerCase(Locale.ROOT);
    parts.add("<" + name);
    new TreeMap<>(attributes).forEach((key, value) -> attribute(parts, key, value));
    parts.add(">");
    children.forEach(child -> parts.add(part(child)));
    parts.add("</" + name + ">");
  }

  private static void takeApart(SharedType type, List<Object> parts) {
    if (type instanceof SharedXmlElement element) {
      element(element.name(), element.attributes(), element.listed(), parts);
    } else if (type instanceof SharedXmlFragment fragment) {
      fragment.listed().forEach(child -> parts.add(part(child)));
    } else if (type instanceof SharedText text && text.node.type() == TypeNode.Type.XML_TEXT) {
      formatted(text.toDelta(), parts);
    } else {
      parts.add(type instanceof SharedText ? type.toString() : "[object Object]");
    }
  }

  /** Adds characters with each format as an element around them. */
  private static void formatted(List<TextOp.Insert> delta, List<Object> parts) {
    for (TextOp.Insert op : delta) {
      StringBuilder closing = new StringBuilder();
      new TreeMap<>(op.attributes())
          .forEach(
              (name, value) -> {
                parts.add("<" + name);
                fields(value).forEach((key, field) -> attribute(parts, key, field));
                parts.add(">");
                closing.insert(0, "</" + name + ">");
              });
      parts.add(part(op.content()));
      parts.add(closing.toString());
    }
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

  private static void attribute(List<Object> parts, String key, @Nullable Object value) {
    parts.add(" " + key + "=\"");
    parts.add(part(value));
    parts.add("\"");
  }

  private static Object part(@Nullable Object value) {
    return value instanceof SharedType || value instanceof SnapshotView ? value : string(value);
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
