package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Action Message Format 0 (Adobe, "AMF 0 File Format Specification", 2007): the values inside
 * commands and metadata.
 *
 * <p>Java forms: {@code Double}, {@code Boolean}, {@code String}, {@code Map<String, Object>} in
 * order (object), {@link EcmaArray}, {@code List<Object>} (strict array), {@link Date}, {@link
 * Nothing}. References, typed objects, XML and AMF 3 do not occur in RTMP publishing and are
 * refused. A peer cannot make us hold more than {@value #MAX_VALUES} values or nest deeper than
 * {@value #MAX_DEPTH}.
 */
final class Amf0 {

  static final int MAX_DEPTH = 16;
  static final int MAX_VALUES = 4096;

  private static final int NUMBER = 0;
  private static final int BOOLEAN = 1;
  private static final int STRING = 2;
  private static final int OBJECT = 3;
  private static final int NULL = 5;
  private static final int UNDEFINED = 6;
  private static final int ECMA_ARRAY = 8;
  private static final int OBJECT_END = 9;
  private static final int STRICT_ARRAY = 10;
  private static final int DATE = 11;
  private static final int LONG_STRING = 12;

  /** The two ways to say that there is no value. */
  enum Nothing {
    /** Marker 5. */
    NULL,
    /** Marker 6. */
    UNDEFINED
  }

  /**
   * Named values with a count in front, as metadata is sent.
   *
   * @param entries in order
   */
  record EcmaArray(Map<String, Object> entries) {}

  /**
   * A point in time.
   *
   * @param unixMs milliseconds since 1970
   */
  record Date(double unixMs) {}

  private Amf0() {}

  /** Reads values until the buffer is empty. */
  static List<Object> decodeAll(ByteBuf in) {
    Decoder decoder = new Decoder(in);
    List<Object> values = new ArrayList<>();
    while (in.isReadable()) {
      values.add(decoder.value(0));
    }
    return values;
  }

  /** Appends each value in turn. */
  static void encode(ByteBuf out, Object... values) {
    for (Object value : values) {
      encodeOne(out, value);
    }
  }

  private static void encodeOne(ByteBuf out, Object value) {
    if (value instanceof Number number) {
      out.writeByte(NUMBER).writeDouble(number.doubleValue());
    } else if (value instanceof Boolean truth) {
      out.writeByte(BOOLEAN).writeBoolean(truth);
    } else if (value instanceof String text) {
      encodeString(out, text);
    } else if (value instanceof Map<?, ?> entries) {
      out.writeByte(OBJECT);
      encodeEntries(out, entries);
    } else if (value instanceof EcmaArray array) {
      out.writeByte(ECMA_ARRAY).writeInt(array.entries().size());
      encodeEntries(out, array.entries());
    } else if (value instanceof List<?> items) {
      out.writeByte(STRICT_ARRAY).writeInt(items.size());
      items.forEach(item -> encodeOne(out, item));
    } else if (value instanceof Date date) {
      out.writeByte(DATE).writeDouble(date.unixMs()).writeShort(0);
    } else if (value instanceof Nothing nothing) {
      out.writeByte(nothing == Nothing.NULL ? NULL : UNDEFINED);
    } else {
      throw new IllegalArgumentException("no AMF 0 form for a " + value.getClass().getName());
    }
  }

  private static void encodeString(ByteBuf out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= 0xFFFF) {
      out.writeByte(STRING).writeShort(bytes.length);
    } else {
      out.writeByte(LONG_STRING).writeInt(bytes.length);
    }
    out.writeBytes(bytes);
  }

  private static void encodeEntries(ByteBuf out, Map<?, ?> entries) {
    entries.forEach(
        (name, value) -> {
          byte[] bytes = String.valueOf(name).getBytes(StandardCharsets.UTF_8);
          if (bytes.length > 0xFFFF) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes is too long");
          }
          out.writeShort(bytes.length).writeBytes(bytes);
          encodeOne(out, value);
        });
    out.writeShort(0).writeByte(OBJECT_END);
  }

  /** Reads values and counts them against the limits. */
  private static final class Decoder {

    private final ByteBuf in;
    private int values;

    Decoder(ByteBuf in) {
      this.in = in;
    }

    Object value(int depth) {
      if (depth > MAX_DEPTH) {
        throw ProtocolError.of("AMF 0 nests deeper than " + MAX_DEPTH);
      }
      if (++values > MAX_VALUES) {
        throw ProtocolError.of("AMF 0 holds more than " + MAX_VALUES + " values");
      }
      int marker = need(1).readUnsignedByte();
      return switch (marker) {
        case NUMBER -> need(8).readDouble();
        case BOOLEAN -> need(1).readBoolean();
        case STRING -> text(need(2).readUnsignedShort());
        case LONG_STRING -> text(need(4).readUnsignedInt());
        case OBJECT -> entries(depth);
        case ECMA_ARRAY -> {
          need(4).skipBytes(4); // the count is a hint (2.10); the end marker decides
          yield new EcmaArray(entries(depth));
        }
        case STRICT_ARRAY -> items(need(4).readUnsignedInt(), depth);
        case DATE -> date();
        case NULL -> Nothing.NULL;
        case UNDEFINED -> Nothing.UNDEFINED;
        default -> throw ProtocolError.of("AMF 0 marker " + marker);
      };
    }

    private Map<String, Object> entries(int depth) {
      Map<String, Object> entries = new LinkedHashMap<>();
      while (true) {
        String name = text(need(2).readUnsignedShort());
        if (name.isEmpty() && need(1).getByte(in.readerIndex()) == OBJECT_END) {
          in.skipBytes(1);
          return entries;
        }
        entries.put(name, value(depth + 1));
      }
    }

    private List<Object> items(long count, int depth) {
      if (count > MAX_VALUES) {
        throw ProtocolError.of("AMF 0 array of " + count + " values");
      }
      List<Object> items = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        items.add(value(depth + 1));
      }
      return items;
    }

    private Date date() {
      Date date = new Date(need(10).readDouble());
      in.skipBytes(2); // time zone, reserved: 2.13
      return date;
    }

    private String text(long bytes) {
      return need(bytes).readCharSequence((int) bytes, StandardCharsets.UTF_8).toString();
    }

    private ByteBuf need(long bytes) {
      if (in.readableBytes() < bytes) {
        throw ProtocolError.of(
            "AMF 0 ends " + (bytes - in.readableBytes()) + " bytes before its value does");
      }
      return in;
    }
  }
}
