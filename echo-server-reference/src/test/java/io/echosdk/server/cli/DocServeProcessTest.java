package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.testing.TestFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The server of rooms as a process that is killed, and told to end, while a client writes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@Timeout(120)
class DocServeProcessTest {

  private static final String ROOM = "song";
  private static final int ENOUGH = 50;

  @TempDir private Path root;

  @Test
  void whatWasAcknowledgedOutlivesAKillAndTheSignalToEndAndClientsAreToldOfTheEnd()
      throws Exception {
    Process killed = serve();
    int beforeTheKill;
    try (Writer writer = new Writer(port(killed), "killed")) {
      writer.writeUntil(ENOUGH);
      beforeTheKill = writer.acknowledged.get();
      killed.destroyForcibly().waitFor();
    }
    Process ended = serve();
    int beforeTheEnd;
    try (Writer writer = new Writer(port(ended), "ended")) {
      writer.writeUntil(ENOUGH);
      ended.destroy(); // SIGTERM
      while (!writer.closed.isDone()) {
        writer.write();
      }
      beforeTheEnd = writer.acknowledged.get();
      assertThat(writer.closed.get()).as("the close code").isEqualTo(1001);
    }
    assertThat(ended.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ended.exitValue()).as("that of SIGTERM").isEqualTo(143);
    SharedDoc doc = stored();
    assertThat(doc.array("killed").toList()).hasSizeGreaterThanOrEqualTo(beforeTheKill);
    assertThat(doc.array("ended").toList()).hasSizeGreaterThanOrEqualTo(beforeTheEnd);
  }

  private Process serve() throws IOException {
    Path launcher = root.resolve("echo");
    if (!Files.exists(launcher)) {
      Files.copy(TestFiles.root().resolve("echo"), launcher);
      Path target = Files.createDirectories(root.resolve("echo-server-reference/target"));
      Files.writeString(target.resolve("echo.classpath"), System.getProperty("java.class.path"));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            launcher.toString(), "doc", "serve", "--port", "0", "--dir", folder().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.redirectError(root.resolve("said").toFile()).start();
  }

  private Path folder() {
    return root.resolve("rooms");
  }

  private static int port(Process server) throws IOException {
    BufferedReader out = server.inputReader();
    return Integer.parseInt(out.readLine().substring("PORT ".length()));
  }

  private SharedDoc stored() {
    SharedDoc doc = SharedDoc.create();
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.open(runtime, folder())) {
      for (StoredUpdate each : store.read(ROOM, 0).toCompletableFuture().join().updates()) {
        doc.apply(each.update(), UpdateFormat.V1, null);
      }
    }
    return doc;
  }

  /** A Hocuspocus client that appends to an array and counts what the server says is stored. */
  private static final class Writer implements WebSocket.Listener, AutoCloseable {

    private static final int MOST_UNANSWERED = 20;

    final AtomicInteger acknowledged = new AtomicInteger(); // written by the socket's thread
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> admitted = new CompletableFuture<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final SharedDoc doc = SharedDoc.create();
    private final String array;
    private final WebSocket socket;
    private byte[] made = {};
    private int written;

    Writer(int port, String array) throws Exception {
      this.array = array;
      doc.onUpdate(UpdateFormat.V1, (update, origin) -> made = update);
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + port + "/hocuspocus"), this)
              .get(30, TimeUnit.SECONDS);
      send(2, 0, "token".getBytes(StandardCharsets.UTF_8));
      admitted.get(30, TimeUnit.SECONDS);
    }

    void writeUntil(int wanted) {
      while (acknowledged.get() < wanted) {
        write();
      }
    }

    /** Writes one value more, unless many have not been acknowledged yet. */
    void write() {
      if (written - acknowledged.get() >= MOST_UNANSWERED) {
        Thread.onSpinWait();
        return;
      }
      written++;
      doc.array(array).insert(written - 1, java.util.List.of(written));
      send(0, 2, made);
    }

    /** Sends the room's name, two numbers and a block. */
    private void send(int type, int step, byte[] block) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.write(ROOM.length());
      message.writeBytes(ROOM.getBytes(StandardCharsets.UTF_8));
      message.write(type);
      message.write(step);
      for (int left = block.length; ; left >>>= 7) {
        message.write(left < 128 ? left : left & 127 | 128);
        if (left < 128) {
          break;
        }
      }
      message.writeBytes(block);
      try {
        socket.sendBinary(ByteBuffer.wrap(message.toByteArray()), true).join();
      } catch (java.util.concurrent.CompletionException e) {
        closed.completeOnTimeout(-1, 10, TimeUnit.SECONDS); // the server is gone; the code may come
      }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      part.writeBytes(bytes);
      if (last) {
        byte[] message = part.toByteArray();
        part.reset();
        int type = message[ROOM.length() + 1];
        int what = message[ROOM.length() + 2];
        if (type == 8 && what == 1) {
          acknowledged.incrementAndGet();
        } else if (type == 2 && what == 2) {
          admitted.complete(null);
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.complete(-1);
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
