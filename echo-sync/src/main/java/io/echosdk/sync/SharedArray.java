package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list that its peers edit together. */
public final class SharedArray extends SharedType {

  SharedArray(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns how many values it holds. */
  public int length() {
    return node.length();
  }

  /** Inserts values before a position. */
  public void insert(int index, List<? extends @Nullable Object> values) {
    doc.edits.insert(node, index, in(values));
  }

  /** Inserts a shared type before a position and returns it. */
  public <T extends SharedType> T insert(int index, NewType<T> type) {
    TypeNode inner = type.node();
    doc.edits.insert(node, index, List.of(inner));
    return type.handle(doc, inner);
  }

  /** Appends values. */
  public void add(List<? extends @Nullable Object> values) {
    doc.edits.append(node, in(values));
  }

  /** Deletes values. */
  public void delete(int index, int length) {
    doc.edits.delete(node, index, length);
  }

  /** Returns one value. */
  public @Nullable Object get(int index) {
    return out(doc.views.get(node, index));
  }

  /** Returns a copy of the values from one position up to another; its size is fixed. */
  public List<@Nullable Object> slice(int from, int to) {
    return out(doc.views.slice(node, from, to));
  }

  /** Returns a copy of all values; its size is fixed. */
  public List<@Nullable Object> toList() {
    return slice(0, length());
  }

  /** Returns what it held at a version, as far as deleted values are kept. */
  public List<@Nullable Object> toList(DocVersion version) {
    return out(doc.past(version).list(node));
  }

  @Override
  @SuppressWarnings("unchecked") // the view of a list is a list
  public List<@Nullable Object> toPlain() {
    return (List<@Nullable Object>) Objects.requireNonNull(plain(this));
  }
}
