package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.List;
import java.util.stream.Collectors;

/** XML elements and texts that their peers edit together. */
public sealed class SharedXmlFragment extends SharedType permits SharedXmlElement {

  SharedXmlFragment(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns how many children there are. */
  public final int length() {
    return node.length();
  }

  /** Inserts a child before a position and returns it. */
  public final <T extends SharedType> T insert(int index, NewType<T> type) {
    TypeNode inner = type.node();
    doc.edits.insert(node, index, List.of(inner));
    return type.handle(doc, inner);
  }

  /** Deletes children. */
  public final void delete(int index, int length) {
    doc.edits.delete(node, index, length);
  }

  /** Returns a child. */
  public final SharedType get(int index) {
    return child(out(doc.views.get(node, index)));
  }

  /** Returns a copy of the children. */
  public final List<SharedType> children() {
    return out(doc.views.slice(node, 0, length())).stream()
        .map(SharedXmlFragment::child)
        .collect(Collectors.toList());
  }

  private static SharedType child(@org.jspecify.annotations.Nullable Object value) {
    if (value instanceof SharedType type) {
      return type;
    }
    throw new IllegalStateException("a child of XML is " + value);
  }

  /** Returns the children as XML, an element with its attributes by name around them. */
  @Override
  public final String toString() {
    return XmlText.of(this);
  }

  @Override
  public final String toPlain() {
    return toString();
  }
}
