package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Contents;
import io.echosdk.sync.codec.DocRef;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.TypeRef;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateScan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an update's structs into rows that are not linked yet, one list for each client. The bytes
 * have been read through before ({@link UpdateScan}), so that nothing can be wrong with them here.
 */
final class StructReader {

  private final DocEngine doc;
  private final Rows rows;
  private final Clients clients;

  /** The structs of one client, in order, and how many of them were taken. */
  static final class Run {
    final int slot;
    final Ints rows;
    int taken;

    Run(int slot, int size) {
      this.slot = slot;
      this.rows = new Ints(size);
    }

    boolean isEmpty() {
      return taken == rows.size();
    }

    int take() {
      return rows.get(taken++);
    }
  }

  StructReader(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.clients = doc.clients;
  }

  /** Reads the structs of an update that a scan has let pass. */
  List<Run> read(UpdateDecoder source, UpdateScan scan) {
    rows.reserve(scan.structCount());
    rows.text.reserve(scan.characterCount());
    long clientCount = source.rest().varUint();
    List<Run> runs = new ArrayList<>(2);
    Map<Integer, Run> bySlot = new HashMap<>(2);
    for (long i = 0; i < clientCount; i++) {
      int structCount = (int) source.rest().varUint();
      Run run = new Run(clients.slotOf(source.client()), structCount);
      runs.add(run);
      Run earlier = bySlot.put(run.slot, run);
      if (earlier != null) { // of two runs of one client the last one counts, as in Yjs
        giveBack(earlier);
      }
      read(source, run, structCount);
    }
    return runs;
  }

  /** Forgets the rows of a run. */
  private void giveBack(Run run) {
    while (!run.isEmpty()) {
      giveBack(run.take());
    }
  }

  /** Forgets a row that was read and not integrated. */
  void giveBack(int row) {
    rows.dropContent(row);
    rows.release(row);
  }

  private void read(UpdateDecoder source, Run run, int count) {
    int clock = source.rest().varUint31();
    for (int i = 0; i < count; i++) {
      clock += rows.length[struct(source, run, clock)];
    }
  }

  private int struct(UpdateDecoder source, Run run, int clock) {
    int info = source.info();
    int kind = info & 0x1f;
    if (kind == Kind.GC || kind == Kind.SKIP) {
      int length = kind == Kind.GC ? source.length() : source.rest().varUint31();
      return allocate(run, clock, length, kind);
    }
    int row = allocate(run, clock, 0, Kind.DELETED);
    neighbours(source, row, info);
    content(source, row, kind);
    return row;
  }

  private int allocate(Run run, int clock, int length, int kind) {
    int row = rows.allocate(run.slot, clock, length, kind);
    run.rows.add(row);
    return row;
  }

  private void neighbours(UpdateDecoder source, int row, int info) {
    boolean hasNeighbour = false;
    if ((info & Kind.HAS_ORIGIN) != 0) {
      source.leftId();
      setOrigin(source, row);
      hasNeighbour = true;
    }
    if ((info & Kind.HAS_RIGHT_ORIGIN) != 0) {
      source.rightId();
      rows.rightOriginSlot[row] = clients.slotOf(source.idClient());
      rows.rightOriginClock[row] = source.idClock();
      hasNeighbour = true;
    }
    if (!hasNeighbour) {
      parent(source, row);
      if ((info & Kind.HAS_KEY) != 0) {
        rows.key[row] = doc.keyOf(source.string());
      }
    }
  }

  private void setOrigin(UpdateDecoder source, int row) {
    rows.originSlot[row] = clients.slotOf(source.idClient());
    rows.originClock[row] = source.idClock();
  }

  private void parent(UpdateDecoder source, int row) {
    if (source.parentInfo()) {
      rows.parent[row] = doc.root(source.string());
    } else {
      source.leftId();
      setOrigin(source, row);
      rows.set(row, Rows.PARENT_ID);
    }
  }

  private void content(UpdateDecoder source, int row, int kind) {
    switch (kind) {
      case Kind.DELETED:
        rows.length[row] = source.length();
        break;
      case Kind.STRING:
        rows.content[row] = source.text(rows.text);
        rows.length[row] = rows.text.lastLength();
        rows.setKind(row, kind);
        break;
      case Kind.ANY:
      case Kind.JSON:
        values(source, row, kind);
        break;
      case Kind.TYPE:
        single(row, kind, type(Contents.read(source, kind)));
        break;
      case Kind.DOC:
        single(row, kind, Subdocument.read((DocRef) Contents.read(source, kind)));
        break;
      default:
        single(row, kind, Contents.read(source, kind));
    }
  }

  private void values(UpdateDecoder source, int row, int kind) {
    int count = source.length();
    rows.values.reserve(count);
    rows.content[row] = rows.values.size();
    rows.setKind(row, kind);
    for (int i = 0; i < count; i++) {
      rows.values.add(Contents.readValue(source, kind));
    }
    rows.length[row] = count;
  }

  private void single(int row, int kind, Object value) {
    rows.content[row] = rows.values.add(value);
    rows.length[row] = 1;
    rows.setKind(row, kind);
  }

  private static TypeNode type(Object content) {
    TypeRef type = (TypeRef) content;
    return new TypeNode(TypeNode.Type.values()[type.ref()], type.name(), null);
  }
}
