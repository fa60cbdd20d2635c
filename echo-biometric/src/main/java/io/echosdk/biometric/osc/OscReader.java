package io.echosdk.biometric.osc;

import io.echosdk.api.biometric.BiometricException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads packets of Open Sound Control: messages, and bundles of messages and bundles. A pure
 * function over bytes; memory is bounded by the packet.
 *
 * <p>Source: Wright, "The Open Sound Control 1.0 Specification", 2002: every part is a multiple of
 * four bytes long, numbers have their most significant byte first.
 */
public final class OscReader {

  private static final int MAX_DEPTH = 8;
  private static final byte[] BUNDLE = "#bundle\0".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer packet;
  private final Consumer<OscMessage> listener;

  private OscReader(ByteBuffer packet, Consumer<OscMessage> listener) {
    this.packet = packet;
    this.listener = listener;
  }

  /**
   * Reads a packet.
   *
   * @param packet its bytes, from position to limit; big-endian; its position is undefined after
   * @param listener hears of each message, in order
   * @throws BiometricException of kind MALFORMED if the packet breaks the format; messages before
   *     the break have been told
   */
  public static void read(ByteBuffer packet, Consumer<OscMessage> listener) {
    new OscReader(packet.slice(), listener).element(packet.remaining(), OscMessage.NOW, 0);
  }

  private void element(int end, long timeTag, int depth) {
    if (isBundle(end)) {
      bundle(end, depth);
    } else {
      message(end, timeTag);
    }
  }

  private boolean isBundle(int end) {
    int at = packet.position();
    if (end - at < BUNDLE.length) {
      return false;
    }
    for (int i = 0; i < BUNDLE.length; i++) {
      if (packet.get(at + i) != BUNDLE[i]) {
        return false;
      }
    }
    return true;
  }

  private void bundle(int end, int depth) {
    if (depth == MAX_DEPTH) {
      throw malformed("has bundles more than " + MAX_DEPTH + " deep");
    }
    packet.position(packet.position() + BUNDLE.length);
    need(8, end, "a time tag");
    long timeTag = packet.getLong();
    while (packet.position() < end) {
      need(4, end, "an element's size");
      int size = packet.getInt();
      if (size <= 0 || size % 4 != 0) {
        throw malformed("has an element whose size is no multiple of four");
      }
      need(size, end, "a longer element than it holds");
      int elementEnd = packet.position() + size;
      element(elementEnd, timeTag, depth + 1);
      packet.position(elementEnd);
    }
  }

  private void message(int end, long timeTag) {
    String address = string(end, "an address");
    if (!address.startsWith("/")) {
      throw malformed("has an address that does not begin with a slash");
    }
    String tags = string(end, "type tags");
    if (!tags.startsWith(",")) {
      throw malformed("has type tags that do not begin with a comma");
    }
    List<List<Object>> open = new ArrayList<>(); // arrays that are not closed yet
    List<Object> arguments = new ArrayList<>();
    for (int i = 1; i < tags.length(); i++) {
      char tag = tags.charAt(i);
      if (tag == '[') {
        if (open.size() == MAX_DEPTH) {
          throw malformed("has arrays more than " + MAX_DEPTH + " deep");
        }
        open.add(arguments);
        arguments = new ArrayList<>();
      } else if (tag == ']') {
        if (open.isEmpty()) {
          throw malformed("closes an array that it did not open");
        }
        List<Object> array = List.copyOf(arguments);
        arguments = open.remove(open.size() - 1);
        arguments.add(array);
      } else {
        arguments.add(argument(tag, end));
      }
    }
    if (!open.isEmpty()) {
      throw malformed("opens an array that it does not close");
    }
    listener.accept(new OscMessage(address, timeTag, arguments));
  }

  private Object argument(char tag, int end) {
    switch (tag) {
      case 'i', 'c', 'r', 'm': // integer; character, colour and MIDI as their bits
        need(4, end, "an integer");
        return packet.getInt();
      case 'f':
        need(4, end, "a float");
        return packet.getFloat();
      case 'h', 't':
        need(8, end, "a long");
        return packet.getLong();
      case 'd':
        need(8, end, "a double");
        return packet.getDouble();
      case 's', 'S':
        return string(end, "a string");
      case 'b':
        return blob(end);
      case 'T':
        return true;
      case 'F':
        return false;
      case 'N':
        return OscMessage.NOTHING;
      case 'I':
        return OscMessage.IMPULSE;
      default:
        throw malformed("has an argument of a kind that OSC 1.0 does not know");
    }
  }

  private byte[] blob(int end) {
    need(4, end, "a blob's size");
    int size = packet.getInt();
    if (size < 0 || size > end - packet.position()) {
      throw malformed("promises a longer blob than it holds");
    }
    byte[] blob = new byte[size];
    packet.get(blob);
    pad(end);
    return blob;
  }

  private String string(int end, String what) {
    int start = packet.position();
    int at = start;
    while (at < end && packet.get(at) != 0) {
      at++;
    }
    if (at >= end) {
      throw malformed("promises " + what + " that does not end");
    }
    byte[] text = new byte[at - start];
    packet.get(text);
    packet.position(at + 1);
    pad(end);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Skips to the next multiple of four. */
  private void pad(int end) {
    int next = (packet.position() + 3) & ~3;
    if (next > end) {
      throw malformed("is not filled up to a multiple of four bytes");
    }
    packet.position(next);
  }

  private void need(int bytes, int end, String what) {
    if (end - packet.position() < bytes) {
      throw malformed("promises " + what);
    }
  }

  private BiometricException malformed(String problem) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        "OSC packet of " + packet.limit() + " bytes " + problem + " at byte " + packet.position(),
        "check what is sending to this port; the packet was left out");
  }
}
