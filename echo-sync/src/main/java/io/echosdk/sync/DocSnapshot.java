package io.echosdk.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a document held at one moment, for readers on any thread: it is immutable, and reading
 * takes no lock. (What Yjs calls a snapshot is a {@link DocVersion}: it names a moment and needs
 * the document.)
 *
 * <p>Snapshots share what did not change between them. Taking one costs a walk over the types that
 * changed since the last one and over those that hold them, and nothing else.
 */
public final class DocSnapshot {

  private final Map<String, SnapshotView> roots;

  /** Keeps a map that nobody changes any more. */
  DocSnapshot(Map<String, SnapshotView> roots) {
    this.roots = roots;
  }

  /** Returns the roots by name, in the order in which they came into use. */
  public Map<String, SnapshotView> roots() {
    return roots;
  }

  /** Returns the root of a name, or null if nobody had used it. */
  public @Nullable SnapshotView root(String name) {
    return roots.get(name);
  }

  /** Returns what {@link SharedDoc#toPlain()} returned then. */
  public Map<String, @Nullable Object> toPlain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    roots.forEach((name, view) -> plain.put(name, view.toPlain()));
    return plain;
  }
}
