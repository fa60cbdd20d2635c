package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.IngestStream;
import java.time.Duration;
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
        RtmpFanOut fanOut = fanOut()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(to(server, "a"));
      health.await("a", State.LIVE, 1);
      sent.forEach(fanOut::accept);
      assertThat(payloads(arrivals.awaitPackets(sent.size()))).isEqualTo(payloads(sent));
    }
  }

  @Test
  void aLateJoinerStartsOnTheKeyframeBeforeItAtOnce() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(5, 2_500, 60, 2);
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        RtmpFanOut fanOut = fanOut()) {
      fanOut.header(TestProgramme.header());
      sent.forEach(fanOut::accept);
      fanOut.add(to(server, "late"));
      health.await("late", State.LIVE, 1);
      List<EncodedPacket> expected = fromKeyframeAt(sent, 4_000_000_000L);
      assertThat(payloads(arrivals.awaitPackets(expected.size()))).isEqualTo(payloads(expected));
    }
  }

  @Test
  void extendedTimestampsArriveAsTheyWereSent() throws Exception {
    long start = 0xFFFFF0 * 1_000_000L; // 16 ms before the timestamp needs a fourth byte
    List<EncodedPacket> sent = TestProgramme.packets(2, 8_000, 30, 3, start);
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        RtmpFanOut fanOut = fanOut()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(to(server, "a"));
      health.await("a", State.LIVE, 1);
      sent.forEach(fanOut::accept);
      assertThat(payloads(arrivals.awaitPackets(sent.size()))).isEqualTo(payloads(sent));
    }
  }

  @Test
  void aServerThatDiesIsFoundAgainAndToldEverythingAnew() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(4, 2_500, 30, 4);
    RtmpServer first = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
    int port = first.port();
    try (RtmpFanOut fanOut = fanOut()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(to(first, "a"));
      health.await("a", State.LIVE, 1);
      sent.subList(0, 100).forEach(fanOut::accept);
      arrivals.awaitPackets(100);
      first.close();
      health.await("a", State.BACKOFF, 1);
      arrivals.clear();
      try (RtmpServer second = RtmpServer.builder(runtime).port(port).listener(arrivals).build()) {
        health.await("a", State.LIVE, 2);
        sent.subList(100, sent.size()).forEach(fanOut::accept);
        EncodedPacket last = sent.get(sent.size() - 1);
        List<EncodedPacket> came = arrivals.awaitLast(last);
        assertThat(came.stream().filter(PublishTest::video).findFirst().orElseThrow().keyframe())
            .isTrue();
        assertThat(payloads(came)).endsWith(payloads(List.of(last)).get(0));
        assertThat(fanOut.health().get(0).reconnects()).isEqualTo(1);
        fanOut.close();
        IngestStream stream = arrivals.awaitEnded(2);
        assertThat(stream.videoCodec()).isEqualTo("H.264");
        assertThat(stream.audioCodec()).isEqualTo("AAC");
        assertThat(stream.width()).isEqualTo(1280);
        assertThat(stream.height()).isEqualTo(720);
        assertThat(stream.framesPerSecond()).isCloseTo(30, within(0.1));
        assertThat(second.streams()).isEmpty();
      }
    }
  }

  @Test
  void aKeyThatTheListenerRefusesFailsAndIsNotAskedAgain() throws Exception {
    Arrivals strict = new Arrivals(key -> key.equals("good"));
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(strict).build();
        RtmpFanOut fanOut = fanOut()) {
      fanOut.add(to(server, "bad"));
      fanOut.add(to(server, "good"));
      health.await("bad", State.FAILED, 1);
      health.await("good", State.LIVE, 1);
      assertThat(strict.asked()).isEqualTo(2);
    }
  }

  @Test
  void removingOneLeavesTheOthersUntouched() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(3, 2_500, 30, 5);
    Arrivals other = new Arrivals();
    try (RtmpServer one = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        RtmpServer two = RtmpServer.builder(runtime).port(0).listener(other).build();
        RtmpFanOut fanOut = fanOut()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(to(one, "stays"));
      fanOut.add(to(two, "goes"));
      health.await("stays", State.LIVE, 1);
      health.await("goes", State.LIVE, 1);
      sent.subList(0, 100).forEach(fanOut::accept);
      assertThat(fanOut.remove("goes")).isTrue();
      other.awaitEnded(1);
      assertThat(payloads(other.packets())).hasSize(100).isEqualTo(payloads(sent.subList(0, 100)));
      sent.subList(100, sent.size()).forEach(fanOut::accept);
      assertThat(payloads(arrivals.awaitPackets(sent.size()))).isEqualTo(payloads(sent));
    }
  }

  @Test
  void aNameIsTakenOnce() {
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).build();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).build()) {
      fanOut.add(to(server, "a"));
      assertThatThrownBy(() -> fanOut.add(to(server, "a")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'a' exists already");
    }
  }

  @Test
  void closingIsIdempotentAndNothingIsTakenAfterwards() throws Exception {
    RtmpFanOut fanOut = RtmpFanOut.builder(runtime).build();
    fanOut.header(TestProgramme.header());
    fanOut.close();
    fanOut.close();
    fanOut.accept(TestProgramme.packets(1, 100, 30, 1).get(0));
    assertThat(fanOut.health()).isEmpty();
    assertThatThrownBy(() -> fanOut.add(Destination.parse("a", "rtmp://127.0.0.1/live/k")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settingsOutOfRangeAreAllNamed() {
    assertThatThrownBy(
            () ->
                RtmpFanOut.builder(runtime)
                    .queue(Duration.ZERO)
                    .queueBytes(1)
                    .stall(Duration.ZERO, Duration.ZERO)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queue must be")
        .hasMessageContaining("queueBytes must be")
        .hasMessageContaining("stall must be");
  }

  private static boolean video(EncodedPacket packet) {
    return packet.track() == EncodedPacket.Track.VIDEO;
  }

  /** What a receiver that joins at the end is sent: the last group, and the sound from then on. */
  private static List<EncodedPacket> fromKeyframeAt(List<EncodedPacket> all, long nanos) {
    return all.stream().filter(packet -> packet.ptsNanos() >= nanos).toList();
  }

  /** Tests hand over faster than real time, so the queue must not mind. */
  private RtmpFanOut fanOut() {
    return RtmpFanOut.builder(runtime).listener(health).queue(Duration.ofSeconds(60)).build();
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
