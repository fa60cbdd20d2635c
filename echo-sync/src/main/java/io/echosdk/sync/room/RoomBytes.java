package io.echosdk.sync.room;

import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.UpdateMerger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a room has stored: a merged update and what came since. It answers state vectors from
 * these bytes; no document is built.
 */
final class RoomBytes {

  private static final byte[] EMPTY = {0, 0}; // no structs, no deletes

  private byte[] merged = EMPTY;
  private final List<byte[]> tail = new ArrayList<>();
  private long tailBytes;
  private @Nullable List<byte[]> recent; // what came since all was lent; null if it is not

  void add(byte[] update) {
    tail.add(update);
    tailBytes += update.length;
    if (recent != null) {
      recent.add(update);
    }
  }

  /** Returns updates that hold everything, for somebody who makes one of them meanwhile. */
  List<byte[]> lend() {
    recent = new ArrayList<>();
    return parts();
  }

  /** Keeps what was lent as it is. */
  void takeBack() {
    recent = null;
  }

  /** Takes one update in place of all that was lent. */
  void takeBack(byte[] everything) {
    List<byte[]> came = recent == null ? List.of() : recent;
    recent = null;
    replace(everything);
    came.forEach(this::add);
  }

  /** Returns one update with everything. Costs what came since it was asked last, and one pass. */
  byte[] all() {
    if (!tail.isEmpty()) {
      replace(Updates.merge(parts(), UpdateFormat.V1));
    }
    return merged;
  }

  private List<byte[]> parts() {
    List<byte[]> parts = new ArrayList<>(tail.size() + 1);
    parts.add(merged);
    parts.addAll(tail);
    return parts;
  }

  /** Returns what the sender of a state vector lacks. */
  byte[] missing(byte[] stateVector) {
    StateVector theirs = StateVector.decode(stateVector);
    byte[] all = all();
    return theirs.clocks().isEmpty() ? all : UpdateMerger.diff(all, theirs, 1);
  }

  private void replace(byte[] everything) {
    merged = everything;
    tail.clear();
    tailBytes = 0;
  }

  int mergedBytes() {
    return merged.length;
  }

  long tailBytes() {
    return tailBytes;
  }
}
