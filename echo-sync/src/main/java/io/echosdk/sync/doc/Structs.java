package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds, cuts, joins, deletes and collects structs.
 *
 * <p>Where a struct begins and ends decides the bytes of the encoded document, so cutting and
 * joining happen exactly when Yjs does them (github.com/yjs/yjs, INTERNALS.md): a cut at every
 * neighbour that an item names and at both ends of every delete; joins only when a transaction
 * ends.
 */
final class Structs {

  private final Rows rows;
  private final Clients clients;
  private final Map<Integer, Long> redone = new HashMap<>(0); // row to slot and clock

  Structs(Rows rows, Clients clients) {
    this.rows = rows;
    this.clients = clients;
  }

  /** Returns the row that holds an id, whose clock must be known. */
  int find(int slot, int clock) {
    ClientStructs structs = clients.at(slot);
    return structs.row(structs.find(clock));
  }

  /** Returns the row that begins with an id, cutting one if need be. */
  int cleanStart(Transaction transaction, int slot, int clock) {
    ClientStructs structs = clients.at(slot);
    return structs.row(cleanStartIndex(transaction, structs, clock));
  }

  int cleanStartIndex(Transaction transaction, ClientStructs structs, int clock) {
    int index = structs.find(clock);
    int row = structs.row(index);
    if (rows.clock[row] < clock && rows.kind(row) != Kind.GC) {
      split(transaction, structs, index, row, clock - rows.clock[row]);
      return index + 1;
    }
    return index;
  }

  /** Returns the row that ends with an id, cutting one if need be. */
  int cleanEnd(Transaction transaction, int slot, int clock) {
    ClientStructs structs = clients.at(slot);
    int index = structs.find(clock);
    int row = structs.row(index);
    if (clock != rows.end(row) - 1 && rows.kind(row) != Kind.GC) {
      split(transaction, structs, index, row, clock - rows.clock[row] + 1);
    }
    return row;
  }

  /** Cuts an item in two and returns the second part. */
  int split(Transaction transaction, ClientStructs structs, int index, int row, int at) {
    int kind = rows.kind(row);
    int second = rows.allocate(rows.slot[row], rows.clock[row] + at, rows.length[row] - at, kind);
    rows.info[second] = rows.info[row];
    rows.originSlot[second] = rows.slot[row];
    rows.originClock[second] = rows.clock[row] + at - 1;
    rows.rightOriginSlot[second] = rows.rightOriginSlot[row];
    rows.rightOriginClock[second] = rows.rightOriginClock[row];
    rows.parent[second] = rows.parent[row];
    rows.key[second] = rows.key[row];
    int pair = rows.halvePair(row, at);
    if (pair != 0) {
      transaction.addHalvedPair(rows.slot[second], rows.clock[second], pair);
    }
    rows.content[second] = rows.contentFrom(row, at);
    rows.length[row] = at;
    linkSecond(row, second);
    if (rows.is(row, Rows.REDONE)) {
      redone.put(second, redoneOf(row) + at);
    }
    structs.insert(index + 1, second);
    transaction.addCut(rows.slot[second], rows.clock[second]);
    return second;
  }

  private void linkSecond(int row, int second) {
    int after = rows.right[row];
    rows.left[second] = row;
    rows.right[second] = after;
    rows.right[row] = second;
    TypeNode parent = parentOf(row);
    if (after != Rows.NONE) {
      rows.left[after] = second;
    } else if (rows.key[second] != 0) {
      parent.map.put(rows.key[second], second);
    }
    ListIndex index = parent.index;
    if (index != null && rows.key[second] == 0) {
      index.split(row, second);
    }
  }

  TypeNode parentOf(int row) {
    TypeNode parent = rows.parent[row];
    if (parent == null) {
      throw new IllegalStateException("item at clock " + rows.clock[row] + " has no parent");
    }
    return parent;
  }

  /**
   * Joins structs to their left neighbours, from an index down for as long as they fit.
   *
   * @return how many were joined away
   */
  int mergeWithLefts(ClientStructs structs, int index) {
    int right = structs.row(index);
    int at = index;
    while (at > 0) {
      int left = structs.row(at - 1);
      if (!merge(left, right)) {
        break;
      }
      right = left;
      at--;
    }
    if (at < index) {
      structs.remove(at + 1, index + 1);
    }
    return index - at;
  }

  private boolean merge(int left, int right) {
    int kind = rows.kind(left);
    if (kind != rows.kind(right)) {
      return false;
    }
    if (kind == Kind.GC) {
      rows.length[left] += rows.length[right];
      rows.release(right);
      return true;
    }
    if (!mayMerge(left, right, kind)) {
      return false;
    }
    TypeNode parent = parentOf(left);
    int after = rows.right[right];
    int key = rows.key[right];
    if (key != 0 && after == Rows.NONE) {
      parent.map.put(key, left);
    }
    if (rows.is(right, Rows.KEEP)) {
      rows.set(left, Rows.KEEP);
    }
    if (parent.index != null && key == 0) {
      parent.index.merge(left, right);
    }
    rows.joinContent(left, right);
    rows.right[left] = after;
    if (after != Rows.NONE) {
      rows.left[after] = left;
    }
    rows.length[left] += rows.length[right];
    rows.release(right);
    return true;
  }

  private boolean mayMerge(int left, int right, int kind) {
    return Kind.isMergeable(kind)
        && rows.right[left] == right
        && rows.originClock[right] == rows.end(left) - 1
        && rows.originSlot[right] == rows.slot[left]
        && rows.end(left) == rows.clock[right]
        && rows.sameRightOrigin(left, right)
        && ((rows.info[left] ^ rows.info[right]) & Rows.DELETED) == 0
        && ((rows.info[left] | rows.info[right]) & Rows.REDONE) == 0;
  }

