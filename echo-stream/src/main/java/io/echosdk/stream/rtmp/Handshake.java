package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The plain handshake (RTMP 1.0, 5.2): each side sends a version byte, 1536 bytes of its own, and
 * the 1536 bytes of the other side back.
 *
 * <p>The version must be 3. An echo that differs is noted, not refused: it protects nothing, and
 * peers that expect a digest in it do differ.
 */
final class Handshake {

  static final int VERSION = 3;
  static final int PACKET_BYTES = 1536; // time, zero, 1528 random bytes: 5.2.3

  private static final int RANDOM_AT = 8;

  private final boolean client;
  private final byte[] own = new byte[PACKET_BYTES];
  private boolean peerSeen;
  private boolean echoed;

  private Handshake(boolean client, RandomGenerator random) {
    this.client = client;
    random.nextBytes(own);
    Arrays.fill(own, 0, RANDOM_AT, (byte) 0); // epoch 0, and zeros: a plain handshake
  }

  /** Begins as the side that connects: writes C0 and C1. */
  static Handshake client(RandomGenerator random, ByteBuf out) {
    Handshake handshake = new Handshake(true, random);
    out.writeByte(VERSION).writeBytes(handshake.own);
    return handshake;
  }

  /** Waits as the side that was connected to. */
  static Handshake server(RandomGenerator random) {
    return new Handshake(false, random);
  }

  /**
   * Takes what came and answers.
   *
   * @return whether the handshake is done; what is left in {@code in} is the chunk stream
   */
  boolean advance(ByteBuf in, ByteBuf out) {
    if (!peerSeen) {
      if (in.isReadable() && in.getUnsignedByte(in.readerIndex()) != VERSION) {
        throw ProtocolError.of(
            "handshake version " + in.getUnsignedByte(in.readerIndex()) + " instead of 3");
      }
      if (in.readableBytes() < 1 + PACKET_BYTES) {
        return false;
      }
      answer(in.skipBytes(1).readSlice(PACKET_BYTES), out);
      peerSeen = true;
    }
    if (in.readableBytes() < PACKET_BYTES) {
      return false;
    }
    byte[] echo = new byte[PACKET_BYTES];
    in.readBytes(echo);
    echoed = Arrays.equals(echo, RANDOM_AT, PACKET_BYTES, own, RANDOM_AT, PACKET_BYTES); // 5.2.4
    return true;
  }

  private void answer(ByteBuf peer, ByteBuf out) {
    if (!client) {
      out.writeByte(VERSION).writeBytes(own); // S0, S1
    }
    out.writeBytes(peer); // S2 or C2
  }

  /** Returns whether the peer sent our random bytes back, as 5.2.4 asks. */
  boolean echoed() {
    return echoed;
  }
}
