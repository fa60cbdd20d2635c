package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateScan;
import java.util.HashMap;
import java.util.Map;

/** Tells whether an update needs anything that neither the document nor the update itself has. */
final class WaitCheck implements UpdateScan.Visitor {

  private final Clients known;
  private final Map<Long, Integer> ends = new HashMap<>(); // clocks that will be there
  private final Map<Long, Integer> needed = new HashMap<>(); // clocks that must be there
  private boolean hasGap;

  private WaitCheck(Clients known) {
    this.known = known;
  }

  static boolean wouldWait(UpdateDecoder update, Clients known) {
    WaitCheck check = new WaitCheck(known);
    UpdateScan.of(update, check);
    return check.hasGap
        || check.needed.entrySet().stream()
            .anyMatch(entry -> entry.getValue() > check.end(entry.getKey()));
  }

  private int end(long client) {
    Integer end = ends.get(client);
    return end == null ? state(client) : end;
  }

  private int state(long client) {
    int slot = known.find(client);
    return slot < 0 ? 0 : known.state(slot);
  }

  @Override
  public void struct(long client, int clock, int length, int kind) {
    int end = end(client);
    if (kind == Kind.SKIP || clock > end) {
      hasGap = true;
    }
    ends.put(client, Math.max(end, clock + length));
  }

  @Override
  public void named(long client, int clock) {
    needed.merge(client, clock + 1, Math::max);
  }

  @Override
  public void deleted(long client, int clock, int length) {
    needed.merge(client, clock + length, Math::max);
  }
}
