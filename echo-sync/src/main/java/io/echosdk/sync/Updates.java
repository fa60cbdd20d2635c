package io.echosdk.sync;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.UpdateConverter;
import io.echosdk.sync.update.UpdateMerger;
import java.util.List;

/** Work on encoded updates without a document. All methods throw a typed error on bad bytes. */
public final class Updates {

  private Updates() {}

  /** Returns one update that does what several do, in any order. */
  public static byte[] merge(List<byte[]> updates, UpdateFormat format) {
    if (updates.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to merge");
    }
    return UpdateMerger.merge(updates, format.version());
  }

  /** Returns an update without what the sender of a state vector has. */
  public static byte[] diff(byte[] update, byte[] stateVector, UpdateFormat format) {
    return UpdateMerger.diff(update, StateVector.decode(stateVector), format.version());
  }

  /** Returns the state vector of a document that holds just this update. */
  public static byte[] stateVector(byte[] update, UpdateFormat format) {
    return UpdateConverter.stateVector(update, format.version()).encode();
  }

  /** Returns an update in the other form. */
  public static byte[] convert(byte[] update, UpdateFormat from, UpdateFormat to) {
    return UpdateConverter.convert(update, from.version(), to.version());
  }
}
