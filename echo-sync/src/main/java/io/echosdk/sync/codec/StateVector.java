package io.echosdk.sync.codec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many clocks of each client somebody has; a client that is missing has 0. Clients stand in two
 * columns, the highest id first, which is how peers send them.
 */
public final class StateVector {

  /** Nothing at all. */
  public static final StateVector EMPTY = new StateVector(Map.of());

  private final long[] clients; // descending
  private final int[] clocks;

  /** Copies clocks by client id. */
  public StateVector(Map<Long, Integer> clocks) {
    this.clients = new long[clocks.size()];
    this.clocks = new int[clocks.size()];
    int[] next = {0};
    clocks.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(
            entry -> {
              this.clients[next[0]] = entry.getKey();
              this.clocks[next[0]++] = entry.getValue();
            });
  }

  private StateVector(long[] clients, int[] clocks) {
    this.clients = clients;
    this.clocks = clocks;
  }

  /** Returns the clock that a client's next struct would have. */
  public int clock(long client) {
    int low = 0;
    int high = clients.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (clients[middle] == client) {
        return clocks[middle];
      }
      if (clients[middle] > client) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  /** Returns a copy as a map, the highest client first. */
  public Map<Long, Integer> clocks() {
    Map<Long, Integer> map = new LinkedHashMap<>();
    for (int i = 0; i < clients.length; i++) {
      map.put(clients[i], clocks[i]);
    }
    return map;
  }

  /**
   * Reads the form in which peers send it.
   *
   * @throws io.echosdk.api.sync.SyncException if it ends early or names a client twice
   */
  public static StateVector decode(byte[] encoded) {
    return read(new ByteReader(encoded));
  }

  /** Reads one that stands among other things. */
  public static StateVector read(ByteReader source) {
    long size = source.varUint();
    ByteReader ahead = source.rest(); // a size that lies must not cost memory
    for (long i = 0; i < size; i++) {
      ahead.varUint();
      ahead.varUint31();
    }
    long[] clients = new long[(int) size];
    int[] clocks = new int[(int) size];
    boolean isSorted = true;
    for (int i = 0; i < size; i++) {
      clients[i] = source.varUint();
      clocks[i] = source.varUint31();
      isSorted &= i == 0 || clients[i] < clients[i - 1];
    }
    return isSorted ? new StateVector(clients, clocks) : sorted(clients, clocks);
  }

  private static StateVector sorted(long[] clients, int[] clocks) {
    Map<Long, Integer> byClient = new LinkedHashMap<>();
    for (int i = 0; i < clients.length; i++) {
      if (byClient.put(clients[i], clocks[i]) != null) {
        throw Malformed.update("a state vector names client " + clients[i] + " twice");
      }
    }
    return new StateVector(byClient);
  }

  /** Returns the form in which peers send it. */
  public byte[] encode() {
    ByteWriter target = new ByteWriter();
    write(target);
    return target.toBytes();
  }

  /** Writes it among other things, the highest client first. */
  public void write(ByteWriter target) {
    target.varUint(clients.length);
    for (int i = 0; i < clients.length; i++) {
      target.varUint(clients[i]);
      target.varUint(clocks[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateVector vector
        && Arrays.equals(vector.clients, clients)
        && Arrays.equals(vector.clocks, clocks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
  }

  @Override
  public String toString() {
    return clocks().toString();
  }
}
