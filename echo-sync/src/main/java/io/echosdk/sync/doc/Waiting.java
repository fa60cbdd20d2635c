package io.echosdk.sync.doc;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.UpdateConverter;
import io.echosdk.sync.update.UpdateMerger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for structs that have not come, as answers to state vectors hold it. It is kept until
 * something else waits, so that it is read and written for version 1 once, not for each answer;
 * that costs its size again.
 */
final class Waiting {

  private final byte @Nullable [] structs; // version 2
  private final byte @Nullable [] deletes; // version 2
  private byte @Nullable [] structs1;
  private byte @Nullable [] deletes1;

  Waiting(byte @Nullable [] structs, byte @Nullable [] deletes) {
    this.structs = structs;
    this.deletes = deletes;
  }

  /** Returns whether it was made of these. */
  boolean isOf(byte @Nullable [] otherStructs, byte @Nullable [] otherDeletes) {
    return structs == otherStructs && deletes == otherDeletes;
  }

  /** Returns an update of a version with all of this that a holder of a state vector lacks. */
  byte[] addTo(byte[] update, int version, StateVector known) {
    List<byte[]> all = new ArrayList<>(3);
    all.add(update);
    byte[] waitingDeletes = version == 1 ? deletes1() : deletes;
    if (waitingDeletes != null) {
      all.add(waitingDeletes);
    }
    byte[] waitingStructs = version == 1 ? structs1() : structs;
    if (waitingStructs != null) {
      all.add(UpdateMerger.diff(waitingStructs, known, version));
    }
    return UpdateMerger.merge(all, version);
  }

  private byte @Nullable [] structs1() {
    byte[] second = structs;
    if (structs1 == null && second != null) {
      structs1 = UpdateConverter.convert(second, 2, 1);
    }
    return structs1;
  }

  private byte @Nullable [] deletes1() {
    byte[] second = deletes;
    if (deletes1 == null && second != null) {
      deletes1 = UpdateConverter.convert(second, 2, 1);
    }
    return deletes1;
  }
}
