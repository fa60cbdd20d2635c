package io.echosdk.sync.codec;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many clocks of each client somebody has.
 *
 * @param clocks by client id; a client that is missing has 0
 */
public record StateVector(Map<Long, Integer> clocks) {

  /** Nothing at all. */
  public static final StateVector EMPTY = new StateVector(Map.of());

  /** Copies the map. */
  public StateVector {
    clocks = Collections.unmodifiableMap(new LinkedHashMap<>(clocks));
  }

  /** Returns the clock that a client's next struct would have. */
  public int clock(long client) {
    return clocks.isEmpty() ? 0 : clocks.getOrDefault(client, 0);
  }

  /** Reads the form in which peers send it. */
  public static StateVector decode(byte[] encoded) {
    return read(new ByteReader(encoded));
  }

  /** Reads one that stands among other things. */
  public static StateVector read(ByteReader source) {
    Map<Long, Integer> clocks = new LinkedHashMap<>();
    long size = source.varUint();
    for (long i = 0; i < size; i++) {
      clocks.put(source.varUint(), source.varUint31());
    }
    return new StateVector(clocks);
  }

  /** Returns the form in which peers send it. */
  public byte[] encode() {
    ByteWriter target = new ByteWriter();
    write(target);
    return target.toBytes();
  }

  /** Writes it among other things, the highest client first. */
  public void write(ByteWriter target) {
    target.varUint(clocks.size());
    clocks.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(
            entry -> {
              target.varUint(entry.getKey());
              target.varUint(entry.getValue());
            });
  }
}
