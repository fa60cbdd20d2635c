package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/**
 * A remote call or its answer (RTMP 1.0, 7.1.1 and 7.2).
 *
 * @param name what is called, or {@code _result}, {@code _error}, {@code onStatus}
 * @param transaction number that an answer repeats; 0 if none is wanted
 * @param arguments what follows, the command object first
 */
record Command(String name, double transaction, List<Object> arguments) {

  /** Reads the body of a command message. */
  static Command decode(Message message) {
    if (message.type() == Message.COMMAND_AMF3 && message.body().isReadable()) {
      message.body().skipBytes(1); // AMF 3 commands carry AMF 0 behind one byte of format selector
    }
    List<Object> values = Amf0.decodeAll(message.body());
    if (values.isEmpty() || !(values.get(0) instanceof String name)) {
      throw ProtocolError.of("a command without a name");
    }
    double transaction = values.size() > 1 && values.get(1) instanceof Double d ? d : 0;
    return new Command(
        name, transaction, List.copyOf(values.subList(Math.min(2, values.size()), values.size())));
  }

  /** Appends the body of a command message. */
  void encode(ByteBuf out) {
    Amf0.encode(out, name, transaction);
    Amf0.encode(out, arguments.toArray());
  }

  /** Returns a text argument, or an empty text if there is none at that place. */
  String text(int index) {
    return index < arguments.size() && arguments.get(index) instanceof String text ? text : "";
  }

  /** Returns a number argument, or a default if there is none at that place. */
  double number(int index, double otherwise) {
    return index < arguments.size() && arguments.get(index) instanceof Double d ? d : otherwise;
  }

  /** Returns a named text inside the object argument at a place, or an empty text. */
  String field(int index, String name) {
    return index < arguments.size()
            && arguments.get(index) instanceof Map<?, ?> entries
            && entries.get(name) instanceof String text
        ? text
        : "";
  }
}
