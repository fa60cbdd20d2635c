package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.StreamException;
import io.echosdk.stream.HealthLog;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.TestProgramme;
import io.echosdk.stream.ingest.IngestListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Broken bytes never do more than a typed error. The bytes are those that our publisher really
 * sends: commands, metadata, decoder configurations, pictures and sound.
 */
class WireFuzzTest {

  private static byte[] captured;

  // without Netty's leak detector, which would make this slow: every outcome counts the bytes
  // itself
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

  /** Lets a publisher talk to a server that keeps every byte after the handshake. */
  @BeforeAll
  static void capture() throws Exception {
    HealthLog log = new HealthLog();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (EchoRuntime runtime = EchoRuntime.create();
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(log).build()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(
          Destination.parse("d", "rtmp://127.0.0.1:" + listening.getLocalPort() + "/live/key"));
      try (Socket socket = listening.accept();
          RtmpPeer peer = RtmpPeer.accept(socket, bytes)) {
        ScriptedServer.admit(peer, 1);
        peer.send(1, ScriptedServer.onStatus("status", "NetStream.Publish.Start"));
        log.await("d", State.LIVE, 1);
        TestProgramme.packets(0.07, 20, 2, 1).forEach(fanOut::accept);
        fanOut.remove("d");
        while (!peer.readCommand().name().equals("deleteStream")) {
          continue;
        }
      }
    }
    captured = bytes.toByteArray();
    assertThat(captured.length).isBetween(1_000, 20_000);
  }

  @Test
  void theCapturedBytesAreUnderstood() {
    assertThat(outcome(captured)).isEqualTo("understood");
  }

  @Test
  void everyPrefixEndsWithoutAnError() {
    for (int length = 0; length < captured.length; length++) {
      byte[] prefix = Arrays.copyOf(captured, length);
      assertThat(outcome(prefix)).as("prefix of %d bytes", length).isEqualTo("understood");
    }
  }

  @Test
  void everyBitFlipIsUnderstoodOrATypedError() {
    for (int bit = 0; bit < captured.length * 8; bit++) {
      byte[] flipped = captured.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      outcome(flipped);
    }
  }

  @Test
  void randomDamageIsUnderstoodOrATypedError() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = captured.clone();
      for (int n = 1 + random.nextInt(20); n > 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      assertThat(outcome(damaged)).as("seed %d", seed).isIn("understood", "typed error");
    }
  }

  @Test
  void noiseIsUnderstoodOrATypedError() {
    for (long seed = 0; seed < 5_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] noise = new byte[random.nextInt(3_000)];
      random.nextBytes(noise);
      assertThat(outcome(noise)).as("seed %d", seed).isIn("understood", "typed error");
    }
  }

  /** Does with the bytes what an ingest server does, and checks that no memory is left. */
  private String outcome(byte[] bytes) {
    LiveStream stream =
        new LiveStream(
            new LiveStream.Name("live", Secret.of("key")), allocator, new IngestListener() {});
    stream.begin(this, 1, Instant.EPOCH);
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    String outcome;
    try (ChunkReader reader = new ChunkReader(allocator, ChunkReader.Limits.DEFAULT)) {
      for (Message message = reader.read(in); message != null; message = reader.read(in)) {
        handle(message, stream);
      }
      outcome = "understood";
    } catch (StreamException e) {
      assertThat(e.kind()).isEqualTo(StreamException.Kind.PROTOCOL);
      outcome = "typed error";
    }
    stream.end();
    if (allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory() != 0) {
      throw new AssertionError("memory is left: " + allocator.metric());
    }
    return outcome;
  }

  private static void handle(Message received, LiveStream stream) {
    try (Message message = received) {
      if (message.type() == Message.COMMAND_AMF0 || message.type() == Message.COMMAND_AMF3) {
        Command.decode(message);
      } else {
        stream.received(message);
      }
    }
  }
}
