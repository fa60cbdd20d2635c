package io.echosdk.sync.doc;

/** Names the places of a list, those of deleted values included, in an order that never changes. */
public final class ListUnits {

  private final DocEngine doc;
  private final Rows rows;

  /** Reads a document. */
  public ListUnits(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /** Takes runs of places. */
  public interface Visitor {
    /**
     * Takes a run of places that one client made one after the other.
     *
     * @param client who made them
     * @param clock the number of the first
     * @param length how many
     * @param index the position of the first value, or -1 if the values are deleted
     */
    void run(long client, int clock, int length, int index);
  }

  /** Visits all places of a list in order. */
  public void forEach(TypeNode list, Visitor visitor) {
    int index = 0;
    for (int row = list.start; row != Rows.NONE; row = rows.right[row]) {
      boolean isVisible = rows.isVisible(row);
      visitor.run(
          doc.clients.client(rows.slot[row]),
          rows.clock[row],
          rows.length[row],
          isVisible ? index : -1);
      index += isVisible ? rows.length[row] : 0;
    }
  }

  /** Returns whether what a client made with a number has come in, deleted since or not. */
  public boolean isKnown(long client, int clock) {
    int slot = doc.clients.find(client);
    return slot >= 0 && clock < doc.clients.state(slot);
  }
}
