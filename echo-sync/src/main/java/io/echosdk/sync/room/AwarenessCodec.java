package io.echosdk.sync.room;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes awareness as y-protocols 1.0.7 does: client, clock and JSON of each person. */
final class AwarenessCodec {

  static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private AwarenessCodec() {}

  /**
   * What somebody says of one person.
   *
   * @param json in UTF-8; {@code null} in JSON if the person left
   */
  record Said(long client, long clock, byte[] json) {
    boolean leaves() {
      return java.util.Arrays.equals(json, NULL);
    }
  }

  /**
   * Reads a message to its end.
   *
   * @throws SyncException if it breaks the format or a state is too long
   */
  static List<Said> read(byte[] message, int maxStateBytes) {
    ByteReader source = new ByteReader(message);
    long count = source.varUint();
    List<Said> all = new ArrayList<>((int) Math.min(count, 16));
    for (long i = 0; i < count; i++) {
      long client = source.varUint();
      long clock = source.varUint();
      byte[] json = source.varBytes();
      if (json.length > maxStateBytes) {
        throw Malformed.limit(
            "an awareness state has " + json.length + " bytes but may have " + maxStateBytes);
      }
      if (!JsonText.isValue(json, 0, json.length)) {
        throw Malformed.update("an awareness state is not JSON");
      }
      all.add(new Said(client, clock, json));
    }
    if (source.hasMore()) {
      throw Malformed.update("bytes follow the last awareness state");
    }
    return all;
  }

  /**
   * Returns the state that somebody here wants to show.
   *
   * @throws SyncException if it is no JSON or too long
   */
  static byte[] checked(String json, int maxStateBytes) {
    byte[] state = json.getBytes(StandardCharsets.UTF_8);
    if (state.length > maxStateBytes || !JsonText.isValue(state, 0, state.length)) {
      throw new SyncException(
          SyncException.Kind.MALFORMED,
          "cannot show a state of " + state.length + " bytes that is too long or no JSON",
          "give one JSON value of at most " + maxStateBytes + " bytes");
    }
    return state;
  }

  static void write(ByteWriter target, long client, long clock, byte[] json) {
    target.varUint(client);
    target.varUint(clock);
    target.varBytes(json);
  }
}
