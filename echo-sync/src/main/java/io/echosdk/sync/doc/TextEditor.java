package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Edits of texts.
 *
 * <p>A format is an item that begins it and one that ends it or goes back to the value before.
 * Inserting or formatting first walks over formats that already say what is wanted, then sets what
 * differs, then does its work, then sets back what it changed. Which items this makes decides the
 * bytes, so the walks are those of Yjs.
 */
final class TextEditor {

  private final Rows rows;
  private final Structs structs;
  private final ItemMaker maker;
  private final ListEditor lists;

  TextEditor(DocEngine doc, ItemMaker maker, ListEditor lists) {
    this.rows = doc.rows;
    this.structs = doc.structs;
    this.maker = maker;
    this.lists = lists;
  }

  /** A place between two items of a text, and the formats in force there. */
  static final class Place {
    private final TypeNode text;
    private int left;
    private int right;
    private final Attributes attributes = new Attributes();

    Place(TypeNode text, int left, int right) {
      this.text = text;
      this.left = left;
      this.right = right;
    }

    int right() {
      return right;
    }
  }

  /**
   * Returns the place before a character.
   *
   * @param needsAttributes whether the formats there matter even if the text had none so far
   */
  Place find(Transaction transaction, TypeNode text, int index, boolean needsAttributes) {
    int left = lists.leftOf(transaction, text, index);
    Place place = new Place(text, left, left == Rows.NONE ? text.start : rows.right[left]);
    if (left != Rows.NONE && (needsAttributes || text.hasFormats)) {
      lists.passFormats(text, left, place.attributes);
    }
    return place;
  }

  /** Returns the place to which formatting so many characters of the start with nothing leads. */
  Place pass(Transaction transaction, TypeNode text, int length) {
    Place place = find(transaction, text, length, true);
    setBack(transaction, place, Map.of());
    return place;
  }

  private void forward(Place place) {
    Format format = rows.liveFormat(place.right);
    if (format != null) {
      place.attributes.pass(format);
    }
    place.left = place.right;
    place.right = rows.right[place.right];
  }

  /**
   * Inserts a string, an {@link Embed} or a {@link TypeNode}.
   *
   * @param attributes its formats, or null for those of the text around it
   */
  void insert(
      Transaction transaction,
      Place place,
      Object content,
      @Nullable Map<String, @Nullable Object> attributes) {
    Map<String, @Nullable Object> wanted =
        attributes == null
            ? new LinkedHashMap<>(place.attributes.values())
            : new LinkedHashMap<>(attributes);
    place.attributes.values().keySet().forEach(key -> wanted.putIfAbsent(key, null));
    skipSettled(place, wanted);
    Map<String, @Nullable Object> changed = setAttributes(transaction, place, wanted);
    place.right = make(transaction, place, content);
    forward(place);
    setBack(transaction, place, changed);
  }

  private int make(Transaction transaction, Place place, Object content) {
    if (content instanceof String string) {
      return maker.text(transaction, place.text, place.left, place.right, string);
    }
    int kind = content instanceof TypeNode ? Kind.TYPE : Kind.EMBED;
    return maker.single(transaction, place.text, place.left, place.right, 0, kind, content);
  }

  /** Gives a stretch of text formats; null ends one. */
  void format(
      Transaction transaction, Place place, int length, Map<String, @Nullable Object> wanted) {
    skipSettled(place, wanted);
    Map<String, @Nullable Object> changed = setAttributes(transaction, place, wanted);
    int rest = length;
    while (place.right != Rows.NONE
        && (rest > 0 || (!changed.isEmpty() && isDeletedOrFormat(place.right)))) {
      int row = place.right;
      Format format = rows.liveFormat(row);
      if (format != null) {
        if (!passFormat(transaction, place, format, wanted, changed, rest)) {
          break;
        }
      } else if (!rows.is(row, Rows.DELETED)) {
        if (rest < rows.length[row]) {
          structs.cleanStart(transaction, rows.slot[row], rows.clock[row] + rest);
        }
        rest -= rows.length[row];
      }
      forward(place);
    }
    if (rest > 0) { // a text editor's documents end with a line that is not in the text
      place.right = maker.text(transaction, place.text, place.left, place.right, "\n".repeat(rest));
      forward(place);
    }
    setBack(transaction, place, changed);
  }

  /** Returns false if the walk ends before this format. */
  private boolean passFormat(
      Transaction transaction,
      Place place,
      Format format,
      Map<String, @Nullable Object> wanted,
      Map<String, @Nullable Object> changed,
      int rest) {
    if (!wanted.containsKey(format.key())) {
      return true;
    }
    if (Attributes.same(wanted.get(format.key()), format.value())) {
      changed.remove(format.key());
    } else {
      if (rest == 0) {
        return false;
      }
      changed.put(format.key(), format.value());
    }
    structs.delete(transaction, place.right);
    return true;
  }

  private boolean isDeletedOrFormat(int row) {
    return rows.is(row, Rows.DELETED) || rows.kind(row) == Kind.FORMAT;
  }

  /** Deletes up to so many characters. */
  void delete(Transaction transaction, Place place, int length) {
    Attributes before = place.attributes.copy();
    int start = place.right;
    int rest = length;
    while (rest > 0 && place.right != Rows.NONE) {
      int row = place.right;
      if (!rows.is(row, Rows.DELETED) && rows.kind(row) != Kind.FORMAT) {
        if (rest < rows.length[row]) {
          structs.cleanStart(transaction, rows.slot[row], rows.clock[row] + rest);
        }
        rest -= rows.length[row];
        structs.delete(transaction, row);
      }
      forward(place);
    }
    if (start != Rows.NONE && place.text.hasFormats) {
      FormatCleanup.gap(rows, structs, transaction, start, place.right, before, place.attributes);
    }
  }

  /** Walks over formats that are as wanted, and over what is deleted. */
  private void skipSettled(Place place, Map<String, @Nullable Object> wanted) {
    while (place.right != Rows.NONE) {
      if (!rows.is(place.right, Rows.DELETED)) {
        Format format = rows.liveFormat(place.right);
        if (format == null || !Attributes.same(wanted.get(format.key()), format.value())) {
          return;
        }
      }
      forward(place);
    }
  }

  /** Returns the values before of those formats that had to be changed. */
  private Map<String, @Nullable Object> setAttributes(
      Transaction transaction, Place place, Map<String, @Nullable Object> wanted) {
    if (wanted.isEmpty()) {
      return new LinkedHashMap<>(0);
    }
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    wanted.forEach(
        (key, value) -> {
          Object present = place.attributes.get(key);
          if (!Attributes.same(present, value)) {
            changed.put(key, present);
            makeFormat(transaction, place, key, value);
          }
        });
    return changed;
  }

  private void setBack(
      Transaction transaction, Place place, Map<String, @Nullable Object> changed) {
    while (place.right != Rows.NONE) {
      if (!rows.is(place.right, Rows.DELETED)) {
        Format format = rows.liveFormat(place.right);
        if (format == null
            || !changed.containsKey(format.key())
            || !Attributes.same(changed.get(format.key()), format.value())) {
          break;
        }
        changed.remove(format.key());
      }
      forward(place);
    }
    changed.forEach((key, value) -> makeFormat(transaction, place, key, value));
  }

  private void makeFormat(
      Transaction transaction, Place place, String key, @Nullable Object value) {
    place.right =
        maker.single(
            transaction,
            place.text,
            place.left,
            place.right,
            0,
            Kind.FORMAT,
            new Format(key, value));
    forward(place);
  }
}
