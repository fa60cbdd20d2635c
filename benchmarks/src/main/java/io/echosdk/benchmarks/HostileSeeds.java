package io.echosdk.benchmarks;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.room.WireProtocol;
import io.echosdk.sync.wire.Framing;
import io.echosdk.sync.wire.HocuspocusFraming;
import io.echosdk.sync.wire.YWebsocketFraming;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Well-formed messages of every kind, and the ways in which they are damaged. */
final class HostileSeeds {

  private static final int[] TELLING_BYTES = {0, 1, 0x3f, 0x40, 0x7e, 0x7f, 0x80, 0xfe, 0xff};

  private final List<List<byte[]>> updates = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<byte[]> stateVectors = new ArrayList<>();
  private final List<byte[]> marks = new ArrayList<>(); // versions and positions
  private final List<byte[]> awareness = new ArrayList<>();
  private final byte[] state;

  HostileSeeds() {
    SharedDoc one = SharedDoc.builder().clientId(5).build();
    SharedDoc two = SharedDoc.builder().clientId(9_007_199_254_740_000L).build();
    for (UpdateFormat format : UpdateFormat.values()) {
      one.onUpdate(format, (update, origin) -> updates.get(format.ordinal()).add(update));
      two.onUpdate(format, (update, origin) -> updates.get(format.ordinal()).add(update));
    }
    awareness.add(awareness(5, "{\"user\":{\"name\":\"A\",\"at\":[1,2.5e3]}}"));
    awareness.add(awareness(1L << 40, "{}", "null", "{\"cursor\":null}"));
    awareness.add(awareness(7, "{\"name\":\"not who I am\"}"));
    edit(one);
    state = one.encode(UpdateFormat.V1);
    two.apply(state, UpdateFormat.V1, null);
    edit(two);
    one.apply(two.encode(UpdateFormat.V2), UpdateFormat.V2, null);
    for (SharedDoc doc : List.of(one, two)) {
      stateVectors.add(doc.stateVector());
      marks.add(doc.relativePosition(doc.text("t"), 3, 0).encode());
      marks.add(doc.relativePosition(doc.array("a"), 0, -1).encode());
      for (UpdateFormat format : UpdateFormat.values()) {
        List<byte[]> all = updates.get(format.ordinal());
        all.add(doc.encode(format));
        all.add(Updates.merge(List.copyOf(all.subList(0, all.size() / 2)), format));
        marks.add(doc.version().encode(format));
      }
    }
  }

  private static byte[] awareness(long client, String... states) {
    ByteWriter message = new ByteWriter();
    message.varUint(states.length);
    for (int i = 0; i < states.length; i++) {
      message.varUint(client + i);
      message.varUint(i);
      message.varString(states[i]);
    }
    return message.toBytes();
  }

  private static void edit(SharedDoc doc) {
    doc.text("t").insert(0, "hello \u4e2d\ud83d\ude00 world \u00ff");
    doc.text("t").format(2, 5, Map.of("bold", true, "link", Map.of("href", "x")));
    doc.text("t").insertEmbed(3, Map.of("image", "x"), Map.of("width", 3));
    doc.text("t").delete(1, 3);
    doc.array("a")
        .add(Arrays.asList(1, null, "x", new byte[] {1}, 2.5, -0.0, Map.of("k", List.of(1))));
    doc.array("a").delete(1, 1);
    doc.array("a").insert(0, NewType.array()).add(List.of(List.of(), Map.of(), 1L << 40));
    doc.array("a").add(List.of(SharedDoc.builder().guid("guid").autoLoad(true).build()));
    SharedMap inner = doc.map("m").set("k", NewType.map());
    inner.set("text", NewType.text()).insert(0, "inner");
    inner.set("l", 1);
    inner.set("l", 2);
    doc.map("m").set("gone", NewType.array()).add(List.of(1, 2, 3));
    doc.map("m").remove("gone");
    doc.xml("x").insert(0, NewType.xmlElement("p")).setAttribute("a", "b");
    doc.xml("x").insert(1, NewType.xmlText()).insert(0, "text");
  }

