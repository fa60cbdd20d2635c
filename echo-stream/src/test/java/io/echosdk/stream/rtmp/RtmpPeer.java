package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The other end of a connection, on a blocking socket: a server or player that a test drives. */
final class RtmpPeer implements AutoCloseable {

  private static final int TIMEOUT_MS = 15_000;

  private final Socket socket;
  private final ByteBuf in = Unpooled.buffer();
  private final ChunkReader reader =
      new ChunkReader(UnpooledByteBufAllocator.DEFAULT, ChunkReader.Limits.DEFAULT);

  private final OutputStream copy;
  private boolean shaken;

  private RtmpPeer(Socket socket, OutputStream copy) throws IOException {
    this.socket = socket;
    this.copy = copy;
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
  }

  /** Connects to a server and shakes hands. */
  static RtmpPeer connect(int port) throws IOException {
    RtmpPeer peer = new RtmpPeer(new Socket("127.0.0.1", port), OutputStream.nullOutputStream());
    ByteBuf out = Unpooled.buffer();
    Handshake handshake = Handshake.client(new SplittableRandom(1), out);
    peer.shakeHands(handshake, out);
    peer.announceChunkSize();
    return peer;
  }

  /** Shakes hands with a client that has connected. */
  static RtmpPeer accept(Socket socket) throws IOException {
    return accept(socket, OutputStream.nullOutputStream());
  }

  /** Does the same and copies every byte that comes after the handshake. */
  static RtmpPeer accept(Socket socket, OutputStream copy) throws IOException {
    RtmpPeer peer = new RtmpPeer(socket, copy);
    peer.shakeHands(Handshake.server(new SplittableRandom(1)), Unpooled.buffer());
    peer.announceChunkSize();
    return peer;
  }

  private void shakeHands(Handshake handshake, ByteBuf out) throws IOException {
    write(out);
    while (!handshake.advance(in, out)) {
      write(out);
      fill();
    }
    write(out);
    copy(0);
  }

  private void announceChunkSize() throws IOException {
    ByteBuffer size = ByteBuffer.allocate(4).putInt(0, ChunkWriter.CHUNK_SIZE);
    ByteBuf out = Unpooled.buffer();
    ChunkWriter.write(out, ChunkWriter.CONTROL, Message.SET_CHUNK_SIZE, 0, 0, 128, size);
    write(out);
  }

  void send(int messageStream, Command command) throws IOException {
    ByteBuf body = Unpooled.buffer();
    command.encode(body);
    send(ChunkWriter.COMMAND, Message.COMMAND_AMF0, messageStream, 0, body);
  }

  void send(int chunkStream, int type, int messageStream, long timestampMs, ByteBuf body)
      throws IOException {
    ByteBuf out = Unpooled.buffer();
    ChunkWriter.write(
        out,
        chunkStream,
        type,
        messageStream,
        timestampMs,
        ChunkWriter.CHUNK_SIZE,
        body.nioBuffer());
    write(out);
  }

  /** Returns the next message; the caller closes it. */
  Message read() throws IOException {
    while (true) {
      Message message = reader.read(in);
      if (message != null) {
        return message;
      }
      fill();
    }
  }

  /** Returns the next command, passing over everything else. */
  Command readCommand() throws IOException {
    while (true) {
      try (Message message = read()) {
        if (message.type() == Message.COMMAND_AMF0) {
          return Command.decode(message);
        }
      }
    }
  }

  /** Asks a server for a stream: connect, createStream, play. */
  void play(String app, String key) throws IOException {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("app", app);
    description.put("tcUrl", "rtmp://127.0.0.1:" + socket.getPort() + "/" + app);
    send(0, new Command("connect", 1, List.of(description)));
    expectResult(1);
    send(0, new Command("createStream", 2, List.of(Amf0.Nothing.NULL)));
    expectResult(2);
    send(1, new Command("play", 3, List.of(Amf0.Nothing.NULL, key)));
  }

  private void expectResult(int transaction) throws IOException {
    Command answer = readCommand();
    while (answer.transaction() != transaction) {
      answer = readCommand();
    }
    if (!answer.name().equals("_result")) {
      throw new IOException("server answered " + answer);
    }
  }

  private void fill() throws IOException {
    in.discardReadBytes();
    int before = in.readableBytes();
    int count = in.writeBytes(socket.getInputStream(), 65_536);
    if (count < 0) {
      throw new EOFException("the other side closed");
    }
    if (shaken) {
      copy(before);
    }
  }

  private void copy(int unreadBytesToSkip) throws IOException {
    int from = in.readerIndex() + unreadBytesToSkip;
    in.getBytes(from, copy, in.writerIndex() - from);
    shaken = true;
  }

  void write(ByteBuf bytes) throws IOException {
    bytes.readBytes(socket.getOutputStream(), bytes.readableBytes());
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    reader.close();
    socket.close();
  }
}
