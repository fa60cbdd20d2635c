package io.echosdk.biometric;

import io.echosdk.biometric.ConsentLedger.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a ledger: those that are stored, and behind them the revocations that are owed to
 * its file, which are in force all the same. A draft is an entry whose number is 0: its place is
 * not known yet. Guarded by its ledger.
 */
final class ConsentEntries {

  private final List<Entry> stored = new ArrayList<>();
  private final List<Entry> owed = new ArrayList<>(); // drafts

  /** Returns the stored ones, oldest first: a view. */
  List<Entry> stored() {
    return Collections.unmodifiableList(stored);
  }

  /** Returns all, oldest first, as if what is owed were stored. */
  List<Entry> all() {
    List<Entry> all = new ArrayList<>(stored);
    all.addAll(next(List.of()));
    return List.copyOf(all);
  }

  /** Returns the last stored one that came of a draft. */
  @Nullable Entry find(Entry draft) {
    for (int i = stored.size() - 1; i >= 0; i--) {
      if (stored.get(i).numbered(0).equals(draft)) {
        return stored.get(i);
      }
    }
    return null;
  }

  /** Returns the last word about the same. */
  @Nullable Entry last(Entry same) {
    for (List<Entry> each : List.of(owed, stored)) {
      for (int i = each.size() - 1; i >= 0; i--) {
        if (each.get(i).about(same)) {
          return each.get(i);
        }
      }
    }
    return null;
  }

  /** Returns whether a revocation of the same is owed. */
  boolean owes(Entry same) {
    return owed.stream().anyMatch(same::about);
  }

  void owe(Entry draft) {
    owed.add(draft);
  }

  /** Returns whether an entry was owed; it is so no more. */
  boolean pay(Entry entry) {
    return owed.remove(entry.numbered(0));
  }

  /** Returns what is owed, and drafts, with the numbers that come next. */
  List<Entry> next(List<Entry> drafts) {
    List<Entry> next = new ArrayList<>(owed);
    next.addAll(drafts);
    for (int i = 0; i < next.size(); i++) {
      next.set(i, next.get(i).numbered(stored.size() + 1L + i));
    }
    return next;
  }

  /** Takes over what a file holds; returns what has gone from there. A revocation is then owed. */
  List<Entry> replace(ConsentFile.Tail tail) {
    List<Entry> behind = stored.subList(tail.common(), stored.size());
    List<Entry> gone = List.copyOf(behind);
    behind.clear();
    List<Entry> drafts = tail.entries().stream().map(entry -> entry.numbered(0)).toList();
    for (Entry entry : gone) {
      Entry draft = entry.numbered(0);
      if (!entry.granted() && !owed.contains(draft) && !drafts.contains(draft)) {
        owed.add(draft);
      }
    }
    stored.addAll(tail.entries());
    return gone;
  }

  /** Takes over what {@link #next} gave: nothing is owed then. */
  void store(List<Entry> next) {
    stored.addAll(next);
    owed.clear();
  }
}
