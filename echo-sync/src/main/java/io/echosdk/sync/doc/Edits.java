package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The edits that a document offers, each in a transaction of its own unless one is running. Values
 * are plain, {@link TypeNode}s or subdocuments.
 */
public final class Edits {

  private final DocEngine doc;
  private final ListEditor lists;
  private final TextEditor texts;

  /** Edits a document. */
  public Edits(DocEngine doc) {
    this.doc = doc;
    ItemMaker maker = new ItemMaker(doc);
    this.lists = doc.lists;
    this.texts = new TextEditor(doc, maker, lists);
  }

  /**
   * Inserts a string or a type into a text.
   *
   * @param attributes its formats, or null for those of the text around it
   */
  public void insertText(
      TypeNode text,
      int index,
      Object content,
      @Nullable Map<String, @Nullable Object> attributes) {
    Objects.checkFromToIndex(0, index, text.length());
    transact(
        text,
        transaction -> {
          TextEditor.Place place = texts.find(transaction, text, index, attributes != null);
          texts.insert(transaction, place, content, attributes);
        });
  }

  /** Inserts an object into a text. */
  public void insertEmbed(
      TypeNode text, int index, Object value, @Nullable Map<String, @Nullable Object> attributes) {
    Objects.checkFromToIndex(0, index, text.length());
    transact(
        text,
        transaction -> {
          TextEditor.Place place = texts.find(transaction, text, index, attributes != null);
          Map<String, @Nullable Object> wanted = attributes == null ? Map.of() : attributes;
          texts.insert(transaction, place, new Embed(value), wanted);
        });
  }

  /** Deletes a stretch of a text. */
  public void deleteText(TypeNode text, int index, int length) {
    Objects.checkFromIndexSize(index, length, text.length());
    if (length > 0) {
      transact(
          text,
          transaction ->
              texts.delete(transaction, texts.find(transaction, text, index, false), length));
    }
  }

  /** Formats a stretch of a text; null ends a format. */
  public void formatText(
      TypeNode text, int index, int length, Map<String, @Nullable Object> attributes) {
    Objects.checkFromIndexSize(index, length, text.length());
    if (length > 0) {
      transact(
          text,
          transaction -> {
            TextEditor.Place place = texts.find(transaction, text, index, true);
            if (place.right() != Rows.NONE) {
              texts.format(transaction, place, length, attributes);
            }
          });
    }
  }

  /** A step of a walk over a text. */
  public interface Step {
    /** Does its work at a place and moves it. */
    void run(Walk walk);
  }

  /** A walk over a text from its start. */
  public final class Walk {
    private final Transaction transaction;
    private final TypeNode text;
    private TextEditor.Place place;
    private boolean isAtStart = true;

    private Walk(Transaction transaction, TypeNode text) {
      this.transaction = transaction;
      this.text = text;
      this.place = texts.find(transaction, text, 0, true);
    }

    /** Inserts a string, a type or, wrapped, an object. */
    public void insert(Object content, Map<String, @Nullable Object> attributes) {
      isAtStart = false;
      boolean isPlace = content instanceof String || content instanceof TypeNode;
      texts.insert(transaction, place, isPlace ? content : new Embed(content), attributes);
    }

    /** Moves on and formats what it passes. */
    public void retain(int length, Map<String, @Nullable Object> attributes) {
      boolean isPlain = attributes.isEmpty() && length > 0 && length <= text.length();
      if (isAtStart && isPlain) {
        place = texts.pass(transaction, text, length);
      } else {
        texts.format(transaction, place, length, attributes);
      }
      isAtStart = false;
    }

    /** Deletes what follows. */
    public void delete(int length) {
      isAtStart = false;
      texts.delete(transaction, place, length);
    }
  }

  /** Walks over a text from its start. */
  public void walkText(TypeNode text, List<? extends Step> steps) {
    transact(
        text,
        transaction -> {
          Walk walk = new Walk(transaction, text);
          steps.forEach(step -> step.run(walk));
        });
  }

  /** Inserts values into a list. */
  public void insert(TypeNode list, int index, List<? extends @Nullable Object> values) {
    Objects.checkFromToIndex(0, index, list.length());
    transact(
        list,
        transaction ->
            lists.insertAfter(transaction, list, lists.leftOf(transaction, list, index), values));
  }

  /** Appends values behind all that a list holds or held. */
  public void append(TypeNode list, List<? extends @Nullable Object> values) {
    transact(list, transaction -> lists.insertAfter(transaction, list, lists.last(list), values));
  }

  /** Deletes values of a list. */
  public void delete(TypeNode list, int index, int length) {
    Objects.checkFromIndexSize(index, length, list.length());
    if (length > 0) {
      transact(list, transaction -> lists.delete(transaction, list, index, length));
    }
  }

  /** Sets what a key holds. */
  public void set(TypeNode map, String key, @Nullable Object value) {
    transact(map, transaction -> lists.set(transaction, map, key, value));
  }

  /** Deletes what a key holds. */
  public void remove(TypeNode map, String key) {
    transact(map, transaction -> lists.remove(transaction, map, key));
  }

  /** Tells that what is in a subdocument is wanted. */
  public void load(Subdocument inner) {
    if (inner.isPlaced() && !inner.shouldLoad()) {
      doc.transact(null, true, transaction -> transaction.subdocumentChanges().loaded().add(inner));
    }
    inner.want();
  }

  /** Puts an unloaded twin into the place of a subdocument. */
  public void unload(Subdocument inner) {
    int row = inner.item;
    if (row == Rows.NONE || doc.rows.value(row) != inner) {
      return;
    }
    Subdocument twin = new Subdocument(inner.description(), false);
    twin.item = row;
    inner.item = Rows.NONE;
    doc.rows.values.set(doc.rows.content[row], twin);
    doc.transact(
        null,
        true,
        transaction -> {
          SubdocumentChanges changes = transaction.subdocumentChanges();
          if (!doc.rows.isDeleted(row)) {
            changes.added().add(twin);
          }
          changes.removed().add(inner);
        });
  }

  private void transact(TypeNode type, java.util.function.Consumer<Transaction> body) {
    if (type.isCollected) {
      throw new IllegalStateException("the " + type.type() + " was deleted");
    }
    doc.transact(null, true, body);
  }
}
