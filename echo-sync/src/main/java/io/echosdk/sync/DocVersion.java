package io.echosdk.sync;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateEncoder;
import io.echosdk.sync.codec.UpdateScan;
import io.echosdk.sync.update.Deletes;
import io.echosdk.sync.update.UpdateContainment;

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

  /** Returns the moment before anything was written. */
  public static DocVersion empty() {
    return new DocVersion(new Deletes(), StateVector.EMPTY);
  }

  /** Returns whether a document at this moment held all that an update does. */
  public boolean contains(byte[] update, UpdateFormat format) {
    return UpdateContainment.contains(state, deletes, update, format.version());
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
