package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map that its peers edit together; of two who set one key the same one wins everywhere. */
public sealed class SharedMap extends SharedType permits SharedXmlHook {

  SharedMap(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Sets what a key holds. */
  public final void set(String key, @Nullable Object value) {
    doc.edits.set(node, key, in(value));
  }

  /** Puts a shared type under a key and returns it. */
  public final <T extends SharedType> T set(String key, NewType<T> type) {
    TypeNode inner = type.node();
    doc.edits.set(node, key, inner);
    return type.handle(doc, inner);
  }

  /** Deletes what a key holds. */
  public final void remove(String key) {
    doc.edits.remove(node, key);
  }

  /** Deletes what all keys hold. */
  public final void clear() {
    doc.transact(() -> entries().keySet().forEach(this::remove));
  }

  /** Returns how many keys hold something. */
  public final int size() {
    return entries().size();
  }

  /** Returns whether a key holds something, null included. */
  public final boolean has(String key) {
    return doc.views.has(node, key);
  }

  /** Returns what a key holds, or null if it holds nothing. */
  public final @Nullable Object get(String key) {
    return out(doc.views.get(node, key));
  }

  /** Returns a copy of all that it holds, in the order in which the keys came into use. */
  public final Map<String, @Nullable Object> entries() {
    return out(doc.views.entries(node));
  }

  /** Returns what it held at a version, as far as deleted values are kept. */
  public final Map<String, @Nullable Object> entries(DocVersion version) {
    return out(doc.past(version).entries(node));
  }

  @Override
  @SuppressWarnings("unchecked") // the view of a map is a map with strings as keys
  public final Map<String, @Nullable Object> toPlain() {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(plain(this));
  }
}
