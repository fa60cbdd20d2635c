package io.echosdk.sync.doc;

import java.util.LinkedHashSet;
import java.util.Set;

/** What a transaction did to documents within the document. */
public final class SubdocumentChanges {

  private final Set<Subdocument> added = new LinkedHashSet<>();
  private final Set<Subdocument> removed = new LinkedHashSet<>();
  private final Set<Subdocument> loaded = new LinkedHashSet<>();

  /** Returns those that came in. */
  public Set<Subdocument> added() {
    return added;
  }

  /** Returns those that went. */
  public Set<Subdocument> removed() {
    return removed;
  }

  /** Returns those whose content somebody wants from now on. */
  public Set<Subdocument> loaded() {
    return loaded;
  }

  void add(Subdocument inner) {
    added.add(inner);
    if (inner.shouldLoad()) {
      loaded.add(inner);
    }
  }

  void remove(Subdocument inner) {
    if (!added.remove(inner)) {
      removed.add(inner);
    }
  }
}
