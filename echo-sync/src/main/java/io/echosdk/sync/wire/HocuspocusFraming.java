package io.echosdk.sync.wire;

import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The messages of Hocuspocus 3: those of y-protocols behind the name of the document, so that one
 * socket carries many. It adds 4 sync reply (a sync message that asks for no question in return), 5
 * stateless, 6 stateless to all, 7 close, 8 sync status; auth is 0 token, 1 denied, 2
 * authenticated.
 */
public final class HocuspocusFraming implements Framing {

  private static final int SYNC_REPLY = 4;
  private static final int STATELESS = 5;
  private static final int STATELESS_TO_ALL = 6;
  private static final int CLOSE = 7;
  static final int SYNC_STATUS = 8;
  private static final int TOKEN = 0;
  private static final int DENIED = 1;
  static final int AUTHENTICATED = 2;
  static final String READ_WRITE = "read-write";
  private static final byte[] NOTHING = {};

  private final byte[] name; // its length and its UTF-8

  /** Creates the framing of a room's messages. */
  public HocuspocusFraming(String room) {
    ByteWriter target = new ByteWriter();
    target.varString(room);
    name = target.toBytes();
  }

  /** Returns the name of the document that a message is about. */
  public static String nameOf(byte[] message) {
    return new ByteReader(message).varString();
  }

  @Override
  public Incoming read(byte[] message) {
    ByteReader source = new ByteReader(message);
    source.varString();
    long type = source.varUint();
    if (type == YWebsocketFraming.SYNC || type == SYNC_REPLY) {
      return YWebsocketFraming.sync(source);
    }
    if (type == YWebsocketFraming.AWARENESS) {
      return new Incoming(Incoming.Kind.AWARENESS, source.varBytes());
    }
    if (type == YWebsocketFraming.AWARENESS_QUERY) {
      return new Incoming(Incoming.Kind.AWARENESS_QUERY, NOTHING);
    }
    if (type == YWebsocketFraming.AUTH) {
      boolean token = source.varUint() == TOKEN;
      return token ? text(Incoming.Kind.TOKEN, source) : nothing();
    }
    if (type == STATELESS_TO_ALL) {
      return text(Incoming.Kind.STATELESS, source);
    }
    if (type == CLOSE) {
      return new Incoming(Incoming.Kind.LEAVE, NOTHING);
    }
    if (type == STATELESS || type == SYNC_STATUS) {
      return nothing();
    }
    throw Malformed.update("there is no message of type " + type);
  }

  private static Incoming nothing() {
    return new Incoming(Incoming.Kind.NOTHING, NOTHING);
  }

  private static Incoming text(Incoming.Kind kind, ByteReader source) {
    return new Incoming(kind, source.varString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ByteBuffer stateVector(byte[] stateVector) {
    return YWebsocketFraming.sync(
        target(stateVector.length), YWebsocketFraming.SYNC, 0, stateVector);
  }

  @Override
  public ByteBuffer answer(byte[] update) {
    return YWebsocketFraming.sync(target(update.length), YWebsocketFraming.SYNC, 1, update);
  }

  @Override
  public ByteBuffer update(byte[] update) {
    return YWebsocketFraming.sync(target(update.length), YWebsocketFraming.SYNC, 2, update);
  }

  @Override
  public ByteBuffer awareness(byte[] states) {
    ByteWriter target = target(states.length);
    target.varUint(YWebsocketFraming.AWARENESS);
    target.varBytes(states);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer denied(String reason) {
    ByteWriter target = target(reason.length());
    target.varUint(YWebsocketFraming.AUTH);
    target.varUint(DENIED);
    target.varString(reason);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer admitted(boolean writes) {
    ByteWriter target = target(16);
    target.varUint(YWebsocketFraming.AUTH);
    target.varUint(AUTHENTICATED);
    target.varString(writes ? READ_WRITE : "readonly");
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer stored(boolean stored) {
    ByteWriter target = target(2);
    target.varUint(SYNC_STATUS);
    target.varUint(stored ? 1 : 0);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer stateless(byte[] text) {
    ByteWriter target = target(text.length);
    target.varUint(STATELESS);
    target.varBytes(text);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer left(String reason) {
    ByteWriter target = target(reason.length());
    target.varUint(CLOSE);
    target.varString(reason);
    return ByteBuffer.wrap(target.toBytes());
  }

  private ByteWriter target(int payload) {
    ByteWriter target = new ByteWriter(name.length + payload + 16);
    target.bytes(name, 0, name.length);
    return target;
  }
}
