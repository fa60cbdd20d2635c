package io.echosdk.sync.doc;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.Deletes;

/**
 * A moment of a document in the terms of its rows: what of each client was there, and what of that
 * was deleted. Rows are asked about as wholes; {@link #cut} makes sure that none lies across a
 * border.
 */
final class Moment {

  private final DocEngine doc;
  private final Rows rows;
  private final int[] state; // by slot
  private final DeleteSet deletes = new DeleteSet();

  Moment(DocEngine doc, StateVector known, Deletes deleted) {
    this.doc = doc;
    this.rows = doc.rows;
    state = new int[doc.clients.size()];
    for (int slot = 0; slot < state.length; slot++) {
      state[slot] = known.clock(doc.clients.client(slot));
    }
    deleted.forEach(
        (client, clock, length) -> {
          int slot = doc.clients.find(client);
          if (slot >= 0) {
            deletes.add(slot, clock, length);
          }
        });
    deletes.normalize();
  }

  int state(int slot) {
    return slot < state.length ? state[slot] : 0;
  }

  /** Cuts rows where the moment's clocks end and at both ends of its deletes. */
  void cut(Transaction transaction) {
    for (int slot = 0; slot < state.length; slot++) {
      if (state[slot] > 0 && state[slot] < doc.clients.state(slot)) {
        doc.structs.cleanStart(transaction, slot, state[slot]);
      }
    }
    doc.structs.forEachDeleted(transaction, deletes, row -> {});
  }

  /** Returns whether an item had come in by then. */
  boolean knew(int row) {
    return rows.clock[row] < state(rows.slot[row]);
  }

  /** Returns whether an item was there and not deleted. */
  boolean saw(int row) {
    return knew(row) && !deletes.contains(rows.slot[row], rows.clock[row]);
  }

  /** Returns whether any unit of a row was there and not deleted. */
  boolean sawAnyOf(int row) {
    int slot = rows.slot[row];
    int end = Math.min(rows.end(row), state(slot));
    return rows.clock[row] < end && !deletes.covers(slot, rows.clock[row], end);
  }
}
