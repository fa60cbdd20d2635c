package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A programme goes from our publisher to our ingest server over loopback. */
class PublishTest {

  private final EchoRuntime runtime = EchoRuntime.create();
  private final HealthLog health = new HealthLog();
  private final Arrivals arrivals = new Arrivals();

  @AfterEach
  void closeRuntime() {
    runtime.close();
    assertThat(runtime.liveThreads()).isEmpty();
  }

  @Test
  void everyPacketArrivesBitIdenticalAndInOrder() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(4, 2_500, 60, 1);
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(health).build()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(to(server, "a"));
      health.await("a", State.LIVE, 1);
      sent.forEach(fanOut::accept);
      assertThat(payloads(arrivals.awaitPackets(sent.size()))).isEqualTo(payloads(sent));
    }
  }

  private static Destination to(RtmpServer server, String name) {
    return Destination.parse(name, "rtmp://127.0.0.1:" + server.port() + "/live/" + name);
  }

  private static List<String> payloads(List<EncodedPacket> packets) {
    return packets.stream()
        .map(p -> p.track() + " " + p.dtsNanos() / 1_000_000 + " " + p.payload().hashCode())
        .toList();
  }
}
