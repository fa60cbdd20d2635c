package io.echosdk.sync;

import io.echosdk.sync.codec.Json;
import io.echosdk.sync.codec.Values;
import io.echosdk.sync.doc.Subdocument;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that its peers edit together. Values that go in and come out are null,
 * booleans, numbers, strings, byte arrays, lists, maps with string keys, documents and shared
 * types. Used by the thread that uses the document.
 */
public abstract sealed class SharedType
    permits SharedText, SharedArray, SharedMap, SharedXmlFragment {

  final SharedDoc doc;
  final TypeNode node;
  @Nullable SnapshotView view; // what snapshots hold of it; null once it has changed

  SharedType(SharedDoc doc, TypeNode node) {
    this.doc = doc;
    this.node = node;
  }

  static SharedType of(SharedDoc doc, TypeNode node) {
    switch (node.type()) {
      case TEXT:
      case XML_TEXT:
        return new SharedText(doc, node);
      case ARRAY:
        return new SharedArray(doc, node);
      case XML_FRAGMENT:
        return new SharedXmlFragment(doc, node);
      case XML_ELEMENT:
        return new SharedXmlElement(doc, node);
      case XML_HOOK:
        return new SharedXmlHook(doc, node);
      default:
        return new SharedMap(doc, node);
    }
  }

  /** Returns the document. */
  public final SharedDoc doc() {
    return doc;
  }

  /** Returns the type that holds it, or null if it is a root. */
  public final @Nullable SharedType parent() {
    TypeNode parent = doc.changes().parent(node);
    return parent == null ? null : doc.handle(parent);
  }

  /** Returns whether it was deleted, or is in something that was. */
  public final boolean isDeleted() {
    return doc.views.isDeleted(node);
  }

  /**
   * Hears of each transaction that changes this type, once it is committed, on the thread that
   * commits it. What an observer changes in its turn is a transaction of its own, which is
   * committed when all observers have been told of this one.
   *
   * @param observer its exceptions go to the document's listener for errors
   */
  public final SharedDoc.Subscription observe(Consumer<SharedEvent> observer) {
    return doc.announcer.observers().observe(node, null, observer);
  }

  /** As {@link #observe(Consumer)}, on threads of the caller's choice. */
  public final SharedDoc.Subscription observe(Executor executor, Consumer<SharedEvent> observer) {
    return doc.announcer.observers().observe(node, executor, observer);
  }

  /**
   * Hears of each transaction that changes this type or what is in it: all changes of a transaction
   * at once, those with the shortest path first.
   *
   * @param observer its exceptions go to the document's listener for errors
   */
  public final SharedDoc.Subscription observeDeep(Consumer<List<SharedEvent>> observer) {
    return doc.announcer.observers().observeDeep(node, null, observer);
  }

  /** As {@link #observeDeep(Consumer)}, on threads of the caller's choice. */
  public final SharedDoc.Subscription observeDeep(
      Executor executor, Consumer<List<SharedEvent>> observer) {
    return doc.announcer.observers().observeDeep(node, executor, observer);
  }

  /** Returns what it holds as strings, numbers, lists and maps, shared types included. */
  public abstract Object toPlain();

  /** Returns {@link #toPlain()} as JSON text. */
  public final String toJson() {
    return Json.write(toPlain());
  }

  /** Returns a value that came in as the engine keeps it. */
  static @Nullable Object in(@Nullable Object value) {
    return value instanceof SharedDoc inner
        ? Subdocuments.forInsertion(inner)
        : Values.plain(value);
  }

  static List<@Nullable Object> in(List<? extends @Nullable Object> values) {
    return changed(new ArrayList<>(values), SharedType::in);
  }

  static Map<String, @Nullable Object> attributes(Map<String, ? extends @Nullable Object> values) {
    @SuppressWarnings("unchecked") // a map comes back as a map with the same keys
    Map<String, @Nullable Object> plain = (Map<String, @Nullable Object>) Values.plain(values);
    return plain == null ? Map.of() : plain;
  }

  /** Returns a value of the engine as callers see it. */
  final @Nullable Object out(@Nullable Object value) {
    if (value instanceof TypeNode inner) {
      return doc.handle(inner);
    }
    return value instanceof Subdocument inner ? doc.handle(inner) : value;
  }

  final List<@Nullable Object> out(List<@Nullable Object> values) {
    return changed(values, this::out);
  }

  /**
   * Replaces values as {@link List#replaceAll} does, but writes only what differs: next to none.
   */
  private static List<@Nullable Object> changed(
      List<@Nullable Object> values, UnaryOperator<@Nullable Object> change) {
    for (int i = 0; i < values.size(); i++) {
      Object before = values.get(i);
      Object after = change.apply(before);
      if (after != before) {
        values.set(i, after);
      }
    }
    return values;
  }

  /** Returns a copy of the values of its list. */
  final List<@Nullable Object> listed() {
    return out(doc.views.slice(node, 0, node.length()));
  }

  /** Returns a copy of what its keys hold. */
  final Map<String, @Nullable Object> keyed() {
    return out(doc.views.entries(node));
  }

  final Map<String, @Nullable Object> out(Map<String, @Nullable Object> entries) {
    entries.replaceAll((key, value) -> out(value));
    return entries;
  }

  /** Returns a value without shared types. */
  static @Nullable Object plain(@Nullable Object value) {
    return PlainView.of(value);
  }
}
