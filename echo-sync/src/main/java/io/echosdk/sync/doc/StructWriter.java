package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Contents;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.TextPool;
import io.echosdk.sync.codec.TypeRef;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.ArrayList;
import java.util.List;

/** Writes structs of a document, and the state and deletes that go with them. */
final class StructWriter {

  private final DocEngine doc;
  private final Rows rows;
  private final Clients clients;

  StructWriter(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.clients = doc.clients;
  }

  /** Writes all structs that a holder of a state vector lacks, and all deletes. */
  void state(UpdateEncoder target, StateVector known) {
    int[] slots = clients.descending();
    int count = 0;
    for (int slot : slots) {
      if (clients.state(slot) > known.clock(clients.client(slot))) {
        slots[count++] = slot;
      }
    }
    target.rest().varUint(count);
    for (int i = 0; i < count; i++) {
      client(target, clients.at(slots[i]), known.clock(clients.client(slots[i])));
    }
    deleted().write(target, clients);
  }

  /** Writes what a transaction did; returns false if it did nothing. */
  boolean transaction(UpdateEncoder target, Transaction transaction) {
    int touched = transaction.touchedCount();
    if (touched == 0 && transaction.deletes.isEmpty()) {
      return false;
    }
    int[] slots = new int[touched];
    for (int i = 0; i < touched; i++) {
      slots[i] = transaction.touchedSlot(i);
    }
    target.rest().varUint(touched);
    for (int slot : clients.sortDescending(slots)) {
      client(target, clients.at(slot), transaction.before(slot));
    }
    transaction.deletes.write(target, clients);
    return true;
  }

  /** Writes what a document held at a moment, whose deletes follow; cuts structs at its clocks. */
  void upTo(UpdateEncoder target, Transaction transaction, StateVector state) {
    List<ClientStructs> held = new ArrayList<>();
    for (int slot : clients.descending()) {
      if (state.clock(clients.client(slot)) > 0) {
        held.add(clients.at(slot));
      }
    }
    target.rest().varUint(held.size());
    for (ClientStructs structs : held) {
      int end = Math.min(state.clock(structs.client), structs.state());
      if (end < structs.state()) {
        doc.structs.cleanStart(transaction, structs.slot, end);
      }
      int count = structs.find(end - 1) + 1;
      target.rest().varUint(count);
      target.client(structs.client);
      target.rest().varUint(0);
      for (int i = 0; i < count; i++) {
        struct(target, structs.row(i), 0);
      }
    }
  }

  private void client(UpdateEncoder target, ClientStructs structs, int from) {
    int index = structs.find(from);
    int size = structs.size();
    target.rest().varUint(size - index);
    target.client(structs.client);
    target.rest().varUint(from);
    int first = structs.row(index);
    struct(target, first, from - rows.clock[first]);
    for (int i = index + 1; i < size; i++) {
      struct(target, structs.row(i), 0);
    }
  }

  /** Writes a struct without its first units. */
  void struct(UpdateEncoder target, int row, int offset) {
    int kind = rows.kind(row);
    if (kind == Kind.GC) {
      target.info(Kind.GC);
      target.length(rows.length[row] - offset);
      return;
    }
    if (kind == Kind.SKIP) {
      target.info(Kind.SKIP);
      target.rest().varUint(rows.length[row] - offset);
      return;
    }
    boolean hasOrigin = offset > 0 || rows.hasOrigin(row);
    boolean hasRightOrigin = rows.rightOriginSlot[row] >= 0;
    int key = rows.key[row];
    target.info(
        kind
            | (hasOrigin ? Kind.HAS_ORIGIN : 0)
            | (hasRightOrigin ? Kind.HAS_RIGHT_ORIGIN : 0)
            | (key != 0 ? Kind.HAS_KEY : 0));
    if (offset > 0) {
      target.leftId(clients.client(rows.slot[row]), rows.clock[row] + offset - 1);
    } else if (hasOrigin) {
      target.leftId(clients.client(rows.originSlot[row]), rows.originClock[row]);
    }
    if (hasRightOrigin) {
      target.rightId(clients.client(rows.rightOriginSlot[row]), rows.rightOriginClock[row]);
    }
    if (!hasOrigin && !hasRightOrigin) {
      parent(target, row);
      if (key != 0) {
        target.string(doc.keyName(key));
      }
    }
    content(target, row, kind, offset);
  }

  private void parent(UpdateEncoder target, int row) {
    if (rows.is(row, Rows.PARENT_ID)) {
      target.parentInfo(false);
      target.leftId(clients.client(rows.originSlot[row]), rows.originClock[row]);
      return;
    }
    TypeNode parent = doc.structs.parentOf(row);
    String rootKey = parent.rootKey;
    target.parentInfo(rootKey != null);
    if (rootKey != null) {
      target.string(rootKey);
    } else {
      target.leftId(clients.client(rows.slot[parent.item]), rows.clock[parent.item]);
    }
  }

  private void content(UpdateEncoder target, int row, int kind, int offset) {
    int length = rows.length[row] - offset;
    int content = rows.content[row];
    switch (kind) {
      case Kind.DELETED:
        target.length(length);
        break;
      case Kind.STRING:
        target.text(rows.text, TextPool.advance(content, offset), length);
        break;
      case Kind.ANY:
      case Kind.JSON:
        target.length(length);
        for (int i = content + offset; i < content + offset + length; i++) {
          Contents.writeValue(target, kind, rows.values.get(i));
        }
        break;
      case Kind.TYPE:
        TypeNode type = doc.structs.typeOf(row);
        Contents.write(target, new TypeRef(type.type().ordinal(), type.name()));
        break;
      default:
        Object value = rows.value(row);
        Contents.write(target, value instanceof Subdocument inner ? inner.description() : value);
    }
  }

  /** Returns all that is deleted or collected. */
  DeleteSet deleted() {
    DeleteSet all = new DeleteSet();
    for (int slot = 0; slot < clients.size(); slot++) {
      ClientStructs structs = clients.at(slot);
      int size = structs.size();
      for (int i = 0; i < size; i++) {
        int row = structs.row(i);
        if (rows.isDeleted(row)) {
          int from = rows.clock[row];
          while (i + 1 < size && rows.isDeleted(structs.row(i + 1))) {
            i++;
          }
          all.add(slot, from, rows.end(structs.row(i)) - from);
        }
      }
    }
    return all;
  }
}
