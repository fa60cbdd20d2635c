package io.echosdk.sync;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shared type as it was when a {@link DocSnapshot} was taken. Shared types in it are views too.
 * Immutable; safe for use from any thread.
 */
public final class SnapshotView {

  /** Which shared type it is a view of. */
  public enum Kind {
    /** {@link SharedText} */
    TEXT,
    /** {@link SharedText} within XML */
    XML_TEXT,
    /** {@link SharedArray} */
    ARRAY,
    /** {@link SharedMap} */
    MAP,
    /** {@link SharedXmlElement} */
    XML_ELEMENT,
    /** {@link SharedXmlFragment} */
    XML_FRAGMENT,
    /** {@link SharedXmlHook} */
    XML_HOOK
  }

  private final Kind kind;
  private final String name;
  private final int length;
  private final List<@Nullable Object> values;
  private final List<TextOp.Insert> delta;
  private final Map<String, @Nullable Object> entries;

  /** Keeps what nobody changes any more. */
  SnapshotView(
      Kind kind,
      String name,
      int length,
      List<@Nullable Object> values,
      List<TextOp.Insert> delta,
      Map<String, @Nullable Object> entries) {
    this.kind = kind;
    this.name = name;
    this.length = length;
    this.values = values;
    this.delta = delta;
    this.entries = entries;
  }

  /** Returns which shared type it is a view of. */
  public Kind kind() {
    return kind;
  }

  /** Returns the name of an XML element or hook, empty for the others. */
  public String name() {
    return name;
  }

  /** Returns the length of a text, or how many values a list has. */
  public int length() {
    return length;
  }

  /** Returns the values of an array, or the children of an XML type; empty for the others. */
  public List<@Nullable Object> values() {
    return values;
  }

  /** Returns a text with its formats; empty for the others. */
  public List<TextOp.Insert> delta() {
    return delta;
  }

  /** Returns what the keys of a map hold, or the attributes of the others. */
  public Map<String, @Nullable Object> entries() {
    return entries;
  }

  /** Returns what a key holds, or null if it holds nothing. */
  public @Nullable Object get(String key) {
    return entries.get(key);
  }

  /** Returns what {@link SharedType#toPlain()} returned then. */
  public @Nullable Object toPlain() {
    return PlainView.of(this);
  }

  /** Returns what the shared type's {@code toString} returned then, or its plain values. */
  @Override
  public String toString() {
    switch (kind) {
      case TEXT:
        StringBuilder text = new StringBuilder(length);
        for (TextOp.Insert op : delta) {
          if (op.content() instanceof String characters) {
            text.append(characters);
          }
        }
        return text.toString();
      case ARRAY:
      case MAP:
      case XML_HOOK:
        return String.valueOf(toPlain());
      default:
        return XmlText.of(this);
    }
  }
}