  /** Visits the structs that a set names, as far as they are known, cutting them at its bounds. */
  void forEachDeleted(Transaction transaction, DeleteSet deletes, IntConsumer visitor) {
    for (int i = 0; i < deletes.size(); i++) {
      DeleteSet.Ranges ranges = deletes.at(i);
      ClientStructs structs = clients.at(ranges.slot);
      int state = structs.state();
      for (int j = 0; j < ranges.count() && ranges.clock(j) < state; j++) {
        forEach(transaction, structs, ranges.clock(j), ranges.end(j), visitor);
      }
    }
  }

  private void forEach(
      Transaction transaction, ClientStructs structs, int from, int to, IntConsumer visitor) {
    int index = cleanStartIndex(transaction, structs, from);
    for (; index < structs.size() && rows.clock[structs.row(index)] < to; index++) {
      int row = structs.row(index);
      if (to < rows.end(row)) {
        cleanStartIndex(transaction, structs, to);
      }
      visitor.accept(row);
    }
  }

  /** Adds a struct at the end of its client's. */
  void add(DocEngine doc, int row) {
    ClientStructs structs = clients.at(rows.slot[row]);
    doc.touch(structs.slot, rows.clock[row]);
    structs.append(row);
  }

  /** Marks an item and all that is in it as deleted. */
  void delete(Transaction transaction, int row) {
    if (!deleteOne(transaction, row)) {
      return;
    }
    Deque<Integer> inner = new ArrayDeque<>(); // no recursion: nesting may be deep
    pushChildren(transaction, row, inner);
    while (!inner.isEmpty()) {
      int next = inner.pop();
      if (deleteOne(transaction, next)) {
        pushChildren(transaction, next, inner);
      }
    }
  }

  /** Returns whether the item holds a type, whose items must go too. */
  private boolean deleteOne(Transaction transaction, int row) {
    if (rows.isDeleted(row)) {
      return false;
    }
    TypeNode parent = parentOf(row);
    int kind = rows.kind(row);
    if (rows.key[row] == 0 && Kind.isCountable(kind)) {
      parent.visibleLength -= rows.length[row];
      if (parent.index != null) {
        parent.index.hide(row);
      }
    } else if (kind == Kind.FORMAT && rows.key[row] == 0 && parent.index != null) {
      parent.index.dropFormat(row);
    }
    rows.set(row, Rows.DELETED);
    transaction.deletes.add(rows.slot[row], rows.clock[row], rows.length[row]);
    transaction.noteChange(parent, rows.key[row]);
    if (kind == Kind.DOC && rows.value(row) instanceof Subdocument inner) {
      transaction.subdocumentChanges().remove(inner);
    }
    return kind == Kind.TYPE;
  }

  private void pushChildren(Transaction transaction, int row, Deque<Integer> inner) {
    TypeNode type = typeOf(row);
    List<Integer> children = new ArrayList<>();
    for (int child = type.start; child != Rows.NONE; child = rows.right[child]) {
      children.add(child);
    }
    children.addAll(type.map.values());
    for (int i = children.size() - 1; i >= 0; i--) {
      int child = children.get(i);
      if (rows.isDeleted(child)) {
        noteMergeable(transaction, child);
      } else {
        inner.push(child);
      }
    }
    transaction.forgetChange(type);
  }

  /** What was deleted before is collected with its parent now and may merge then. */
  private void noteMergeable(Transaction transaction, int child) {
    if (!transaction.isNew(child)) {
      transaction.addCut(rows.slot[child], rows.clock[child]);
    }
  }

  TypeNode typeOf(int row) {
    if (rows.kind(row) == Kind.TYPE && rows.value(row) instanceof TypeNode type) {
      return type;
    }
    throw new IllegalStateException("item at clock " + rows.clock[row] + " holds no type");
  }

  boolean isTypeDeleted(TypeNode type) {
    return !type.isRoot() && (type.isCollected || rows.is(type.item, Rows.DELETED));
  }

  /** Forgets the content of a deleted item, and the items in it altogether. */
  void collect(int row) {
    Deque<Integer> inner = new ArrayDeque<>(0);
    collectContent(row, inner);
    rows.setKind(row, Kind.DELETED);
    while (!inner.isEmpty()) {
      int next = inner.pop();
      collectContent(next, inner);
      rows.info[next] = Kind.GC;
      rows.parent[next] = null;
      redone.remove(next);
    }
  }

  private void collectContent(int row, Deque<Integer> inner) {
    if (rows.kind(row) == Kind.TYPE) {
      TypeNode type = typeOf(row);
      for (int child = type.start; child != Rows.NONE; child = rows.right[child]) {
        inner.push(child);
      }
      for (int newest : type.map.values()) {
        for (int child = newest; child != Rows.NONE; child = rows.left[child]) {
          inner.push(child);
        }
      }
      type.start = Rows.NONE;
      type.map.clear();
      type.index = null;
      type.isCollected = true;
    }
    rows.dropContent(row);
  }

  /** Returns slot and clock of the item that took the place of an undone one. */
  @Nullable Long redone(int row) {
    return redone.get(row);
  }

  private long redoneOf(int row) {
    Long target = redone.get(row);
    if (target == null) {
      throw new IllegalStateException("item at clock " + rows.clock[row] + " was not redone");
    }
    return target;
  }

  void setRedone(int row, int slot, int clock) {
    rows.set(row, Rows.REDONE);
    redone.put(row, (long) slot << 32 | clock);
  }
}
