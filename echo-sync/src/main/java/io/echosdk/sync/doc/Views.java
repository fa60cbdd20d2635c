package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what shared types hold. */
public final class Views {

  private final DocEngine doc;
  private final Rows rows;

  /** Reads a document. */
  public Views(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /**
   * A stretch of a text with the same formats.
   *
   * @param content a string, a {@link TypeNode}, or the plain value of an embed
   * @param attributes its formats; empty if it has none
   */
  public record Stretch(@Nullable Object content, Map<String, Object> attributes) {}

  /** Returns the characters of a text. */
  public String text(TypeNode text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int row = text.start; row != Rows.NONE; row = rows.right[row]) {
      if (!rows.is(row, Rows.DELETED) && rows.kind(row) == Kind.STRING) {
        rows.text.appendTo(out, rows.content[row], rows.length[row]);
      }
    }
    return out.toString();
  }

  /** Returns a text with its formats. */
  public List<Stretch> stretches(TypeNode text) {
    List<Stretch> stretches = new ArrayList<>();
    Attributes attributes = new Attributes();
    StringBuilder characters = new StringBuilder();
    for (int row = text.start; row != Rows.NONE; row = rows.right[row]) {
      if (rows.is(row, Rows.DELETED)) {
        continue;
      }
      int kind = rows.kind(row);
      if (kind == Kind.STRING) {
        rows.text.appendTo(characters, rows.content[row], rows.length[row]);
        continue;
      }
      addCharacters(stretches, characters, attributes);
      Object value = rows.value(row);
      if (value instanceof Format format) {
        attributes.pass(format);
      } else if (value instanceof Embed embed) {
        stretches.add(stretch(embed.value(), attributes));
      } else if (value instanceof TypeNode type) {
        stretches.add(stretch(type, attributes));
      }
    }
    addCharacters(stretches, characters, attributes);
    return stretches;
  }

  private static void addCharacters(
      List<Stretch> stretches, StringBuilder characters, Attributes attributes) {
    if (characters.length() > 0) {
      stretches.add(stretch(characters.toString(), attributes));
      characters.setLength(0);
    }
  }

  private static Stretch stretch(@Nullable Object content, Attributes attributes) {
    return new Stretch(
        content, Collections.unmodifiableMap(new LinkedHashMap<>(attributes.values())));
  }

  /** Returns one value of a list. */
  public @Nullable Object get(TypeNode list, int index) {
    java.util.Objects.checkIndex(index, list.length());
    return doc.lists.get(list, index);
  }

  /** Returns values of a list. */
  public List<@Nullable Object> slice(TypeNode list, int from, int to) {
    java.util.Objects.checkFromToIndex(from, to, list.length());
    return doc.lists.slice(list, from, to);
  }

  /** Returns whether a key holds something. */
  public boolean has(TypeNode map, String key) {
    return doc.lists.liveRow(map, key) != Rows.NONE;
  }

  /** Returns what a key holds, or null if it holds nothing. */
  public @Nullable Object get(TypeNode map, String key) {
    int row = doc.lists.liveRow(map, key);
    return row == Rows.NONE ? null : last(row);
  }

  /** Returns what all keys hold, in the order in which the keys came into use. */
  public Map<String, @Nullable Object> entries(TypeNode map) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    map.map.forEach(
        (key, row) -> {
          if (!rows.is(row, Rows.DELETED)) {
            entries.put(doc.keyName(key), last(row));
          }
        });
    return entries;
  }

  private @Nullable Object last(int row) {
    return doc.lists.contentAt(row, rows.length[row] - 1);
  }

  /** Returns the position of a type in the list that holds it. */
  public int index(TypeNode inner) {
    return doc.lists.indexOf(doc.structs.parentOf(inner.item), inner.item);
  }

  /** Returns whether a type was deleted. */
  public boolean isDeleted(TypeNode type) {
    return doc.structs.isTypeDeleted(type);
  }
}
