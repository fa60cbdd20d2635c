package io.echosdk.sync.doc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has done so far: where each client's clocks began, what was deleted, which
 * types changed, and where the structs were cut.
 */
public final class Transaction {

  final DocEngine doc;
  final @Nullable Object origin;
  boolean isLocal;
  final DeleteSet deletes = new DeleteSet();
  final Map<TypeNode, Set<Integer>> changed = new LinkedHashMap<>(4); // key 0: the list
  boolean needsFormatCleanup;

  private @Nullable SubdocumentChanges subdocuments;
  private @Nullable List<HalvedPair> halvedPairs;
  private @Nullable TypeNode lastChanged;
  private int lastChangedKey;
  private long[] cuts = new long[4]; // slot and clock of structs that may merge again
  private int cutCount;
  private int[] touchedSlots = new int[2];
  private int[] touchedBefore = new int[2];
  private int touchedCount;
  private int @Nullable [] beforeBySlot; // once many clients are touched: clock + 1

  /**
   * A surrogate pair that a cut has halved.
   *
   * @param slot whose
   * @param clock of its second half
   * @param codePoint what it was
   */
  record HalvedPair(int slot, int clock, int codePoint) {}

  Transaction(DocEngine doc, @Nullable Object origin, boolean isLocal) {
    this.doc = doc;
    this.origin = origin;
    this.isLocal = isLocal;
  }

  /** Returns what its author gave as its origin. */
  public @Nullable Object origin() {
    return origin;
  }

  /** Returns whether it was made here, not read from an update. */
  public boolean isLocal() {
    return isLocal;
  }

  /** Returns what it did to subdocuments, or null if nothing. */
  public @Nullable SubdocumentChanges subdocuments() {
    return subdocuments;
  }

  SubdocumentChanges subdocumentChanges() {
    SubdocumentChanges changes = subdocuments;
    if (changes == null) {
      changes = new SubdocumentChanges();
      subdocuments = changes;
    }
    return changes;
  }

  /** Remembers where a client's clocks stand before its first new struct. */
  void touch(int slot, int state) {
    if (touchedBefore(slot) >= 0) {
      return;
    }
    if (touchedCount == touchedSlots.length) {
      touchedSlots = Arrays.copyOf(touchedSlots, touchedCount * 2);
      touchedBefore = Arrays.copyOf(touchedBefore, touchedCount * 2);
    }
    touchedSlots[touchedCount] = slot;
    touchedBefore[touchedCount++] = state;
    if (touchedCount > 8) {
      index(slot, state);
    }
  }

  private void index(int slot, int state) {
    int[] bySlot = beforeBySlot;
    if (bySlot == null) {
      bySlot = new int[doc.clients.size()];
      for (int i = 0; i < touchedCount; i++) {
        bySlot[touchedSlots[i]] = touchedBefore[i] + 1;
      }
    } else if (slot >= bySlot.length) {
      bySlot = Arrays.copyOf(bySlot, Math.max(slot + 1, bySlot.length * 2));
    }
    bySlot[slot] = state + 1;
    beforeBySlot = bySlot;
  }

  private int touchedBefore(int slot) {
    int[] bySlot = beforeBySlot;
    if (bySlot != null) {
      return slot < bySlot.length ? bySlot[slot] - 1 : -1;
    }
    for (int i = 0; i < touchedCount; i++) {
      if (touchedSlots[i] == slot) {
        return touchedBefore[i];
      }
    }
    return -1;
  }

  /** Returns a client's state before the transaction. */
  int before(int slot) {
    int touched = touchedBefore(slot);
    return touched >= 0 ? touched : doc.clients.state(slot);
  }

  int touchedCount() {
    return touchedCount;
  }

  int touchedSlot(int index) {
    return touchedSlots[index];
  }

  int touchedBeforeAt(int index) {
    return touchedBefore[index];
  }

  boolean isNew(int row) {
    return doc.rows.clock[row] >= before(doc.rows.slot[row]);
  }

  /** Remembers a struct that was cut off its left neighbour. */
  void addCut(int slot, int clock) {
    if (cutCount == cuts.length) {
      cuts = Arrays.copyOf(cuts, cutCount * 2);
    }
    cuts[cutCount++] = (long) slot << 32 | clock;
  }

  int cutCount() {
    return cutCount;
  }

  int cutSlot(int index) {
    return (int) (cuts[index] >>> 32);
  }

  int cutClock(int index) {
    return (int) cuts[index];
  }

  /** Remembers a surrogate pair that a cut has halved. */
  void addHalvedPair(int slot, int clock, int codePoint) {
    if (halvedPairs == null) {
      halvedPairs = new ArrayList<>();
    }
    halvedPairs.add(new HalvedPair(slot, clock, codePoint));
  }

  List<HalvedPair> halvedPairs() {
    return halvedPairs == null ? List.of() : halvedPairs;
  }

  /** Notes a change of a type, unless the type itself is new or gone and nobody can watch it. */
  void noteChange(TypeNode type, int key) {
    if (type == lastChanged && key == lastChangedKey) {
      return; // most changes are where the one before was
    }
    lastChanged = null;
    if (type.isRoot() || (!doc.structs.isTypeDeleted(type) && !isNew(type.item))) {
      Set<Integer> keys = changed.get(type);
      if (keys == null) {
        keys = new LinkedHashSet<>(2);
        changed.put(type, keys);
      }
      keys.add(key);
      lastChanged = type;
      lastChangedKey = key;
    }
  }

  /** Forgets the changes of a type that is gone itself. */
  void forgetChange(TypeNode type) {
    changed.remove(type);
    lastChanged = null;
  }
}
