package io.echosdk.sync.update;

import io.echosdk.sync.codec.StateVector;

/** Tells whether something holds all that an encoded update does. */
public final class UpdateContainment {

  private UpdateContainment() {}

  /**
   * Returns whether all structs of an update are below a state and all its deletes are known.
   *
   * @param deletes sorted and joined
   */
  public static boolean contains(StateVector state, Deletes deletes, byte[] update, int version) {
    LazyReader source = new LazyReader(update, version, true);
    for (LazyStruct struct = source.current(); struct != null; struct = source.next()) {
      if (state.clock(struct.client) < struct.end()) {
        return false;
      }
    }
    Deletes all = new Deletes();
    deletes.forEach(all::add);
    source.addDeletesTo(all);
    all.normalize();
    return all.equals(deletes);
  }
}
