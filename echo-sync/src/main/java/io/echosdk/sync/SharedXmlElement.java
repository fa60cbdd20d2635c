package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An XML element that its peers edit together. */
public final class SharedXmlElement extends SharedXmlFragment {

  SharedXmlElement(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns the element's name; a root has none and is called UNDEFINED. */
  public String name() {
    return node.name().isEmpty() ? "UNDEFINED" : node.name();
  }

  boolean isNamed(String name) {
    return name.equalsIgnoreCase(name());
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
    return out(doc.views.entries(node));
  }

  /** Returns the attributes that it had at a version, as far as deleted ones are kept. */
  public Map<String, @Nullable Object> attributes(DocVersion version) {
    return out(doc.past(version).entries(node));
  }
}
