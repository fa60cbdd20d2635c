package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a transaction did to shared types, from the marks that it left: an item is new if its
 * clock is beyond where its client stood before, and gone if the transaction deleted it. Must run
 * before deleted content is forgotten. Cost: the rows of the types it is asked about.
 */
public final class ChangeReader {

  private final DocEngine doc;
  private final Rows rows;

  /** Reads the changes of a document. */
  public ChangeReader(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /** Returns what a transaction did to those of the types that it changed which are wanted. */
  public List<Change> changes(Transaction transaction, Predicate<TypeNode> isWanted) {
    List<Change> changes = new ArrayList<>(2);
    transaction.changed.forEach(
        (type, keys) -> {
          if (!doc.structs.isTypeDeleted(type) && isWanted.test(type)) {
            changes.add(new Reading(transaction, type).change(keys));
          }
        });
    return changes;
  }

  /** Returns the types that a transaction changed and all that hold one of them. */
  public Set<TypeNode> changedWithHolders(Transaction transaction) {
    Set<TypeNode> types = new LinkedHashSet<>();
    for (TypeNode changed : transaction.changed.keySet()) {
      if (!doc.structs.isTypeDeleted(changed)) {
        for (TypeNode at = changed; at != null && types.add(at); ) {
          at = parent(at);
        }
      }
    }
    return types;
  }

  /** Returns the type that holds another one, or null for a root. */
  public @Nullable TypeNode parent(TypeNode type) {
    return type.isRoot() || type.item == Rows.NONE ? null : rows.parent[type.item];
  }

  /** Returns the keys and positions that lead from one type to another one within it. */
  public List<Object> path(TypeNode from, TypeNode to) {
    LinkedList<Object> path = new LinkedList<>();
    TypeNode type = to;
    while (type != from && !type.isRoot()) {
      TypeNode parent = doc.structs.parentOf(type.item);
      int key = rows.key[type.item];
      path.addFirst(key != 0 ? doc.keyName(key) : doc.lists.indexOf(parent, type.item));
      type = parent;
    }
    return List.copyOf(path);
  }

  /** Returns what an item holds. */
  Change.Item item(int row) {
    List<@Nullable Object> values = new ArrayList<>(1);
    if (rows.kind(row) == Kind.STRING) {
      values.add(rows.text.text(rows.content[row], rows.length[row]));
    } else if (rows.isCountable(row)) {
      for (int i = 0; i < rows.length[row]; i++) {
        values.add(doc.lists.contentAt(row, i));
      }
    } else if (rows.kind(row) == Kind.FORMAT && rows.value(row) instanceof Format format) {
      values.add(Collections.singletonMap(format.key(), format.value()));
    }
    return new Change.Item(
        doc.clients.client(rows.slot[row]), rows.clock[row], rows.length[row], values);
  }

  /** What happened to one type. */
  private final class Reading {
    private final Transaction transaction;
    private final TypeNode type;
    private final List<Change.Item> added = new ArrayList<>(1);
    private final List<Change.Item> deleted = new ArrayList<>(1);

    Reading(Transaction transaction, TypeNode type) {
      this.transaction = transaction;
      this.type = type;
    }

    Change change(Set<Integer> keys) {
      boolean isListChanged = keys.contains(0);
      List<Change.Step> delta = List.of();
      if (isListChanged) {
        List<Change.Step> list = listDelta();
        delta =
            type.type().isText() ? new TextDelta(rows, transaction, this::isGone).read(type) : list;
      }
      return new Change(
          type,
          isListChanged,
          delta,
          keyChanges(keys),
          Collections.unmodifiableList(added),
          Collections.unmodifiableList(deleted));
    }

    private boolean isGone(int row) {
      return transaction.deletes.contains(rows.slot[row], rows.clock[row]);
    }

    private List<Change.Step> listDelta() {
      Delta delta = new Delta();
      for (int row = type.start; row != Rows.NONE; row = rows.right[row]) {
        if (!rows.is(row, Rows.DELETED)) {
          if (transaction.isNew(row)) {
            Change.Item item = item(row);
            added.add(item);
            delta.insert(item.values());
          } else {
            delta.retain(rows.length[row]);
          }
        } else if (isGone(row) && !transaction.isNew(row)) {
          deleted.add(item(row));
          delta.delete(rows.length[row]);
        }
      }
      return delta.steps();
    }

    private Map<String, Change.KeyChange> keyChanges(Set<Integer> keys) {
      Map<String, Change.KeyChange> changes = new LinkedHashMap<>(2);
      for (int key : keys) {
        Integer newest = key == 0 ? null : type.map.get(key);
        Change.KeyChange change = newest == null ? null : keyChange(newest);
        if (change != null) {
          changes.put(doc.keyName(key), change);
        }
      }
      return Collections.unmodifiableMap(changes);
    }

    /** Returns how a key changed, or null if it is as it was. */
    private Change.@Nullable KeyChange keyChange(int newest) {
      int before = newest;
      while (before != Rows.NONE && transaction.isNew(before)) {
        before = rows.left[before];
      }
      boolean had = before != Rows.NONE && isGone(before);
      boolean has = !rows.is(newest, Rows.DELETED);
      Object oldValue = had ? last(before) : null;
      if (before == newest) {
        return had ? new Change.KeyChange(Change.Action.DELETE, oldValue, null) : null;
      }
      if (isGone(newest)) {
        return had ? new Change.KeyChange(Change.Action.DELETE, oldValue, null) : null;
      }
      Change.Action action = had ? Change.Action.UPDATE : Change.Action.ADD;
      return new Change.KeyChange(action, oldValue, has ? last(newest) : null);
    }

    private @Nullable Object last(int row) {
      return rows.isCountable(row) ? doc.lists.contentAt(row, rows.length[row] - 1) : null;
    }
  }

  /** A delta of a list that grows step by step. */
  private static final class Delta {
    private final List<Change.Step> steps = new ArrayList<>(2);
    private Change.@Nullable Action action;
    private int length;
    private List<@Nullable Object> values = new ArrayList<>(1);

    void insert(List<@Nullable Object> more) {
      begin(Change.Action.ADD);
      values.addAll(more);
      length += more.size();
    }

    void retain(int count) {
      begin(Change.Action.UPDATE);
      length += count;
    }

    void delete(int count) {
      begin(Change.Action.DELETE);
      length += count;
    }

    private void begin(Change.Action next) {
      if (action != next) {
        end();
        action = next;
      }
    }

    private void end() {
      Change.Action done = action;
      if (done != null) {
        Object content = done == Change.Action.ADD ? Collections.unmodifiableList(values) : null;
        steps.add(new Change.Step(done, content, length, Map.of()));
      }
      values = new ArrayList<>(1);
      length = 0;
    }

    List<Change.Step> steps() {
      if (action != Change.Action.UPDATE) {
        end();
      }
      return Collections.unmodifiableList(steps);
    }
  }
}
