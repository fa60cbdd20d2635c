package io.echosdk.sync;

import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** XML elements, texts and hooks that their peers edit together. */
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

  /** Inserts a child behind another one and returns it. */
  public final <T extends SharedType> T insertAfter(SharedType child, NewType<T> type) {
    return insert(indexOf(child) + 1, type);
  }

  /** Deletes children. */
  public final void delete(int index, int length) {
    doc.edits.delete(node, index, length);
  }

  /** Returns a child. */
  public final SharedType get(int index) {
    return child(out(doc.views.get(node, index)));
  }

  /** Returns the first child, or null if there is none. */
  public final @Nullable SharedType firstChild() {
    return length() == 0 ? null : get(0);
  }

  /** Returns a copy of the children. */
  public final List<SharedType> children() {
    return out(doc.views.slice(node, 0, length())).stream()
        .map(SharedXmlFragment::child)
        .collect(Collectors.toList());
  }

  private static SharedType child(@Nullable Object value) {
    if (value instanceof SharedType type) {
      return type;
    }
    throw new IllegalStateException("a child of XML is " + value);
  }

  /** Returns the position of a child. */
  public final int indexOf(SharedType child) {
    if (child.parent() != this || child.isDeleted()) {
      throw new IllegalArgumentException("no child of this: " + child);
    }
    return doc.views.index(child.node);
  }

  /** Returns the child behind another one, or null if that is the last. */
  public final @Nullable SharedType nextSibling(SharedType child) {
    int next = indexOf(child) + 1;
    return next < length() ? get(next) : null;
  }

  /** Returns the child before another one, or null if that is the first. */
  public final @Nullable SharedType previousSibling(SharedType child) {
    int index = indexOf(child);
    return index > 0 ? get(index - 1) : null;
  }

  /** Returns all elements, texts and hooks within this one that pass, in document order. */
  public final List<SharedType> walk(Predicate<SharedType> filter) {
    List<SharedType> found = new ArrayList<>();
    Deque<SharedType> ahead = new ArrayDeque<>(); // no recursion: nesting may be deep
    pushChildren(this, ahead);
    while (!ahead.isEmpty()) {
      SharedType next = ahead.pop();
      if (filter.test(next)) {
        found.add(next);
      }
      if (next instanceof SharedXmlFragment inner) {
        pushChildren(inner, ahead);
      }
    }
    return found;
  }

  private static void pushChildren(SharedXmlFragment parent, Deque<SharedType> ahead) {
    List<SharedType> children = parent.children();
    for (int i = children.size() - 1; i >= 0; i--) {
      ahead.push(children.get(i));
    }
  }

  /** Returns the elements of a name within this one in document order; case does not matter. */
  public final List<SharedXmlElement> querySelectorAll(String name) {
    return walk(each -> each instanceof SharedXmlElement element && element.isNamed(name)).stream()
        .map(SharedXmlElement.class::cast)
        .toList();
  }

  /** Returns the first element of a name within this one, or null if there is none. */
  public final @Nullable SharedXmlElement querySelector(String name) {
    List<SharedXmlElement> all = querySelectorAll(name);
    return all.isEmpty() ? null : all.get(0);
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
