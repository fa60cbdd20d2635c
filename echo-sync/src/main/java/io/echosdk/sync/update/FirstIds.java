package io.echosdk.sync.update;

import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateDecoder;
import java.util.Arrays;
import java.util.List;

/**
 * Where each of several updates begins, in the order of merging: the highest client first, of one
 * client the lowest clock, of one id the order of the updates. An update that does not begin with
 * content of its own (there is none, or it is a Skip) comes before all, to be read at once.
 */
final class FirstIds {

  private static final long NOTHING = Long.MAX_VALUE;

  private final long[] clients;
  private final int[] clocks;
  private final int[] order;
  private int taken;

  FirstIds(List<byte[]> updates, int version) {
    clients = new long[updates.size()];
    clocks = new int[updates.size()];
    order = new int[updates.size()];
    boolean isInOrder = true;
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      peek(i, UpdateDecoder.of(version, updates.get(i)));
      isInOrder &= i == 0 || compare(i - 1, i) <= 0;
    }
    if (!isInOrder) {
      sort();
    }
  }

  private void sort() {
    Integer[] boxed = Arrays.stream(order).boxed().toArray(Integer[]::new);
    Arrays.sort(boxed, this::compare); // stable
    Arrays.setAll(order, i -> boxed[i]);
  }

  private void peek(int update, UpdateDecoder source) {
    clients[update] = NOTHING;
    long blocks = source.rest().varUint();
    long structs = blocks > 0 ? source.rest().varUint() : 0;
    if (structs > 0) {
      long client = source.client();
      clocks[update] = source.rest().varUint31();
      boolean content = (source.info() & 0x1f) != Kind.SKIP;
      clients[update] = content ? client : NOTHING;
    }
  }

  private int compare(int a, int b) {
    int byClient = Long.compare(clients[b], clients[a]);
    return byClient != 0 ? byClient : Integer.compare(clocks[a], clocks[b]);
  }

  /** Returns whether an update is left. */
  boolean left() {
    return taken < order.length;
  }

  /** Returns whether the next update begins behind a struct. */
  boolean isBehind(LazyStruct struct) {
    int next = order[taken];
    return clients[next] != struct.client
        ? clients[next] < struct.client
        : clocks[next] > struct.clock;
  }

  /** Returns the index of the next update. */
  int take() {
    return order[taken++];
  }
}
