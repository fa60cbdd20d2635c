package io.echosdk.stream;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.encode.Rbsp;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * A stamp inside the picture's own bytes: a supplemental enhancement information NAL unit of type
 * user_data_unregistered (ITU-T H.264, D.1.7) that carries a picture's {@code originNanos}. It
 * survives every hop that passes NAL units on, so a test or an operator can measure the way from a
 * body to the bytes that a server received. Decoders ignore it.
 *
 * <p>Layout: NAL header 06, payload type 5, payload size 24, sixteen bytes of {@link #UUID}, the
 * stamp as eight bytes, big end first, then 80; emulation prevention over all of it.
 */
public final class TraceSei {

  /** uuid_iso_iec_11578 of Echo's stamp, as hexadecimal digits. */
  public static final String UUID = "8f3c1b52d7a94e06a1c45e0b97d2631a";

  private static final int SEI = 6;
  private static final int USER_DATA_UNREGISTERED = 5;
  private static final int PAYLOAD_BYTES = 24;
  private static final byte[] UUID_BYTES = HexFormat.of().parseHex(UUID);

  private TraceSei() {}

  /** Returns the packet with its origin written in front of its first NAL unit. */
  static EncodedPacket stamp(EncodedPacket packet) {
    ByteBuffer plain = ByteBuffer.allocate(3 + PAYLOAD_BYTES + 1);
    plain.put((byte) SEI).put((byte) USER_DATA_UNREGISTERED).put((byte) PAYLOAD_BYTES);
    plain.put(UUID_BYTES).putLong(packet.originNanos()).put((byte) 0x80);
    byte[] nal = Rbsp.escape(plain.array());
    ByteBuffer payload = ByteBuffer.allocate(4 + nal.length + packet.payload().remaining());
    payload.putInt(nal.length).put(nal).put(packet.payload().duplicate()).flip();
    return new EncodedPacket(
        packet.track(),
        packet.ptsNanos(),
        packet.dtsNanos(),
        packet.keyframe(),
        payload,
        packet.originNanos());
  }

  /**
   * Finds a stamp.
   *
   * @param payload a picture's length-prefixed NAL units; its position is not moved
   * @return the origin, or empty if there is no stamp or the payload is malformed
   */
  public static OptionalLong read(ByteBuffer payload) {
    ByteBuffer in = payload.duplicate();
    while (in.remaining() >= 4) {
      int length = in.getInt();
      if (length < 1 || length > in.remaining()) {
        return OptionalLong.empty();
      }
      byte[] nal = new byte[length];
      in.get(nal);
      if ((nal[0] & 0x1F) == SEI) {
        OptionalLong origin = origin(ByteBuffer.wrap(Rbsp.unescape(nal)));
        if (origin.isPresent()) {
          return origin;
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong origin(ByteBuffer sei) {
    boolean ours =
        sei.remaining() >= 3 + PAYLOAD_BYTES
            && sei.get(1) == USER_DATA_UNREGISTERED
            && sei.get(2) == PAYLOAD_BYTES
            && sei.slice(3, UUID_BYTES.length).equals(ByteBuffer.wrap(UUID_BYTES));
    return ours ? OptionalLong.of(sei.getLong(3 + UUID_BYTES.length)) : OptionalLong.empty();
  }
}
