package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An XML element that its peers edit together. */
public final class SharedXmlElement extends SharedXmlFragment {

  SharedXmlElement(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns the element's name. */
  public String name() {
    return node.name();
  }

  /** Sets an attribute. */
  public void setAttribute(String key, @Nullable Object value) {
    doc.edits.set(node, key, in(value));
  }

  /** Removes an attribute. */
  public void removeAttribute(String key) {
    doc.edits.remove(node, key);
  }

  /** Returns an attribute, or null if there is none. */
  public @Nullable Object attribute(String key) {
    return out(doc.views.get(node, key));
  }

  /** Returns a copy of all attributes. */
  public Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> attributes = doc.views.entries(node);
    attributes.replaceAll((key, value) -> out(value));
    return attributes;
  }
}
