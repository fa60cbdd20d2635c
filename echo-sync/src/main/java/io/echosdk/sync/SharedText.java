package io.echosdk.sync;

import io.echosdk.sync.doc.Edits;
import io.echosdk.sync.doc.TypeNode;
import io.echosdk.sync.doc.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text with formats that its peers edit together. Positions count UTF-16 units; an embed or a
 * shared type counts one. A text within XML is one too.
 */
public final class SharedText extends SharedType {

  SharedText(SharedDoc doc, TypeNode node) {
    super(doc, node);
  }

  /** Returns the length. */
  public int length() {
    return node.length();
  }

  /** Inserts characters with the formats of what is around them. */
  public void insert(int index, String text) {
    if (!text.isEmpty()) {
      doc.edits.insertText(node, index, text, null);
    }
  }

  /** Inserts characters with formats. */
  public void insert(int index, String text, Map<String, ? extends @Nullable Object> attributes) {
    if (!text.isEmpty()) {
      doc.edits.insertText(node, index, text, attributes(attributes));
    }
  }

  /** Inserts an object. */
  public void insertEmbed(
      int index, Object value, Map<String, ? extends @Nullable Object> attributes) {
    Object plain = in(value);
    if (plain == null) {
      throw new IllegalArgumentException("an embed cannot be null");
    }
    doc.edits.insertEmbed(node, index, plain, attributes.isEmpty() ? null : attributes(attributes));
  }

  /** Inserts a shared type and returns it. */
  public <T extends SharedType> T insert(int index, NewType<T> type) {
    TypeNode inner = type.node();
    doc.edits.insertText(node, index, inner, Map.of());
    return type.handle(doc, inner);
  }

  /** Deletes a stretch. */
  public void delete(int index, int length) {
    doc.edits.deleteText(node, index, length);
  }

  /** Gives a stretch formats; null ends one. */
  public void format(int index, int length, Map<String, ? extends @Nullable Object> attributes) {
    doc.edits.formatText(node, index, length, attributes(attributes));
  }

  /** Changes the text as a delta says, from its start on. */
  public void applyDelta(List<? extends TextOp> delta) {
    List<Edits.Step> steps = new ArrayList<>(delta.size());
    delta.forEach(op -> steps.add(step(op)));
    doc.edits.walkText(node, steps);
  }

  private static Edits.Step step(TextOp op) {
    if (op instanceof TextOp.Insert insert) {
      Object content = in(insert.content());
      if (content == null) {
        throw new IllegalArgumentException("a delta cannot insert null");
      }
      Map<String, @Nullable Object> attributes = attributes(insert.attributes());
      return walk -> walk.insert(content, attributes);
    }
    if (op instanceof TextOp.Retain retain) {
      Map<String, @Nullable Object> attributes = attributes(retain.attributes());
      return walk -> walk.retain(retain.length(), attributes);
    }
    TextOp.Delete delete = (TextOp.Delete) op;
    return walk -> walk.delete(delete.length());
  }

  /** Returns the text with its formats. */
  public List<TextOp.Insert> toDelta() {
    List<TextOp.Insert> delta = new ArrayList<>();
    for (Views.Stretch stretch : doc.views.stretches(node)) {
      delta.add(new TextOp.Insert(out(stretch.content()), stretch.attributes()));
    }
    return delta;
  }

  /** Returns the attribute of a key, or null if there is none. */
  public @Nullable Object attribute(String key) {
    return out(doc.views.get(node, key));
  }

  /** Sets an attribute of the text as a whole. */
  public void setAttribute(String key, @Nullable Object value) {
    doc.edits.set(node, key, in(value));
  }

  /** Removes an attribute of the text as a whole. */
  public void removeAttribute(String key) {
    doc.edits.remove(node, key);
  }

  /** Returns the characters; of a text within XML with its formats as elements. */
  @Override
  public String toString() {
    return node.type() == TypeNode.Type.XML_TEXT ? XmlText.of(this) : doc.views.text(node);
  }

  @Override
  public String toPlain() {
    return toString();
  }
}
