package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Puts new structs in their place.
 *
 * <p>The order of items that several clients put at the same place is that of YATA (Nicolaescu et
 * al., "Near Real-Time Peer-to-Peer Shared Editing on Extensible Data Types", GROUP 2016) as Yjs 13
 * applies it: between the two neighbours that its author saw, an item goes behind those with the
 * same left neighbour and a smaller client id, and never crosses the lines from other items to
 * their left neighbours. Cost: the number of items between the two neighbours.
 */
final class Integrator {

  private final DocEngine doc;
  private final Rows rows;
  private final Structs structs;
  private final Clients clients;
  private final ScanSet met = new ScanSet();

  Integrator(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.structs = doc.structs;
    this.clients = doc.clients;
  }

  /**
   * Finds the neighbours and the parent of a struct that was read.
   *
   * @return the slot of a client whose structs must come first, or -1 if all is there
   */
  int resolve(Transaction transaction, int row) {
    if (rows.kind(row) == Kind.GC) {
      return -1;
    }
    int missing = missing(row);
    if (missing >= 0) {
      return missing;
    }
    if (rows.is(row, Rows.PARENT_ID)) {
      resolveParent(row);
      return -1;
    }
    boolean isGone = false;
    if (rows.originSlot[row] >= 0) {
      int left = structs.cleanEnd(transaction, rows.originSlot[row], rows.originClock[row]);
      rows.left[row] = left;
      isGone = rows.kind(left) == Kind.GC;
    }
    if (rows.rightOriginSlot[row] >= 0) {
      int right = rightNeighbour(transaction, row);
      rows.right[row] = right;
      isGone |= rows.kind(right) == Kind.GC;
    }
    if (isGone) {
      rows.parent[row] = null;
    } else if (rows.parent[row] == null) {
      int neighbour = rows.left[row] != Rows.NONE ? rows.left[row] : rows.right[row];
      if (neighbour != Rows.NONE) {
        rows.parent[row] = rows.parent[neighbour];
        rows.key[row] = rows.key[neighbour];
      }
    }
    return -1;
  }

  /** Most often it is next to the left one still, and need not be searched. */
  private int rightNeighbour(Transaction transaction, int row) {
    int slot = rows.rightOriginSlot[row];
    int clock = rows.rightOriginClock[row];
    int left = rows.left[row];
    if (left != Rows.NONE && rows.kind(left) != Kind.GC) {
      int next = rows.right[left];
      if (next != Rows.NONE && rows.slot[next] == slot && rows.clock[next] == clock) {
        return next;
      }
    }
    return structs.cleanStart(transaction, slot, clock);
  }

  private int missing(int row) {
    int own = rows.slot[row];
    int origin = rows.originSlot[row]; // or the parent's
    if (origin >= 0 && origin != own && rows.originClock[row] >= clients.state(origin)) {
      return origin;
    }
    int right = rows.rightOriginSlot[row];
    if (right >= 0 && right != own && rows.rightOriginClock[row] >= clients.state(right)) {
      return right;
    }
    return -1;
  }

  private void resolveParent(int row) {
    int holder = structs.find(rows.originSlot[row], rows.originClock[row]);
    rows.clear(row, Rows.PARENT_ID);
    rows.originSlot[row] = -1;
    if (rows.kind(holder) == Kind.TYPE) {
      rows.parent[row] = structs.typeOf(holder);
    }
  }

  /**
   * Links a struct in whose neighbours are resolved.
   *
   * @param offset how much of its beginning is known already
   */
  void integrate(Transaction transaction, int row, int offset) {
    if (offset > 0) {
      cutOff(transaction, row, offset);
    }
    TypeNode parent = rows.parent[row];
    if (parent == null) {
      if (rows.kind(row) != Kind.GC) {
        rows.dropContent(row);
        rows.info[row] = Kind.GC;
      }
      structs.add(doc, row);
      return;
    }
    if (hasConflict(row, parent)) {
      rows.left[row] = leftAmongConflicts(row, parent);
    }
    link(transaction, row, parent);
    int kind = rows.kind(row);
    if (rows.key[row] == 0) {
      if (Kind.isCountable(kind)) {
        parent.visibleLength += rows.length[row];
      }
      if (parent.index != null) {
        parent.index.insert(row);
      }
    }
    structs.add(doc, row);
    integrateContent(transaction, row, kind, parent);
    transaction.noteChange(parent, rows.key[row]);
    if (structs.isTypeDeleted(parent) || (rows.key[row] != 0 && rows.right[row] != Rows.NONE)) {
      structs.delete(transaction, row);
    }
  }

