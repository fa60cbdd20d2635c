package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Edits of lists and maps, and finding positions in lists. */
final class ListEditor {

  private final DocEngine doc;
  private final Rows rows;
  private final Structs structs;
  private final ItemMaker maker;
  private int before; // visible length before the row that rowEndingAt returned

  ListEditor(DocEngine doc, ItemMaker maker) {
    this.doc = doc;
    this.rows = doc.rows;
    this.structs = doc.structs;
    this.maker = maker;
  }

  /** Returns the row that ends at a position, cutting one if need be; none for position 0. */
  int leftOf(Transaction transaction, TypeNode type, int index) {
    if (index == 0) {
      return Rows.NONE;
    }
    int row = rowEndingAt(type, index);
    int within = index - before;
    if (within < rows.length[row]) {
      structs.cleanStart(transaction, rows.slot[row], rows.clock[row] + within);
    }
    return row;
  }

  /** Returns the visible length before the row that was found last. */
  int before() {
    return before;
  }

  /** Returns the row that holds the unit before a position from 1 to the visible length. */
  int rowEndingAt(TypeNode type, int index) {
    ListIndex known = type.index;
    if (known == null) {
      int row = type.start;
      int sum = 0;
      for (int walked = 0; row != Rows.NONE; row = rows.right[row], walked++) {
        if (rows.isVisible(row)) {
          if (sum + rows.length[row] >= index) {
            before = sum;
            return row;
          }
          sum += rows.length[row];
        }
        if (walked > ListIndex.WORTHWHILE_ROWS) {
          break;
        }
      }
      known = new ListIndex(rows, type);
      type.index = known;
    }
    int row = known.rowEndingAt(index);
    before = known.before();
    return row;
  }

  /** Returns the visible length before a row of a list. */
  int indexOf(TypeNode type, int row) {
    ListIndex known = type.index;
    if (known != null) {
      return known.indexOf(row);
    }
    int sum = 0;
    for (int other = type.start; other != row; other = rows.right[other]) {
      if (rows.isVisible(other)) {
        sum += rows.length[other];
      }
    }
    return sum;
  }

  /** Passes the formats from the start of a text through a row. */
  void passFormats(TypeNode text, int last, Attributes formats) {
    ListIndex known = text.index;
    if (known != null) {
      known.passFormats(last, formats);
      return;
    }
    int behind = rows.right[last];
    for (int row = text.start; row != behind; row = rows.right[row]) {
      Format format = rows.liveFormat(row);
      if (format != null) {
        formats.pass(format);
      }
    }
  }

  /** Returns the content at a position below the length. */
  @Nullable Object get(TypeNode type, int index) {
    int row = rowEndingAt(type, index + 1);
    return contentAt(row, index - before);
  }

  /** Returns the contents from one position up to another, in a list of this size for good. */
  List<@Nullable Object> slice(TypeNode type, int from, int to) {
    @Nullable Object[] slice = new Object[Math.max(0, to - from)];
    if (slice.length > 0) {
      int row = rowEndingAt(type, from + 1);
      int within = from - before;
      for (int size = 0; size < slice.length; row = rows.right[row], within = 0) {
        if (rows.isVisible(row)) {
          int count = Math.min(rows.length[row] - within, slice.length - size);
          copyContents(row, within, slice, size, count);
          size += count;
        }
      }
    }
    return Arrays.asList(slice);
  }

  private void copyContents(int row, int within, @Nullable Object[] target, int at, int count) {
    if (rows.kind(row) == Kind.ANY) {
      rows.values.copyTo(rows.content[row] + within, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = contentAt(row, within + i);
    }
  }

  /** Returns one unit of an item's content. */
  @Nullable Object contentAt(int row, int within) {
    switch (rows.kind(row)) {
      case Kind.STRING:
        return String.valueOf(rows.text.charAt(rows.content[row], within));
      case Kind.ANY:
      case Kind.JSON:
        return rows.values.get(rows.content[row] + within);
      default:
        Object value = rows.value(row);
        return value instanceof Embed embed ? embed.value() : value;
    }
  }

  /** Returns the last row of a list, visible or not. */
  int last(TypeNode type) {
    ListIndex known = type.index;
    if (known != null) {
      return type.start == Rows.NONE ? Rows.NONE : known.last();
    }
    int row = type.start;
    int walked = 0;
    while (row != Rows.NONE && rows.right[row] != Rows.NONE) {
      row = rows.right[row];
      if (++walked > ListIndex.WORTHWHILE_ROWS) {
        type.index = new ListIndex(rows, type);
        return type.index.last();
      }
    }
    return row;
  }

  /** Inserts contents behind a row; plain values that follow one another become one item. */
  void insertAfter(
      Transaction transaction,
      TypeNode type,
      int reference,
      List<? extends @Nullable Object> contents) {
    int left = reference;
    int right = reference == Rows.NONE ? type.start : rows.right[reference];
    int plainFrom = 0;
    for (int i = 0; i <= contents.size(); i++) {
      int kind = i < contents.size() ? kindOf(contents.get(i)) : -1;
      if (kind == Kind.ANY) {
        continue;
      }
      if (plainFrom < i) {
        left = maker.values(transaction, type, left, right, 0, contents.subList(plainFrom, i));
      }
      plainFrom = i + 1;
      Object content = i < contents.size() ? contents.get(i) : null;
      if (content != null) {
        left = maker.single(transaction, type, left, right, 0, kind, content);
      }
    }
  }

  private static int kindOf(@Nullable Object content) {
    if (content instanceof byte[]) {
      return Kind.BINARY;
    }
    if (content instanceof TypeNode) {
      return Kind.TYPE;
    }
    return content instanceof Subdocument ? Kind.DOC : Kind.ANY;
  }

  /** Deletes visible units. */
  void delete(Transaction transaction, TypeNode type, int index, int length) {
    int left = leftOf(transaction, type, index);
    int row = left == Rows.NONE ? type.start : rows.right[left];
    int rest = length;
    while (rest > 0 && row != Rows.NONE) {
      if (!rows.is(row, Rows.DELETED)) {
        if (rest < rows.length[row]) {
          structs.cleanStart(transaction, rows.slot[row], rows.clock[row] + rest);
        }
        rest -= rows.length[row];
        structs.delete(transaction, row);
      }
      row = rows.right[row];
    }
  }

  /** Sets what a key holds. */
  void set(Transaction transaction, TypeNode type, String name, @Nullable Object content) {
    int key = doc.keyOf(name);
    int left = type.map.getOrDefault(key, Rows.NONE);
    int kind = kindOf(content);
    if (kind == Kind.ANY || content == null) {
      List<@Nullable Object> one = new ArrayList<>(1);
      one.add(content);
      maker.values(transaction, type, left, Rows.NONE, key, one);
    } else {
      maker.single(transaction, type, left, Rows.NONE, key, kind, content);
    }
  }

  /** Deletes what a key holds. */
  void remove(Transaction transaction, TypeNode type, String name) {
    Integer row = type.map.get(doc.keyOf(name));
    if (row != null) {
      structs.delete(transaction, row);
    }
  }

  /** Returns the row of what a key holds now, or none. */
  int liveRow(TypeNode type, String name) {
    int row = type.map.getOrDefault(doc.keyOf(name), Rows.NONE);
    return row == Rows.NONE || rows.is(row, Rows.DELETED) ? Rows.NONE : row;
  }
}
