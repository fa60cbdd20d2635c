package io.echosdk.sync.doc;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.Deletes;
import java.util.ArrayList;
import java.util.List;

/**
 * The moments to which a document that forgets deleted content can go back. What was there at one
 * of them is kept when it is deleted; whatever came and went between two of them is forgotten as
 * ever. When a moment is let go, what only it needed is forgotten by a sweep over all structs that
 * is done in steps.
 */
public final class History {

  private final DocEngine doc;
  private final Rows rows;
  private final List<Held> held = new ArrayList<>(0);
  private int sweepSlot;
  private int sweepClock;

  /** A moment that can be gone back to until it is let go. */
  public static final class Held {
    private final StateVector state;
    private final Deletes deletes;
    private final Moment moment;

    private Held(StateVector state, Deletes deletes, Moment moment) {
      this.state = state;
      this.deletes = deletes;
      this.moment = moment;
    }
  }

  History(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /** Keeps what a moment needs from now on. */
  public Held hold(StateVector state, Deletes deletes) {
    state.clocks().keySet().forEach(doc.clients::slotOf); // those that are still to come, too
    Held moment = new Held(state, deletes, new Moment(doc, state, deletes));
    held.add(moment);
    return moment;
  }

  /** Lets a moment go. */
  public void release(Held moment) {
    held.remove(moment);
  }

  /** Returns how many moments are held. */
  public int size() {
    return held.size();
  }

  boolean holds(StateVector state, Deletes deletes) {
    return held.stream().anyMatch(each -> each.state.equals(state) && each.deletes.equals(deletes));
  }

  /** Cuts what a transaction deleted where the clocks of a moment end. */
  void cut(Transaction transaction) {
    for (int i = 0; i < held.size(); i++) {
      Moment moment = held.get(i).moment;
      for (int j = 0; j < transaction.deletes.size(); j++) {
        int slot = transaction.deletes.at(j).slot;
        int end = moment.state(slot);
        if (end > 0 && transaction.deletes.contains(slot, end)) {
          doc.structs.cleanStart(transaction, slot, end);
        }
      }
    }
  }

  /** Returns whether the content of a deleted row must stay. */
  boolean needs(int row) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).moment.sawAnyOf(row)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes on with the sweep.
   *
   * @param maxStructs how many structs it may look at
   * @return whether the sweep has come to its end; the next call begins another one
   */
  public boolean sweep(int maxStructs) {
    DeleteSet forgotten = new DeleteSet();
    int left = maxStructs;
    while (left > 0 && sweepSlot < doc.clients.size()) {
      left = sweepClient(doc.clients.at(sweepSlot), left, forgotten);
    }
    forgotten.normalize();
    doc.forget(forgotten);
    if (sweepSlot < doc.clients.size()) {
      return false;
    }
    sweepSlot = 0;
    return true;
  }

  private int sweepClient(ClientStructs structs, int budget, DeleteSet forgotten) {
    int left = budget;
    int index = sweepClock < structs.state() ? structs.find(sweepClock) : structs.size();
    for (; index < structs.size() && left > 0; index++, left--) {
      int row = structs.row(index);
      if (rows.isDeleted(row)) { // what is forgotten already may still have to be joined
        forgotten.add(structs.slot, rows.clock[row], rows.length[row]);
      }
      sweepClock = rows.end(row);
    }
    if (index >= structs.size()) {
      sweepSlot++;
      sweepClock = 0;
    }
    return left;
  }
}
