package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;

/** A map among XML elements that an editor shows in its own way. */
public final class SharedXmlHook extends SharedMap {

  SharedXmlHook(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns which way of showing it is meant. */
  public String hookName() {
    return node.name();
  }
}
