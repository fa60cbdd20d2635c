package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes items of this document's own client and integrates them. */
final class ItemMaker {

  private final DocEngine doc;
  private final Rows rows;

  ItemMaker(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /** Puts text between two neighbours. */
  int text(Transaction transaction, TypeNode parent, int left, int right, CharSequence text) {
    int span = rows.text.append(text);
    int row = item(Kind.STRING, text.length(), span);
    return place(transaction, row, parent, left, right, 0);
  }

  /** Puts plain values between two neighbours, or under a key. */
  int values(
      Transaction transaction,
      TypeNode parent,
      int left,
      int right,
      int key,
      List<? extends @Nullable Object> values) {
    int row = item(Kind.ANY, values.size(), rows.values.addAll(values));
    return place(transaction, row, parent, left, right, key);
  }

  /** Puts a single content between two neighbours, or under a key. */
  int single(
      Transaction transaction,
      TypeNode parent,
      int left,
      int right,
      int key,
      int kind,
      Object content) {
    int row = item(kind, 1, rows.values.add(content));
    return place(transaction, row, parent, left, right, key);
  }

  /** Puts a copy of a deleted item between two neighbours, under the key of the original. */
  int copy(Transaction transaction, int original, TypeNode parent, int left, int right) {
    int kind = rows.kind(original);
    int row = item(kind, rows.length[original], copyContent(original, kind));
    return place(transaction, row, parent, left, right, rows.key[original]);
  }

  private int copyContent(int original, int kind) {
    int content = rows.content[original];
    int length = rows.length[original];
    switch (kind) {
      case Kind.DELETED:
        return 0;
      case Kind.STRING:
        return rows.text.append(rows.text.text(content, length));
      case Kind.TYPE:
        TypeNode type = doc.structs.typeOf(original);
        return rows.values.add(TypeNode.create(type.type(), type.name()));
      case Kind.DOC:
        return rows.values.add(copyDocument(rows.value(original)));
      default:
        int start = rows.values.size();
        for (int i = 0; i < length; i++) {
          rows.values.add(rows.values.get(content + i));
        }
        return start;
    }
  }

  private static Object copyDocument(@Nullable Object original) {
    if (original instanceof Subdocument inner) {
      return Subdocument.read(inner.description());
    }
    throw new IllegalStateException("no subdocument: " + original);
  }

  private int item(int kind, int length, int content) {
    int slot = doc.ownSlot();
    int clock = doc.clients.state(slot);
    if (clock > Integer.MAX_VALUE - length) {
      throw new IllegalStateException("client " + doc.clientId() + " has used up its clocks");
    }
    int row = rows.allocate(slot, clock, length, kind);
    rows.content[row] = content;
    return row;
  }

  private int place(
      Transaction transaction, int row, TypeNode parent, int left, int right, int key) {
    rows.parent[row] = parent;
    rows.key[row] = key;
    rows.left[row] = left;
    rows.right[row] = right;
    if (left != Rows.NONE) {
      rows.setOriginToLastOf(row, left);
    }
    if (right != Rows.NONE) {
      rows.setRightOriginToFirstOf(row, right);
    }
    doc.integrator.integrate(transaction, row, 0);
    return row;
  }
}
