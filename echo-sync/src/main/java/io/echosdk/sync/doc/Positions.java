package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import org.jspecify.annotations.Nullable;

/** Turns positions of a list or text into places that stay, and back. */
public final class Positions {

  private final DocEngine doc;
  private final Rows rows;

  /** Works on a document. */
  public Positions(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
  }

  /**
   * A position as it is now.
   *
   * @param type the list or text
   * @param index 0 to its length
   */
  public record Place(TypeNode type, int index) {}

  /** Returns the place of a position. */
  public Anchor relative(TypeNode type, int index, int association) {
    if (association < 0 && index == 0) {
      return atEnd(type, association);
    }
    int unit = association < 0 ? index - 1 : index;
    if (unit < type.length()) {
      int row = doc.lists.rowEndingAt(type, unit + 1);
      return at(row, rows.clock[row] + unit - doc.lists.before(), association);
    }
    int last = association < 0 ? doc.lists.last(type) : Rows.NONE;
    return last == Rows.NONE ? atEnd(type, association) : at(last, rows.end(last) - 1, association);
  }

  private Anchor at(int row, int clock, int association) {
    long client = doc.clients.client(rows.slot[row]);
    return new Anchor(new Anchor.Id(client, clock), null, null, association);
  }

  private Anchor atEnd(TypeNode type, int association) {
    if (type.isRoot()) {
      return new Anchor(null, type.rootName(), null, association);
    }
    long client = doc.clients.client(rows.slot[type.item]);
    Anchor.Id id = new Anchor.Id(client, rows.clock[type.item]);
    return new Anchor(null, null, id, association);
  }

  /**
   * Returns where a place is now, or null if what it names is not here or collected.
   *
   * @param followsUndone whether what came back by an undo stands for what had been deleted
   */
  public @Nullable Place absolute(Anchor place, boolean followsUndone) {
    Anchor.Id item = place.item();
    if (item != null) {
      return ofItem(find(item, followsUndone), place.association());
    }
    TypeNode type = typeOf(place, followsUndone);
    if (type == null) {
      return null;
    }
    return new Place(type, place.association() >= 0 ? type.length() : 0);
  }

  private @Nullable TypeNode typeOf(Anchor place, boolean followsUndone) {
    String root = place.root();
    if (root != null) {
      return doc.root(root);
    }
    Anchor.Id id = place.type();
    Found found = id == null ? null : find(id, followsUndone);
    return found != null && rows.kind(found.row) == Kind.TYPE
        ? doc.structs.typeOf(found.row)
        : null;
  }

  private @Nullable Place ofItem(@Nullable Found found, int association) {
    if (found == null || rows.kind(found.row) == Kind.GC) {
      return null;
    }
    int row = found.row;
    TypeNode type = doc.structs.parentOf(row);
    if (doc.structs.isTypeDeleted(type)) {
      return new Place(type, 0);
    }
    int within = rows.isVisible(row) ? found.within + (association >= 0 ? 0 : 1) : 0;
    return new Place(type, doc.lists.indexOf(type, row) + within);
  }

  private record Found(int row, int within) {}

  /** Finds an id, or what took its place when its deletion was undone, if that is followed. */
  private @Nullable Found find(Anchor.Id id, boolean followsUndone) {
    int slot = doc.clients.find(id.client());
    int clock = id.clock();
    if (slot < 0 || clock >= doc.clients.state(slot)) {
      return null;
    }
    while (true) {
      int row = doc.structs.find(slot, clock);
      int within = clock - rows.clock[row];
      Long redone = followsUndone ? doc.structs.redone(row) : null;
      if (redone == null) {
        return new Found(row, within);
      }
      slot = (int) (redone >>> 32);
      clock = (int) (long) redone + within;
    }
  }
}
