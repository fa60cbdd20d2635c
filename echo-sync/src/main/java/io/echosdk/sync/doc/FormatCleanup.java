package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Deletes formats that no longer format anything: those that stand between two characters and are
 * overruled before the second, or say what holds anyway. Runs after remote changes, because only
 * then does a text hold formats that nobody placed with the whole in view.
 */
final class FormatCleanup {

  private final DocEngine doc;
  private final Rows rows;
  private final Structs structs;

  FormatCleanup(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.structs = doc.structs;
  }

  /** Cleans the texts up that a transaction changed, in a transaction of its own. */
  void afterRemote(Transaction transaction) {
    Set<TypeNode> whole = new LinkedHashSet<>();
    for (int i = 0; i < transaction.touchedCount(); i++) {
      addTextsWithNewFormats(transaction, i, whole);
    }
    doc.transact(
        null,
        true,
        cleanup -> {
          cleanAroundDeletes(transaction, cleanup, whole);
          whole.forEach(text -> clean(cleanup, text));
        });
  }

  private void addTextsWithNewFormats(Transaction transaction, int touched, Set<TypeNode> whole) {
    ClientStructs client = doc.clients.at(transaction.touchedSlot(touched));
    int first = structs.cleanStartIndex(transaction, client, transaction.touchedBeforeAt(touched));
    for (int i = first; i < client.size(); i++) {
      int row = client.row(i);
      if (rows.kind(row) == Kind.FORMAT && !rows.is(row, Rows.DELETED)) {
        whole.add(structs.parentOf(row));
      }
    }
  }

  private void cleanAroundDeletes(
      Transaction transaction, Transaction cleanup, Set<TypeNode> whole) {
    structs.forEachDeleted(
        transaction,
        transaction.deletes,
        row -> {
          if (rows.kind(row) == Kind.GC) {
            return;
          }
          TypeNode parent = structs.parentOf(row);
          if (!parent.hasFormats || whole.contains(parent)) {
            return;
          }
          if (rows.kind(row) == Kind.FORMAT) {
            whole.add(parent);
          } else {
            cleanGapAround(cleanup, row);
          }
        });
  }

  /** Of several formats of one key between two characters only the last counts. */
  private void cleanGapAround(Transaction cleanup, int row) {
    int at = row;
    while (rows.right[at] != Rows.NONE && !rows.isVisible(rows.right[at])) {
      at = rows.right[at];
    }
    Set<String> seen = new HashSet<>();
    for (; at != Rows.NONE && !rows.isVisible(at); at = rows.left[at]) {
      Format format = rows.liveFormat(at);
      if (format != null && !seen.add(format.key())) {
        structs.delete(cleanup, at);
      }
    }
  }

  private void clean(Transaction cleanup, TypeNode text) {
    int start = text.start;
    Attributes before = new Attributes();
    Attributes current = new Attributes();
    for (int end = text.start; end != Rows.NONE; end = rows.right[end]) {
      if (rows.is(end, Rows.DELETED)) {
        continue;
      }
      Format format = rows.liveFormat(end);
      if (format != null) {
        current.pass(format);
      } else {
        gap(rows, structs, cleanup, start, end, before, current);
        before = current.copy();
        start = end;
      }
    }
  }

  /**
   * Deletes the formats that do nothing from a row up to the next character.
   *
   * @param current where the caller stands; its formats are kept up to date
   */
  static void gap(
      Rows rows,
      Structs structs,
      Transaction transaction,
      int start,
      int current,
      Attributes before,
      Attributes currentAttributes) {
    Map<String, Integer> last = new HashMap<>();
    int end = start;
    for (; end != Rows.NONE && !rows.isVisible(end); end = rows.right[end]) {
      Format format = rows.liveFormat(end);
      if (format != null) {
        last.put(format.key(), end);
      }
    }
    boolean reached = false;
    for (int row = start; row != end; row = rows.right[row]) {
      reached |= row == current;
      Format format = rows.liveFormat(row);
      if (format == null) {
        continue;
      }
      Object value = format.value();
      Object valueBefore = before.get(format.key());
      if (!Integer.valueOf(row).equals(last.get(format.key()))
          || Attributes.identical(valueBefore, value)) {
        structs.delete(transaction, row);
        if (!reached
            && Attributes.identical(currentAttributes.get(format.key()), value)
            && !Attributes.identical(valueBefore, value)) {
          currentAttributes.put(format.key(), valueBefore);
        }
      } else if (!reached) {
        currentAttributes.pass(format);
      }
    }
  }
}
