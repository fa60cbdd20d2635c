package io.echosdk.stream.rtmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that behaves as a test tells it to. */
final class ScriptedServer implements AutoCloseable {

  /** What it does with one connection; may keep it. */
  interface Script {
    void run(RtmpPeer peer, int connection) throws IOException;
  }

  private final ServerSocket listening;
  private final Thread thread;
  private volatile Socket current; // written by the server's thread
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  ScriptedServer(Script script) throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(() -> serve(script), "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Script script) {
    for (int connection = 1; !listening.isClosed(); connection++) {
      try (Socket socket = listening.accept();
          RtmpPeer peer = RtmpPeer.accept(socket)) {
        current = socket;
        script.run(peer, connection);
      } catch (IOException e) {
        events.add("over: " + e.getMessage());
      }
    }
  }

  int port() {
    return listening.getLocalPort();
  }

  void note(String event) {
    events.add(event);
  }

  /** Waits for the next thing that was noted and begins like this. */
  String await(String prefix) throws InterruptedException {
    while (true) {
      String event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("nothing like '" + prefix + "' within 10 s");
      }
      if (event.startsWith(prefix)) {
        return event;
      }
    }
  }

  /** Answers up to createStream and returns the publish command. */
  static Command admit(RtmpPeer peer, int messageStream) throws IOException {
    while (true) {
      Command call = peer.readCommand();
      switch (call.name()) {
        case "connect" ->
            peer.send(
                0,
                new Command(
                    "_result",
                    call.transaction(),
                    List.of(Map.of(), status("status", "NetConnection.Connect.Success"))));
        case "createStream" ->
            peer.send(
                0,
                new Command(
                    "_result",
                    call.transaction(),
                    List.of(Amf0.Nothing.NULL, (double) messageStream)));
        case "publish" -> {
          return call;
        }
        default -> {}
      }
    }
  }

  static Command onStatus(String level, String code) {
    return new Command("onStatus", 0, List.of(Amf0.Nothing.NULL, status(level, code)));
  }

  static Map<String, Object> status(String level, String code) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("level", level);
    status.put("code", code);
    status.put("description", "as the test says");
    return status;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listening.close();
    if (current != null) {
      current.close();
    }
    thread.join(TimeUnit.SECONDS.toMillis(20));
  }
}
