package io.echosdk.api.sync;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What may name a room: 1 to {@value #MAX_BYTES} bytes of well-formed UTF-8 without U+0000. Nothing
 * else is special: a name may hold slashes, dots and spaces, and case matters.
 */
public final class RoomName {

  /** The longest name in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private RoomName() {}

  /**
   * Returns a name as UTF-8.
   *
   * @throws IllegalArgumentException if it cannot name a room
   */
  public static byte[] utf8(String room) {
    if (room.isEmpty() || room.length() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a room's name has 1 to " + MAX_BYTES + " bytes, not " + room.length() + " characters");
    }
    if (room.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a room's name holds no U+0000");
    }
    ByteBuffer encoded;
    try {
      encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(room));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a room's name holds half a surrogate pair", e);
    }
    if (encoded.remaining() > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a room's name has 1 to " + MAX_BYTES + " bytes, not " + encoded.remaining());
    }
    byte[] name = new byte[encoded.remaining()];
    encoded.get(name);
    return name;
  }

  /**
   * Returns the name itself.
   *
   * @throws IllegalArgumentException if it cannot name a room
   */
  public static String check(String room) {
    utf8(room);
    return room;
  }
}
