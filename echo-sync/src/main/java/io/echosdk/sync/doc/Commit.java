package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.Map;
import java.util.Set;

/**
 * Ends a transaction: tells what changed, cleans formats up after remote changes, forgets deleted
 * content, joins structs, and encodes what happened. The order of these steps and of the joins is
 * that of Yjs, since it decides where structs end.
 */
final class Commit {

  private final DocEngine doc;
  private final Rows rows;
  private final Structs structs;
  private final Clients clients;

  Commit(DocEngine doc) {
    this.doc = doc;
    this.rows = doc.rows;
    this.structs = doc.structs;
    this.clients = doc.clients;
  }

  void run(Transaction transaction) {
    transaction.deletes.normalize();
    transaction.halvedPairs().forEach(pair -> healUnlessNamed(transaction, pair));
    try {
      doc.listener().changed(transaction);
      if (needsFormatCleanup(transaction)) {
        new FormatCleanup(doc).afterRemote(transaction);
      }
    } finally {
      if (doc.collectsGarbage) {
        doc.history.cut(transaction);
        collect(transaction.deletes);
      }
      joinDeleted(transaction.deletes);
      joinNew(transaction);
      joinCuts(transaction);
    }
    if (!transaction.isLocal && isTouched(transaction, doc.ownSlot())) {
      doc.changeClientId();
    }
    sendUpdates(transaction);
    doc.listener().committed(transaction);
  }

  /**
   * Heals a surrogate pair whose cut no peer will hear of: that of an edit that then had nothing to
   * do there, such as a format that was there already. Yjs 13.6 leaves it halved, here and nowhere
   * else, and never converges again.
   */
  private void healUnlessNamed(Transaction transaction, Transaction.HalvedPair pair) {
    DeleteSet deletes = transaction.deletes;
    boolean isHalfDeleted =
        deletes.contains(pair.slot(), pair.clock() - 1)
            != deletes.contains(pair.slot(), pair.clock());
    if (isHalfDeleted || isNamed(transaction, pair)) {
      return;
    }
    int left = structs.find(pair.slot(), pair.clock() - 1);
    int right = structs.find(pair.slot(), pair.clock());
    if (rows.kind(left) == Kind.STRING && rows.kind(right) == Kind.STRING) {
      rows.text.heal(rows.content[left], rows.length[left], rows.content[right], pair.codePoint());
    }
  }

  /** Returns whether a new item has one of the halves as its neighbour. */
  private boolean isNamed(Transaction transaction, Transaction.HalvedPair pair) {
    for (int i = 0; i < transaction.touchedCount(); i++) {
      ClientStructs client = clients.at(transaction.touchedSlot(i));
      for (int j = client.find(transaction.touchedBeforeAt(i)); j < client.size(); j++) {
        int row = client.row(j);
        boolean isLeft =
            rows.originSlot[row] == pair.slot() && rows.originClock[row] == pair.clock() - 1;
        boolean isRight =
            rows.rightOriginSlot[row] == pair.slot() && rows.rightOriginClock[row] == pair.clock();
        if (isLeft || isRight) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean needsFormatCleanup(Transaction transaction) {
    if (transaction.isLocal) {
      return false;
    }
    for (Map.Entry<TypeNode, Set<Integer>> entry : transaction.changed.entrySet()) {
      TypeNode type = entry.getKey();
      if (type.hasFormats && type.type().isText() && !structs.isTypeDeleted(type)) {
        return true;
      }
    }
    return false;
  }

  /** Forgets deleted content, unless somebody needs it, and joins what is left. */
  void forget(DeleteSet deletes) {
    collect(deletes);
    joinDeleted(deletes);
  }

  private void collect(DeleteSet deletes) {
    for (int i = 0; i < deletes.size(); i++) {
      DeleteSet.Ranges ranges = deletes.at(i);
      ClientStructs client = clients.at(ranges.slot);
      for (int j = ranges.count() - 1; j >= 0; j--) {
        int end = ranges.end(j);
        for (int index = client.find(ranges.clock(j)); index < client.size(); index++) {
          int row = client.row(index);
          if (rows.clock[row] >= end) {
            break;
          }
          if (rows.is(row, Rows.DELETED) && !rows.is(row, Rows.KEEP) && !doc.history.needs(row)) {
            structs.collect(row);
          }
        }
      }
    }
  }

  private void joinDeleted(DeleteSet deletes) {
    for (int i = 0; i < deletes.size(); i++) {
      DeleteSet.Ranges ranges = deletes.at(i);
      ClientStructs client = clients.at(ranges.slot);
      for (int j = ranges.count() - 1; j >= 0; j--) {
        int from = ranges.clock(j);
        int index = Math.min(client.size() - 1, 1 + client.find(ranges.end(j) - 1));
        while (index > 0 && rows.clock[client.row(index)] >= from) {
          index -= 1 + structs.mergeWithLefts(client, index);
        }
      }
    }
  }

  private void joinNew(Transaction transaction) {
    for (int i = 0; i < transaction.touchedCount(); i++) {
      ClientStructs client = clients.at(transaction.touchedSlot(i));
      int first = Math.max(1, client.find(transaction.touchedBeforeAt(i)));
      for (int index = client.size() - 1; index >= first; ) {
        index -= 1 + structs.mergeWithLefts(client, index);
      }
    }
  }

  private void joinCuts(Transaction transaction) {
    for (int i = transaction.cutCount() - 1; i >= 0; i--) {
      ClientStructs client = clients.at(transaction.cutSlot(i));
      int index = client.find(transaction.cutClock(i));
      if (index + 1 < client.size() && structs.mergeWithLefts(client, index + 1) > 1) {
        continue; // both sides are joined already
      }
      if (index > 0) {
        structs.mergeWithLefts(client, index);
      }
    }
  }

  private static boolean isTouched(Transaction transaction, int slot) {
    for (int i = 0; i < transaction.touchedCount(); i++) {
      if (transaction.touchedSlot(i) == slot) {
        return true;
      }
    }
    return false;
  }

  private void sendUpdates(Transaction transaction) {
    for (int version = 1; version <= 2; version++) {
      if (doc.listener().wantsUpdates(version)) {
        transaction.deletes.normalize();
        UpdateEncoder target = UpdateEncoder.of(version);
        if (doc.writer.transaction(target, transaction)) {
          doc.listener().update(version, target.toBytes(), transaction);
        }
      }
    }
  }
}
