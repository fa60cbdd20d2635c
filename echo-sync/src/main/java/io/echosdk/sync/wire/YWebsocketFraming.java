package io.echosdk.sync.wire;

import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.Malformed;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of y-protocols 1.0.7 as y-websocket carries them: 0 sync (0 state vector, 1 answer,
 * 2 update), 1 awareness, 2 auth (0 denied), 3 awareness query.
 */
public final class YWebsocketFraming implements Framing {

  static final int SYNC = 0;
  static final int AWARENESS = 1;
  static final int AUTH = 2;
  static final int AWARENESS_QUERY = 3;

  private static final int STATE_VECTOR = 0;
  private static final int ANSWER = 1;
  private static final int UPDATE = 2;

  private static final byte[] NOTHING = {};

  @Override
  public Incoming read(byte[] message) {
    ByteReader source = new ByteReader(message);
    long type = source.varUint();
    if (type == SYNC) {
      return sync(source);
    }
    if (type == AWARENESS) {
      return new Incoming(Incoming.Kind.AWARENESS, source.varBytes());
    }
    if (type == AWARENESS_QUERY) {
      return new Incoming(Incoming.Kind.AWARENESS_QUERY, NOTHING);
    }
    if (type == AUTH) {
      return new Incoming(Incoming.Kind.NOTHING, NOTHING);
    }
    throw Malformed.update("there is no message of type " + type);
  }

  static Incoming sync(ByteReader source) {
    long step = source.varUint();
    byte[] payload = source.varBytes();
    if (step == STATE_VECTOR) {
      return new Incoming(Incoming.Kind.STATE_VECTOR, payload);
    }
    if (step == ANSWER) {
      return new Incoming(Incoming.Kind.ANSWER, payload);
    }
    if (step == UPDATE) {
      return new Incoming(Incoming.Kind.UPDATE, payload);
    }
    throw Malformed.update("there is no sync message of type " + step);
  }

  @Override
  public ByteBuffer stateVector(byte[] stateVector) {
    return sync(new ByteWriter(stateVector.length + 8), SYNC, STATE_VECTOR, stateVector);
  }

  @Override
  public ByteBuffer answer(byte[] update) {
    return sync(new ByteWriter(update.length + 8), SYNC, ANSWER, update);
  }

  @Override
  public ByteBuffer update(byte[] update) {
    return sync(new ByteWriter(update.length + 8), SYNC, UPDATE, update);
  }

  static ByteBuffer sync(ByteWriter target, int type, int step, byte[] payload) {
    target.varUint(type);
    target.varUint(step);
    target.varBytes(payload);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer awareness(byte[] states) {
    ByteWriter target = new ByteWriter(states.length + 8);
    target.varUint(AWARENESS);
    target.varBytes(states);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public ByteBuffer denied(String reason) {
    ByteWriter target = new ByteWriter();
    target.varUint(AUTH);
    target.varUint(0);
    target.varString(reason);
    return ByteBuffer.wrap(target.toBytes());
  }

  @Override
  public @Nullable ByteBuffer admitted(boolean writes) {
    return null;
  }

  @Override
  public @Nullable ByteBuffer stored(boolean stored) {
    return null;
  }

  @Override
  public @Nullable ByteBuffer stateless(byte[] text) {
    return null;
  }

  @Override
  public @Nullable ByteBuffer left(String reason) {
    return null;
  }
}
