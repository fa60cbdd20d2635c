package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.StreamException;
import io.echosdk.stream.ingest.FlvSubscription;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ingest server gives to sinks, files and callers. */
class RtmpServerTest {

  private final EchoRuntime runtime = EchoRuntime.create();
  private final HealthLog health = new HealthLog();
  private final Arrivals arrivals = new Arrivals();

  @AfterEach
  void closeRuntime() {
    runtime.close();
    assertThat(runtime.liveThreads()).isEmpty();
  }

  @Test
  void anFlvSinkIsGivenHeadersAndEverythingFromTheLastKeyframeOn() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(3, 2_500, 30, 1);
    FlvCollector early = new FlvCollector();
    FlvCollector late = new FlvCollector();
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        FlvSubscription first = server.subscribe("live", Secret.of("a"), early)) {
      publish(server, sent.subList(0, sent.size() - 10), sent, () -> join(server, late));
      early.awaitEnd();
      late.awaitEnd();
    }
    assertThat(early.mediaBodies()).isEqualTo(FlvCollector.bodies(sent));
    List<EncodedPacket> tail =
        sent.stream().filter(packet -> packet.ptsNanos() >= 2_000_000_000L).toList();
    assertThat(late.mediaBodies()).isEqualTo(FlvCollector.bodies(tail));
    assertThat(late.kinds()).startsWith("metadata", "video config", "audio config");
  }

  private void join(RtmpServer server, FlvCollector sink) {
    server.subscribe("live", Secret.of("a"), sink);
    sink.awaitFirst();
  }

  /** Publishes the first part, does something in between, then publishes the rest. */
  private void publish(
      RtmpServer server, List<EncodedPacket> part, List<EncodedPacket> all, Runnable between)
      throws InterruptedException {
    try (RtmpFanOut fanOut =
        RtmpFanOut.builder(runtime).listener(health).queue(Duration.ofSeconds(60)).build()) {
      fanOut.header(TestProgramme.header());
      fanOut.add(Destination.parse("a", "rtmp://127.0.0.1:" + server.port() + "/live/a"));
      health.await("a", State.LIVE, 1);
      part.forEach(fanOut::accept);
      arrivals.awaitPackets(part.size());
      between.run();
      all.subList(part.size(), all.size()).forEach(fanOut::accept);
      arrivals.awaitPackets(all.size());
    }
  }

  @Test
  void aSinkThatIsBusyLosesPicturesUpToAKeyframe() throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(9, 1_000, 30, 2);
    FlvCollector slow = new FlvCollector();
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        FlvSubscription place = server.subscribe("live", Secret.of("a"), slow)) {
      slow.busyAfter(100);
      publish(
          server,
          sent.subList(0, sent.size() - 20),
          sent,
          () -> {
            slow.busyAfter(Integer.MAX_VALUE);
            place.resume();
          });
      slow.awaitEnd();
    }
    List<String> came = slow.mediaBodies();
    assertThat(came.size()).isLessThan(sent.size());
    assertThat(slow.firstPictureAfterGap(34)).isEqualTo("keyframe");
    assertThat(came).endsWith(FlvCollector.bodies(sent).get(sent.size() - 1));
  }

  @Test
  void aRecordingIsAPartUntilThePublisherHasLeft(@TempDir Path directory) throws Exception {
    List<EncodedPacket> sent = TestProgramme.packets(2, 2_500, 30, 3);
    try (RtmpServer server =
        RtmpServer.builder(runtime).port(0).listener(arrivals).record(directory).build()) {
      publish(server, sent, sent, () -> {});
      arrivals.awaitEnded(1);
    }
    try (var files = Files.list(directory)) {
      Path file = files.reduce((a, b) -> a.resolveSibling("more than one")).orElseThrow();
      assertThat(file.getFileName().toString()).matches("live-\\d{8}-\\d{6}-1\\.flv");
      FlvCollector written = new FlvCollector();
      written.accept(ByteBuffer.wrap(Files.readAllBytes(file)));
      assertThat(written.mediaBodies()).isEqualTo(FlvCollector.bodies(sent));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> RtmpServer.builder(runtime).port(0).record(file.resolve("x")).build())
        .isInstanceOfSatisfying(
            StreamException.class,
            e -> assertThat(e.kind()).isEqualTo(StreamException.Kind.STORAGE))
        .hasMessageContaining(file.toString());
  }

  @Test
  void aBusyPortIsNamedWithTheWayOut() {
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).build()) {
      assertThatThrownBy(() -> RtmpServer.builder(runtime).port(server.port()).build())
          .isInstanceOfSatisfying(
              StreamException.class,
              e -> assertThat(e.kind()).isEqualTo(StreamException.Kind.PORT_BUSY))
          .hasMessage("port " + server.port() + " is in use: choose another with --port");
    }
  }

  @Test
  void aSecondPublisherOfTheSameKeyIsRefused() throws Exception {
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(health).build()) {
      String url = "rtmp://127.0.0.1:" + server.port() + "/live/a";
      fanOut.add(Destination.parse("first", url));
      health.await("first", State.LIVE, 1);
      fanOut.add(Destination.parse("second", url));
      health.await("second", State.FAILED, 1);
    }
  }

  @Test
  void moreStreamsThanAllowedAreRefused() throws Exception {
    try (RtmpServer server = RtmpServer.builder(runtime).port(0).maxStreams(1).build();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(health).build()) {
      fanOut.add(Destination.parse("first", "rtmp://127.0.0.1:" + server.port() + "/live/a"));
      health.await("first", State.LIVE, 1);
      fanOut.add(Destination.parse("second", "rtmp://127.0.0.1:" + server.port() + "/live/b"));
      health.await("second", State.FAILED, 1);
    }
  }
}
