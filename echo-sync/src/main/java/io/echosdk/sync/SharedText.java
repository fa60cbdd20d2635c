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
    return stretches(doc.views.stretches(node));
  }

  private List<TextOp.Insert> stretches(List<Views.Stretch> stretches) {
    List<TextOp.Insert> delta = new ArrayList<>(stretches.size());
    for (Views.Stretch stretch : stretches) {
      delta.add(new TextOp.Insert(out(stretch.content()), stretch.attributes()));
    }
    return delta;
  }

  /**
   * Returns the text as it was at a version. Content that was deleted since shows only if the
   * document keeps it.
   */
  public List<TextOp.Insert> toDelta(DocVersion version) {
    return stretches(doc.past(version).stretches(node, null, SharedText::kindOfChange));
  }

  /**
   * Returns the text as it was at a version together with what it had at an earlier one. Runs that
   * came or went in between carry the format "ychange", whose value is {@code {type=added}} or
   * {@code {type=removed}}.
   */
  public List<TextOp.Insert> toDelta(DocVersion version, DocVersion since) {
    return toDelta(version, since, SharedText::kindOfChange);
  }

  /**
   * As {@link #toDelta(DocVersion, DocVersion)}, with a value of the caller's for "ychange". Runs
   * of one client follow one another in one piece if the value holds the client as "user" and the
   * kind as "type".
   */
  public List<TextOp.Insert> toDelta(
      DocVersion version, DocVersion since, Attribution attribution) {
    return stretches(
        doc.past(version)
            .stretches(
                node,
                doc.past(since),
                (isAdded, client, clock) -> attributes(attribution.of(isAdded, client, clock))));
  }

  /** Says who wrote or deleted a run of text. */
  @FunctionalInterface
  public interface Attribution {
    /**
     * Returns what stands as the value of "ychange".
     *
     * @param isAdded whether the run came in; otherwise it went
     * @param client who wrote it
     * @param clock the number of its first unit among what the client wrote
     */
    Map<String, ? extends @Nullable Object> of(boolean isAdded, long client, int clock);
  }

  private static Map<String, @Nullable Object> kindOfChange(
      boolean isAdded, long client, int clock) {
    return Map.of("type", isAdded ? "added" : "removed");
  }

  /** Returns the attribute of a key, or null if there is none. */
  public @Nullable Object attribute(String key) {
    return out(doc.views.get(node, key));
  }

  /** Sets an attribute of the text as a whole. */
  public void setAttribute(String key, @Nullable Object value) {
    doc.edits.set(node, key, in(value));
  }

  /** Returns a copy of all attributes of the text as a whole. */
  public Map<String, @Nullable Object> attributes() {
    return out(doc.views.entries(node));
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
