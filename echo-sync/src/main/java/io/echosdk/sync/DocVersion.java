package io.echosdk.sync;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateEncoder;
import io.echosdk.sync.codec.UpdateScan;
import io.echosdk.sync.update.Deletes;

/** A moment of a document: what had come in by then, and what of it was deleted. */
public final class DocVersion {

  private final Deletes deletes;
  private final StateVector state;

  DocVersion(Deletes deletes, StateVector state) {
    this.deletes = deletes;
    this.state = state;
  }

  StateVector state() {
    return state;
  }

  Deletes deletes() {
    return deletes;
  }

  /** Returns the form in which peers exchange it (Yjs calls it a snapshot). */
  public byte[] encode(UpdateFormat format) {
    UpdateEncoder target = UpdateEncoder.of(format.version());
    deletes.write(target);
    state.write(target.rest());
    return target.rest().toBytes();
  }

  /** Reads the form in which peers exchange it. */
  public static DocVersion decode(byte[] encoded, UpdateFormat format) {
    UpdateDecoder source = UpdateDecoder.withoutColumns(format.version(), encoded);
    UpdateScan.ofDeletes(source);
    return new DocVersion(Deletes.read(source), StateVector.read(source.rest()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DocVersion version
        && version.state.equals(state)
        && version.deletes.equals(deletes);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }
}
