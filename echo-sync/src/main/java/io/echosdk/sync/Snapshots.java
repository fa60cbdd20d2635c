package io.echosdk.sync;

import io.echosdk.sync.doc.Transaction;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes snapshots: each shared type keeps the view that was made of it last until it, or something
 * in it, changes. Types may be nested as deep as their authors like, so this keeps a stack of its
 * own.
 */
final class Snapshots {

  private static final DocSnapshot NOTHING = new DocSnapshot(Map.of());

  private final SharedDoc doc;
  private final boolean publishes;
  private boolean isUsed;

  private volatile DocSnapshot latest = NOTHING; // written by the document's thread, read by any

  Snapshots(SharedDoc doc, boolean publishes) {
    this.doc = doc;
    this.publishes = publishes;
    this.isUsed = publishes;
  }

  DocSnapshot latest() {
    if (!publishes) {
      throw new IllegalStateException(
          "this document publishes no snapshots: build it with publishSnapshots(true)");
    }
    return latest;
  }

  /** Forgets the views of what a transaction changed, before its deleted content is forgotten. */
  void changed(Transaction transaction) {
    if (isUsed) {
      doc.changes().changedWithHolders(transaction).forEach(type -> doc.handle(type).view = null);
    }
  }

  void committed() {
    if (publishes) {
      latest = take();
    }
  }

  DocSnapshot take() {
    if (doc.engine.isTransacting()) {
      throw new IllegalStateException("there is no snapshot of a transaction that is not over");
    }
    isUsed = true;
    doc.engine.forEachOpen(this::changed); // those that are over and wait for their commit
    Map<String, SnapshotView> roots = new LinkedHashMap<>();
    for (TypeNode root : doc.engine.roots()) {
      if (root.type() != TypeNode.Type.UNKNOWN) {
        roots.put(root.rootName(), view(doc.handle(root)));
      }
    }
    return new DocSnapshot(Collections.unmodifiableMap(roots));
  }

  private static SnapshotView view(SharedType type) {
    SnapshotView known = type.view;
    if (known != null) {
      return known;
    }
    Deque<Content> open = new ArrayDeque<>();
    open.push(new Content(type));
    while (true) {
      Content content = open.element();
      SharedType inner = content.nextWithoutView();
      if (inner != null) {
        open.push(new Content(inner));
        continue;
      }
      SnapshotView made = content.view();
      content.type.view = made;
      open.pop();
      if (open.isEmpty()) {
        return made;
      }
    }
  }

  /** What a type holds, on its way to a view. */
  private static final class Content {
    private final SharedType type;
    private final List<@Nullable Object> values;
    private final List<TextOp.Insert> delta;
    private final Map<String, @Nullable Object> entries;
    private final List<SharedType> inner = new ArrayList<>(0);
    private int next;

    Content(SharedType type) {
      this.type = type;
      values = type instanceof SharedText ? new ArrayList<>(0) : type.listed();
      delta = type instanceof SharedText text ? text.toDelta() : List.of();
      entries = type.keyed();
      values.forEach(this::note);
      entries.values().forEach(this::note);
      delta.forEach(op -> note(op.content()));
    }

    private void note(@Nullable Object value) {
      if (value instanceof SharedType each) {
        inner.add(each);
      }
    }

    @Nullable SharedType nextWithoutView() {
      while (next < inner.size()) {
        SharedType each = inner.get(next++);
        if (each.view == null) {
          return each;
        }
      }
      return null;
    }

    SnapshotView view() {
      values.replaceAll(Content::frozen);
      entries.replaceAll((key, value) -> frozen(value));
      List<TextOp.Insert> ops = new ArrayList<>(delta.size());
      delta.forEach(op -> ops.add(new TextOp.Insert(frozen(op.content()), op.attributes())));
      return new SnapshotView(
          SnapshotView.Kind.valueOf(type.node.type().name()),
          type.node.name(),
          type.node.length(),
          Collections.unmodifiableList(values),
          Collections.unmodifiableList(ops),
          Collections.unmodifiableMap(entries));
    }

    private static @Nullable Object frozen(@Nullable Object value) {
      if (value instanceof SharedType inner) {
        return inner.view;
      }
      return value instanceof SharedDoc inner ? Map.of("guid", inner.guid()) : value;
    }
  }
}
