package io.echosdk.sync.room;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.UpdateSummary;
import io.echosdk.sync.update.UpdateSummary.Span;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which clocks a room has, and which of them are deleted: enough to tell a new update from a
 * repeated one, and to write a state vector, without a document.
 *
 * <p>The state vector counts a client's clocks up to the first gap; what lies behind a gap waits
 * for what is missing.
 */
final class Known {

  private final Map<Long, Ranges> clocks = new HashMap<>();
  private final Map<Long, Ranges> deletes = new HashMap<>();
  private boolean grew;

  /** Adds what an update brings and returns whether any of it is new. */
  boolean add(UpdateSummary update) {
    grew = false;
    for (Span span : update.spans()) {
      grew |=
          clocks.computeIfAbsent(span.client(), key -> new Ranges()).add(span.begin(), span.end());
    }
    if (!update.deletes().isEmpty()) {
      update.deletes().forEach(this::delete);
    }
    return grew;
  }

  private void delete(long client, int clock, int length) {
    grew |= deletes.computeIfAbsent(client, key -> new Ranges()).add(clock, clock + length);
  }

  /** Returns whether some clocks that an update brings lie behind a gap. */
  boolean waits(UpdateSummary update) {
    for (Span span : update.spans()) {
      Ranges known = clocks.get(span.client());
      if (known == null ? span.begin() > 0 : known.endOf(0) < span.begin()) {
        return true;
      }
    }
    return false;
  }

  boolean hasGaps() {
    for (Ranges ranges : clocks.values()) {
      if (!ranges.isOneFromZero()) {
        return true;
      }
    }
    return false;
  }

  StateVector stateVector() {
    Map<Long, Integer> ends = new LinkedHashMap<>();
    clocks.forEach(
        (client, ranges) -> {
          int end = ranges.endOf(0);
          if (end > 0) {
            ends.put(client, end);
          }
        });
    return new StateVector(ends);
  }

  /**
   * Returns a number that is the same for all that know the same and differs, most likely, else.
   */
  long fingerprint() {
    return fingerprint(clocks) * 31 + fingerprint(deletes);
  }

  private static long fingerprint(Map<Long, Ranges> all) {
    long sum = 0; // whatever the order
    for (Map.Entry<Long, Ranges> each : all.entrySet()) {
      sum += (each.getKey() + 0x9E3779B97F4A7C15L) * each.getValue().fingerprint();
    }
    return sum;
  }
}
