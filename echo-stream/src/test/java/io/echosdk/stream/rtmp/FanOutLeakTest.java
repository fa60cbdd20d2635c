package io.echosdk.stream.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.HealthLog;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.TestProgramme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a close nothing is left, however often. */
class FanOutLeakTest {

  private static final int CYCLES = 100;

  @Test
  void aHundredBroadcastsLeaveNoThreadSocketOrDirectBuffer() throws Exception {
    List<EncodedPacket> packets = TestProgramme.packets(1, 2_500, 30, 1);
    cycle(packets); // loads classes and opens what the JDK keeps for itself
    long filesBefore = openFiles();
    for (int i = 0; i < CYCLES; i++) {
      cycle(packets);
    }
    assertThat(openFiles()).isLessThanOrEqualTo(filesBefore);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("echo-") && thread.isAlive())
        .noneMatch(thread -> thread.getName().startsWith("globalEventExecutor"));
  }

  /** Publishes to a server that is there, one that is not, and one that is left while it sends. */
  private static void cycle(List<EncodedPacket> packets) throws Exception {
    HealthLog log = new HealthLog();
    try (EchoRuntime runtime = EchoRuntime.create()) {
      RtmpServer server = RtmpServer.builder(runtime).port(0).build();
      RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(log).build();
      String base = "rtmp://127.0.0.1:" + server.port() + "/live/";
      fanOut.header(TestProgramme.header());
      fanOut.add(Destination.parse("a", base + "a"));
      fanOut.add(Destination.parse("b", base + "b"));
      fanOut.add(Destination.parse("nobody", "rtmp://127.0.0.1:1/live/x"));
      log.await("a", State.LIVE, 1);
      packets.forEach(fanOut::accept);
      fanOut.remove("b");
      fanOut.close();
      server.close();
      assertThat(fanOut.directBytes()).isZero();
      assertThat(server.directBytes()).isZero();
    }
  }

  private static long openFiles() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0; // only Linux tells
    }
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.count();
    }
  }
}
