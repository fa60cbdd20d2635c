package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;

/**
 * One whole RTMP message (RTMP 1.0, 5.3.1.2 and 6.1).
 *
 * @param type the message type id, one of the constants here
 * @param streamId the message stream id; 0 for the connection itself
 * @param timestampMs milliseconds, unsigned 32 bits
 * @param body the payload; whoever receives the message releases it
 */
record Message(int type, int streamId, long timestampMs, ByteBuf body) implements AutoCloseable {

  static final int SET_CHUNK_SIZE = 1; // 5.4.1
  static final int ABORT = 2; // 5.4.2
  static final int ACKNOWLEDGEMENT = 3; // 5.4.3
  static final int USER_CONTROL = 4; // 6.2, 7.1.7
  static final int WINDOW_ACK_SIZE = 5; // 5.4.4
  static final int SET_PEER_BANDWIDTH = 6; // 5.4.5
  static final int AUDIO = 8; // 7.1.4
  static final int VIDEO = 9; // 7.1.5
  static final int COMMAND_AMF3 = 17; // 7.1.1
  static final int DATA_AMF0 = 18; // 7.1.2
  static final int COMMAND_AMF0 = 20; // 7.1.1

  @Override
  public void close() {
    body.release();
  }
}
