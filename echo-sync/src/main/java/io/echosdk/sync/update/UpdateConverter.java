package io.echosdk.sync.update;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads encoded updates through: their state vector, their other version. */
public final class UpdateConverter {

  private UpdateConverter() {}

  /** Returns an update in another version. */
  public static byte[] convert(byte[] update, int from, int to) {
    LazyReader source = new LazyReader(update, from, false);
    UpdateEncoder target = UpdateEncoder.of(to);
    StructStream stream = new StructStream(target);
    for (LazyStruct struct = source.current(); struct != null; struct = source.next()) {
      stream.write(struct, 0);
    }
    stream.finish();
    source.deletes().write(target);
    return target.toBytes();
  }

  /** Returns what a document has after the update: up to the first gap of each client. */
  public static StateVector stateVector(byte[] update, int version) {
    LazyReader source = new LazyReader(update, version, false);
    Map<Long, Integer> clocks = new LinkedHashMap<>();
    for (LazyStruct struct = source.current(); struct != null; struct = source.next()) {
      int known = clocks.getOrDefault(struct.client, 0);
      if (struct.clock == known && !struct.isSkip()) {
        clocks.put(struct.client, struct.end());
      }
    }
    return new StateVector(clocks);
  }
}
