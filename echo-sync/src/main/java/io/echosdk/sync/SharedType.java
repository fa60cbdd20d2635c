package io.echosdk.sync;

import io.echosdk.sync.codec.Json;
import io.echosdk.sync.codec.Values;
import io.echosdk.sync.doc.TypeNode;
import io.echosdk.sync.value.SubDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that its peers edit together. Values that go in and come out are null,
 * booleans, numbers, strings, byte arrays, lists, maps with string keys, {@link SharedDoc}-free
 * {@link SubDocument}s and shared types. Used by the thread that uses the document.
 */
public abstract sealed class SharedType
    permits SharedText, SharedArray, SharedMap, SharedXmlFragment {

  final SharedDoc doc;
  final TypeNode node;

  SharedType(SharedDoc doc, TypeNode node) {
    this.doc = doc;
    this.node = node;
  }

  /** Returns the document. */
  public final SharedDoc doc() {
    return doc;
  }

  /** Returns whether it was deleted, or is in something that was. */
  public final boolean isDeleted() {
    return doc.views.isDeleted(node);
  }

  /** Returns what it holds as strings, numbers, lists and maps, shared types included. */
  public abstract Object toPlain();

  /** Returns {@link #toPlain()} as JSON text. */
  public final String toJson() {
    return Json.write(toPlain());
  }

  /** Returns a value that came in as the engine keeps it. */
  static @Nullable Object in(@Nullable Object value) {
    return value instanceof SubDocument ? value : Values.plain(value);
  }

  static List<@Nullable Object> in(List<? extends @Nullable Object> values) {
    List<@Nullable Object> kept = new ArrayList<>(values.size());
    values.forEach(value -> kept.add(in(value)));
    return kept;
  }

  static Map<String, @Nullable Object> attributes(Map<String, ? extends @Nullable Object> values) {
    @SuppressWarnings("unchecked") // a map comes back as a map with the same keys
    Map<String, @Nullable Object> plain = (Map<String, @Nullable Object>) Values.plain(values);
    return plain == null ? Map.of() : plain;
  }

  /** Returns a value of the engine as callers see it. */
  final @Nullable Object out(@Nullable Object value) {
    return value instanceof TypeNode inner ? doc.handle(inner) : value;
  }

  final List<@Nullable Object> out(List<@Nullable Object> values) {
    values.replaceAll(this::out);
    return values;
  }

  /** Returns a value without shared types. */
  static @Nullable Object plain(@Nullable Object value) {
    return PlainView.of(value);
  }
}