  private void cutOff(Transaction transaction, int row, int offset) {
    rows.clock[row] += offset;
    if (rows.kind(row) != Kind.GC) {
      int left = structs.cleanEnd(transaction, rows.slot[row], rows.clock[row] - 1);
      rows.left[row] = left;
      rows.setOriginToLastOf(row, left);
      rows.parent[row] = rows.parent[left]; // whatever the rest of it claims
      rows.key[row] = rows.key[left];
      rows.halvePair(row, offset);
      int kept = rows.contentFrom(row, offset);
      if (rows.kind(row) == Kind.STRING) {
        rows.text.forget(offset);
      }
      rows.content[row] = kept;
    }
    rows.length[row] -= offset;
  }

  private boolean hasConflict(int row, TypeNode parent) {
    int left = rows.left[row];
    int right = rows.right[row];
    if (left == Rows.NONE) {
      return right == Rows.NONE ? true : rows.left[right] != Rows.NONE;
    }
    return rows.right[left] != right;
  }

  private int leftAmongConflicts(int row, TypeNode parent) {
    int left = rows.left[row];
    int right = rows.right[row];
    int other = left != Rows.NONE ? rows.right[left] : firstOf(parent, rows.key[row]);
    long client = clients.client(rows.slot[row]);
    met.clear();
    int conflictsFrom = 0; // what was met before is settled
    while (other != Rows.NONE && other != right) {
      met.add(other);
      if (rows.sameOrigin(row, other)) {
        if (clients.client(rows.slot[other]) < client) {
          left = other;
          conflictsFrom = met.size();
        } else if (rows.sameRightOrigin(row, other)) {
          break;
        }
      } else {
        int origin = originMet(other);
        if (origin < 0) {
          break;
        }
        if (origin < conflictsFrom) {
          left = other;
          conflictsFrom = met.size();
        }
      }
      other = rows.right[other];
    }
    return left;
  }

  /** Returns when the left neighbour that an item's author saw was met, or -1. */
  private int originMet(int row) {
    if (rows.originSlot[row] < 0) {
      return -1;
    }
    return met.ordinal(structs.find(rows.originSlot[row], rows.originClock[row]));
  }

  private int firstOf(TypeNode parent, int key) {
    if (key == 0) {
      return parent.start;
    }
    Integer newest = parent.map.get(key);
    int row = newest == null ? Rows.NONE : newest;
    while (row != Rows.NONE && rows.left[row] != Rows.NONE) {
      row = rows.left[row];
    }
    return row;
  }

  private void link(Transaction transaction, int row, TypeNode parent) {
    int left = rows.left[row];
    int key = rows.key[row];
    int right;
    if (left != Rows.NONE) {
      right = rows.right[left];
      rows.right[left] = row;
    } else {
      right = firstOf(parent, key);
      if (key == 0) {
        parent.start = row;
      }
    }
    rows.right[row] = right;
    if (right != Rows.NONE) {
      rows.left[right] = row;
    } else if (key != 0) {
      parent.map.put(key, row);
      if (left != Rows.NONE) {
        structs.delete(transaction, left);
      }
    }
  }

  private void integrateContent(Transaction transaction, int row, int kind, TypeNode parent) {
    switch (kind) {
      case Kind.DELETED:
        transaction.deletes.add(rows.slot[row], rows.clock[row], rows.length[row]);
        rows.set(row, Rows.DELETED);
        break;
      case Kind.FORMAT:
        parent.hasFormats = true;
        break;
      case Kind.TYPE:
        structs.typeOf(row).item = row;
        break;
      case Kind.DOC:
        @Nullable Object inner = rows.value(row);
        if (inner instanceof Subdocument subdocument) {
          subdocument.item = row;
          transaction.subdocumentChanges().add(subdocument);
        }
        break;
      default:
        break;
    }
  }
}
