package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what transactions did, and does it again.
 *
 * <p>A step holds the clocks that its transactions inserted and those that they deleted. Taking it
 * back deletes the first and makes the second anew: a deleted item cannot come back, because peers
 * may have forgotten it, so a copy takes its place and the old one remembers which ({@link
 * Rows#REDONE}). What steps may need again is kept from being forgotten.
 */
public final class UndoEngine {

  private final DocEngine doc;
  private final Rows rows;
  private final Structs structs;
  private final ItemMaker maker;
  private final ChangeReader items;
  private final Set<TypeNode> scope = new LinkedHashSet<>();
  private final boolean isWholeDocument;
  private final boolean ignoresRemoteKeys;
  private final Predicate<Change.Item> mayDelete;
  private final List<Step> undo = new ArrayList<>();
  private final List<Step> redo = new ArrayList<>();
  private boolean isUndoing;
  private boolean isRedoing;

  /** What one undo takes back. */
  public static final class Step {
    private final DeleteSet insertions = new DeleteSet();
    private final DeleteSet deletions = new DeleteSet();
    private @Nullable Object handle;

    private Step() {}

    /** Returns the object that stands for it outside, made on the first call. */
    public Object handle(Supplier<Object> maker) {
      Object known = handle;
      if (known == null) {
        known = maker.get();
        handle = known;
      }
      return known;
    }

    private void add(DeleteSet inserted, DeleteSet deleted) {
      insertions.addAll(inserted);
      insertions.normalize();
      deletions.addAll(deleted);
      deletions.normalize();
    }
  }

  /**
   * Remembers what happens to some types of a document.
   *
   * @param isWholeDocument whether all types are meant; otherwise those that are added to the scope
   * @param ignoresRemoteKeys whether a key that somebody else has set since is set back too
   * @param mayDelete asked before an item is taken away again
   */
  public UndoEngine(
      DocEngine doc,
      boolean isWholeDocument,
      boolean ignoresRemoteKeys,
      Predicate<Change.Item> mayDelete) {
    this.doc = doc;
    this.rows = doc.rows;
    this.structs = doc.structs;
    this.maker = new ItemMaker(doc);
    this.items = new ChangeReader(doc);
    this.isWholeDocument = isWholeDocument;
    this.ignoresRemoteKeys = ignoresRemoteKeys;
    this.mayDelete = mayDelete;
  }

  /** Minds a type too, with all that is in it. */
  public void addToScope(TypeNode type) {
    scope.add(type);
  }

  /** Returns the steps that can be taken back, the oldest first. */
  public List<Step> undoSteps() {
    return undo;
  }

  /** Returns the steps that can be done again, the next one last. */
  public List<Step> redoSteps() {
    return redo;
  }

  /** Returns whether steps are being taken back now. */
  public boolean isUndoing() {
    return isUndoing;
  }

  /**
   * Remembers a transaction; call it before its deleted content is forgotten.
   *
   * @param joinsLast asked only if it matters: whether it belongs to the step before it
   * @return the step that holds it now, and whether that is new; null if it does not matter here
   */
  public @Nullable Remembered remember(Transaction transaction, BooleanSupplier joinsLast) {
    if (!touchesScope(transaction)) {
      return null;
    }
    List<Step> stack = isUndoing ? redo : undo;
    if (!isUndoing && !isRedoing) {
      clear(redo);
    }
    DeleteSet inserted = new DeleteSet();
    for (int i = 0; i < transaction.touchedCount(); i++) {
      int slot = transaction.touchedSlot(i);
      int from = transaction.touchedBeforeAt(i);
      inserted.add(slot, from, doc.clients.state(slot) - from);
    }
    boolean joins = !isUndoing && !isRedoing && !stack.isEmpty() && joinsLast.getAsBoolean();
    Step step = joins ? stack.get(stack.size() - 1) : new Step();
    step.add(inserted, transaction.deletes);
    if (!joins) {
      stack.add(step);
    }
    structs.forEachDeleted(transaction, transaction.deletes, row -> keepInScope(row, true));
    return new Remembered(step, !joins);
  }

  /**
   * Where a transaction was remembered.
   *
   * @param step the step that holds it
   * @param isNew whether the step was made for it
   */
  public record Remembered(Step step, boolean isNew) {}

  private boolean touchesScope(Transaction transaction) {
    for (TypeNode changed : transaction.changed.keySet()) {
      if (!structs.isTypeDeleted(changed)
          && (isWholeDocument || scope.contains(changed) || isInScope(changed.item))) {
        return true;
      }
    }
    return false;
  }

  private boolean isInScope(int row) {
    for (int at = row; at != Rows.NONE; ) {
      if (isWholeDocument) {
        return true;
      }
      TypeNode parent = structs.parentOf(at);
      if (scope.contains(parent)) {
        return true;
      }
      at = parent.item;
    }
    return false;
  }

  private void keepInScope(int row, boolean keeps) {
    if (rows.kind(row) != Kind.GC && isInScope(row)) {
      keep(row, keeps);
    }
  }

  private void keep(int row, boolean keeps) {
    for (int at = row; at != Rows.NONE && rows.is(at, Rows.KEEP) != keeps; ) {
      if (keeps) {
        rows.set(at, Rows.KEEP);
      } else {
        rows.clear(at, Rows.KEEP);
      }
      at = structs.parentOf(at).item;
    }
  }

  /** Forgets the steps that can be taken back, those that can be done again, or both. */
  public void clear(boolean clearsUndo, boolean clearsRedo) {
    if (clearsUndo) {
      clear(undo);
    }
    if (clearsRedo) {
      clear(redo);
    }
  }

  private void clear(List<Step> stack) {
    if (!stack.isEmpty()) {
      doc.transact(
          null,
          true,
          transaction ->
              stack.forEach(
                  step ->
                      structs.forEachDeleted(
                          transaction, step.deletions, row -> keepInScope(row, false))));
      stack.clear();
    }
  }

  /** Takes the last step back that still changes anything, and returns it or null. */
  public @Nullable Step undo(Object origin) {
    isUndoing = true;
    try {
      return pop(undo, origin);
    } finally {
      isUndoing = false;
    }
  }

  /** Does again what was taken back last, and returns that step or null. */
  public @Nullable Step redo(Object origin) {
    isRedoing = true;
    try {
      return pop(redo, origin);
    } finally {
      isRedoing = false;
    }
  }

  private @Nullable Step pop(List<Step> stack, Object origin) {
    @Nullable Step[] done = new Step[1];
    doc.transact(
        origin,
        true,
        transaction -> {
          while (!stack.isEmpty() && done[0] == null) {
            Step step = stack.remove(stack.size() - 1);
            done[0] = new Reversal(transaction, step).run() ? step : null;
          }
        });
    return done[0];
  }

  /** One step on its way back. */
  private final class Reversal {
    private final Transaction transaction;
    private final Step step;
    private final Set<Integer> toRedo = new LinkedHashSet<>();
    private final Ints toDelete = new Ints();

    Reversal(Transaction transaction, Step step) {
      this.transaction = transaction;
      this.step = step;
    }

    boolean run() {
      structs.forEachDeleted(transaction, step.insertions, this::noteInserted);
      structs.forEachDeleted(transaction, step.deletions, this::noteDeleted);
      boolean changed = false;
      for (int row : toRedo) {
        changed |= redo(row) != Rows.NONE;
      }
      for (int i = toDelete.size() - 1; i >= 0; i--) { // children before what holds them
        if (mayDelete.test(items.item(toDelete.get(i)))) {
          structs.delete(transaction, toDelete.get(i));
          changed = true;
        }
      }
      return changed;
    }

    private void noteInserted(int row) {
      if (rows.kind(row) == Kind.GC) {
        return;
      }
      int live = followRedone(row);
      if (!rows.isDeleted(live) && isInScope(live)) {
        toDelete.add(live);
      }
    }

    private int followRedone(int row) {
      int at = row;
      for (Long next = structs.redone(at); next != null; next = structs.redone(at)) {
        at = cleanStart(next);
      }
      return at;
    }

    private int cleanStart(long id) {
      return structs.cleanStart(transaction, (int) (id >>> 32), (int) id);
    }

    private void noteDeleted(int row) {
      if (rows.kind(row) != Kind.GC
          && isInScope(row)
          && !step.insertions.contains(rows.slot[row], rows.clock[row])) {
        toRedo.add(row);
      }
    }

    /** Returns the item that takes the place of a deleted one, or none if it has no place. */
    private int redo(int row) {
      Long redone = structs.redone(row);
      if (redone != null) {
        return cleanStart(redone);
      }
      int holder = structs.parentOf(row).item;
      if (holder != Rows.NONE && rows.isDeleted(holder)) {
        if (structs.redone(holder) == null
            && (!toRedo.contains(holder) || redo(holder) == Rows.NONE)) {
          return Rows.NONE;
        }
        holder = followRedone(holder);
      }
      TypeNode parent = holder == Rows.NONE ? structs.parentOf(row) : structs.typeOf(holder);
      int key = rows.key[row];
      if (key == 0) {
        return copy(row, parent, leftIn(parent, row), rightIn(parent, row));
      }
      int left = leftUnderKey(row, parent);
      return left < 0 ? Rows.NONE : copy(row, parent, left, Rows.NONE);
    }

    /** Returns the next item to the left that is, or whose copy is, in a type. */
    private int leftIn(TypeNode parent, int row) {
      for (int left = rows.left[row]; left != Rows.NONE; left = rows.left[left]) {
        int found = traceInto(parent, left);
        if (found != Rows.NONE) {
          return found;
        }
      }
      return Rows.NONE;
    }

    private int rightIn(TypeNode parent, int row) {
      for (int right = row; right != Rows.NONE; right = rows.right[right]) {
        int found = traceInto(parent, right);
        if (found != Rows.NONE) {
          return found;
        }
      }
      return Rows.NONE;
    }

    private int traceInto(TypeNode parent, int row) {
      int at = row;
      while (at != Rows.NONE && rows.parent[at] != parent) {
        Long next = structs.redone(at);
        at = next == null ? Rows.NONE : cleanStart(next);
      }
      return at;
    }

    /** Returns the newest item under a key, or -1 if somebody else has set the key since. */
    private int leftUnderKey(int row, TypeNode parent) {
      int left;
      if (rows.right[row] != Rows.NONE && !ignoresRemoteKeys) {
        left = row;
        while (rows.right[left] != Rows.NONE && isOurs(rows.right[left])) {
          left = followRedone(rows.right[left]);
        }
        if (rows.right[left] != Rows.NONE) {
          return -1;
        }
      } else {
        left = newest(parent, rows.key[row]);
      }
      boolean isElsewhere = left != Rows.NONE && rows.parent[left] != parent;
      return isElsewhere ? newest(parent, rows.key[row]) : left;
    }

    private int newest(TypeNode parent, int key) {
      Integer newest = parent.map.get(key);
      return newest == null ? Rows.NONE : newest;
    }

    private boolean isOurs(int row) {
      int slot = rows.slot[row];
      int clock = rows.clock[row];
      return rows.is(row, Rows.REDONE)
          || step.insertions.contains(slot, clock)
          || undo.stream().anyMatch(other -> other.deletions.contains(slot, clock))
          || redo.stream().anyMatch(other -> other.deletions.contains(slot, clock));
    }

    private int copy(int row, TypeNode parent, int left, int right) {
      structs.setRedone(row, doc.ownSlot(), doc.clients.state(doc.ownSlot()));
      int copy = maker.copy(transaction, row, parent, left, right);
      keep(copy, true);
      return copy;
    }
  }
}
