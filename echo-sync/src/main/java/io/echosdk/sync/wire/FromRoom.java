package io.echosdk.sync.wire;

import io.echosdk.sync.codec.ByteReader;

/**
 * What a room says to a client in the messages of {@link HocuspocusFraming}.
 *
 * @param kind what it is about
 * @param payload a state vector, an update or awareness; empty where there is none
 */
public record FromRoom(Kind kind, byte[] payload) {

  private static final byte[] NOTHING = {};

  /** What a message can be about. */
  public enum Kind {
    /** Asks for what its state vector lacks. */
    STATE_VECTOR,
    /** Answers such a question; may be empty. */
    ANSWER,
    /** Tells of a change. */
    UPDATE,
    /** Tells of states of people. */
    AWARENESS,
    /** The client may hear and change everything. */
    MAY_WRITE,
    /** The client may only hear. */
    MAY_READ,
    /** An update of the client is stored. */
    STORED,
    /** An update of the client is not taken. */
    NOT_TAKEN,
    /** Says nothing that changes a document or its people. */
    NOTHING
  }

  /**
   * Reads a message.
   *
   * @throws io.echosdk.api.sync.SyncException if it is none
   */
  public static FromRoom read(byte[] message) {
    ByteReader source = new ByteReader(message);
    source.varString();
    int type = (int) source.varUint();
    switch (type) {
      case YWebsocketFraming.SYNC:
        return sync(YWebsocketFraming.sync(source));
      case YWebsocketFraming.AWARENESS:
        return new FromRoom(Kind.AWARENESS, source.varBytes());
      case YWebsocketFraming.AUTH:
        return new FromRoom(access(source), NOTHING);
      case HocuspocusFraming.SYNC_STATUS:
        return new FromRoom(source.varUint() == 1 ? Kind.STORED : Kind.NOT_TAKEN, NOTHING);
      default:
        return new FromRoom(Kind.NOTHING, NOTHING);
    }
  }

  private static FromRoom sync(Incoming said) {
    return new FromRoom(Kind.valueOf(said.kind().name()), said.payload());
  }

  private static Kind access(ByteReader source) {
    if (source.varUint() != HocuspocusFraming.AUTHENTICATED) {
      return Kind.NOTHING; // denied: the end of the connection follows
    }
    return source.varString().equals(HocuspocusFraming.READ_WRITE) ? Kind.MAY_WRITE : Kind.MAY_READ;
  }
}
