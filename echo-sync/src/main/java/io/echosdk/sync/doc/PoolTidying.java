package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.TextPool;

/**
 * Gives up what deletes and joins leave behind in the pools of characters and values. A pool is
 * copied once half of it is not needed and that is worth a walk over the rows, so that the cost of
 * each forgotten character or value is constant.
 */
final class PoolTidying {

  private static final int SMALL = 4096;
  private static final int ROWS_PER_UNIT = 8;

  private final Rows rows;
  private final Clients clients;

  PoolTidying(Rows rows, Clients clients) {
    this.rows = rows;
    this.clients = clients;
  }

  /** Runs between transactions, when nothing but the rows of clients names what is in a pool. */
  void run() {
    if (isWorthwhile(rows.text.forgotten(), rows.text.size())) {
      TextPool old = rows.text.renew();
      forEachRow(old, null);
    }
    if (isWorthwhile(rows.values.forgotten(), rows.values.size())) {
      forEachRow(null, rows.values.renew());
    }
  }

  private boolean isWorthwhile(int forgotten, int size) {
    return forgotten > SMALL
        && forgotten > size / 2
        && (long) forgotten * ROWS_PER_UNIT > rows.size();
  }

  private void forEachRow(
      @org.jspecify.annotations.Nullable TextPool oldText,
      @org.jspecify.annotations.Nullable ValuePool oldValues) {
    for (int slot = 0; slot < clients.size(); slot++) {
      ClientStructs structs = clients.at(slot);
      for (int i = 0; i < structs.size(); i++) {
        int row = structs.row(i);
        int kind = rows.kind(row);
        if (kind == Kind.STRING) {
          if (oldText != null) {
            rows.content[row] = rows.text.append(oldText, rows.content[row], rows.length[row]);
          }
        } else if (oldValues != null && kind > Kind.DELETED && kind != Kind.SKIP) {
          rows.content[row] = rows.values.addAll(oldValues, rows.content[row], rows.length[row]);
        }
      }
    }
  }
}
