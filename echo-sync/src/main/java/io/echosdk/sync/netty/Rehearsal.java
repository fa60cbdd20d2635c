package io.echosdk.sync.netty;

import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.wire.YWebsocketFraming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** People who are not there, on sockets of their own, who edit and move in time. */
final class Rehearsal implements AutoCloseable {

  static final int PEOPLE = 6;
  static final int ROUNDS = 300;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int MASKED_BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int HEADER_BYTES = 6; // a zero mask included

  private final List<Person> people = new ArrayList<>();

  Rehearsal(int port) throws IOException {
    for (int i = 0; i < PEOPLE; i++) {
      people.add(new Person(i, port));
    }
  }

  void play() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      for (Person person : people) {
        person.act(round);
      }
      for (Person person : people) {
        person.listen();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Person person : people) {
      person.socket.close();
    }
  }

  /** Reads what comes and does not look into it. */
  private static final class Person {
    private final SharedDoc doc;
    private final YWebsocketFraming framing = new YWebsocketFraming();
    private final Socket socket;
    private final byte[] heard = new byte[1 << 14];
    private byte[] edit = {};

    Person(int id, int port) throws IOException {
      doc = SharedDoc.builder().clientId(1 + id).build();
      doc.onUpdate(UpdateFormat.V1, (update, origin) -> edit = update);
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      String upgrade =
          "GET /rehearsal HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
              + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
      socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
      listen();
      say(framing.stateVector(doc.stateVector()));
    }

    void act(int round) throws IOException {
      doc.array("steps").add(List.of(round));
      say(framing.update(edit));
      ByteWriter state = new ByteWriter();
      state.varUint(1); // person
      state.varUint(doc.clientId());
      state.varUint(1 + round);
      state.varString("{\"at\":" + round + "}");
      say(framing.awareness(state.toBytes()));
    }

    private void say(ByteBuffer message) throws IOException {
      int length = message.remaining(); // short enough for the short form
      byte[] frame = new byte[HEADER_BYTES + length];
      frame[0] = (byte) MASKED_BINARY;
      frame[1] = (byte) (MASKED | length);
      message.get(frame, HEADER_BYTES, length);
      socket.getOutputStream().write(frame);
    }

    void listen() throws IOException {
      if (socket.getInputStream().read(heard) < 0) {
        throw new IOException("the server hung up");
      }
    }
  }
}