  /** Returns what documents begin with. */
  byte[] state() {
    return state.clone();
  }

  byte[] update(Random random, UpdateFormat format) {
    return any(random, updates.get(format.ordinal()));
  }

  private static byte[] any(Random random, List<byte[]> messages) {
    return messages.get(random.nextInt(messages.size()));
  }

  /** Returns a message for a use, damaged in one to six places. */
  byte[] damaged(Random random, int use, UpdateFormat format) {
    List<byte[]> kind = use < 8 ? updates.get(format.ordinal()) : use == 8 ? stateVectors : marks;
    byte[] message = any(random, kind).clone();
    for (int i = random.nextInt(6); i >= 0 && message.length > 0; i--) {
      message = damage(random, message, kind);
    }
    return message;
  }

  /** Returns a message to a room, damaged before it was framed or after. */
  byte[] damagedFrame(Random random, WireProtocol protocol) {
    Framing framing =
        protocol == WireProtocol.HOCUSPOCUS
            ? new HocuspocusFraming(HostileRoom.NAME)
            : new YWebsocketFraming();
    List<byte[]> kind =
        switch (random.nextInt(4)) {
          case 0, 1 -> updates.get(0);
          case 2 -> awareness;
          default -> stateVectors;
        };
    boolean isFramedFirst = random.nextBoolean();
    byte[] payload = any(random, kind).clone();
    if (!isFramedFirst) {
      payload = damage(random, payload, kind);
    }
    byte[] message = framed(random, framing, protocol, kind, payload);
    return isFramedFirst ? damage(random, message, List.of(message)) : message;
  }

  private byte[] framed(
      Random random, Framing framing, WireProtocol protocol, List<byte[]> kind, byte[] payload) {
    if (random.nextInt(8) == 0) {
      return other(random, protocol, payload);
    }
    ByteBuffer message =
        kind == awareness
            ? framing.awareness(payload)
            : kind == stateVectors
                ? framing.stateVector(payload)
                : random.nextBoolean() ? framing.update(payload) : framing.answer(payload);
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }

  /** Returns one of the messages that carry neither a document nor people. */
  private static byte[] other(Random random, WireProtocol protocol, byte[] payload) {
    ByteWriter message = new ByteWriter();
    if (protocol == WireProtocol.HOCUSPOCUS) {
      message.varString(HostileRoom.NAME);
    }
    message.varUint(random.nextInt(10));
    message.varUint(random.nextInt(3));
    message.varBytes(payload);
    return message.toBytes();
  }

  private static byte[] damage(Random random, byte[] message, List<byte[]> kind) {
    int at = random.nextInt(message.length);
    switch (random.nextInt(8)) {
      case 0, 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> message[at] = (byte) TELLING_BYTES[random.nextInt(TELLING_BYTES.length)];
      case 3 -> message[at] = (byte) random.nextInt(256);
      case 4 -> {
        return Arrays.copyOf(message, at);
      }
      case 5 -> {
        return spliced(message, at, message, random.nextInt(message.length), random);
      }
      case 6 -> {
        byte[] other = any(random, kind);
        return spliced(message, at, other, random.nextInt(other.length), random);
      }
      default -> {
        return withHugeNumber(message, at, random);
      }
    }
    return message;
  }

  /** Returns the beginning of one message with a piece of another and what follows. */
  private static byte[] spliced(byte[] a, int at, byte[] b, int from, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(a, 0, at);
    out.write(b, from, Math.min(b.length - from, random.nextInt(16)));
    out.write(a, at, a.length - at);
    return out.toByteArray();
  }

  private static byte[] withHugeNumber(byte[] message, int at, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(message, 0, at);
    for (int i = random.nextInt(8); i > 0; i--) {
      out.write(0x80 | random.nextInt(128));
    }
    out.write(random.nextInt(128));
    out.write(message, at + 1, message.length - at - 1);
    return out.toByteArray();
  }
}
