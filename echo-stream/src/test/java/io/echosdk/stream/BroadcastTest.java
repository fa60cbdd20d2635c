package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth.State;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.testing.Dots;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroadcastTest {

  private static final Rendition SMALL =
      new Rendition(320, 180, VideoFormat.Rate.of(30), 400, 128, Duration.ofSeconds(1));
  private static final VideoFormat FORMAT = VideoFormat.nv12(320, 180, 30);

  /** Keeps everything it is given. */
  private static final class Kept implements PacketSink {
    final List<EncodedPacket> packets = new ArrayList<>();
    boolean headed;
    boolean closed;

    @Override
    public synchronized void header(StreamHeader value) {
      headed = true;
    }

    @Override
    public synchronized void accept(EncodedPacket packet) {
      packets.add(packet);
    }

    @Override
    public synchronized void close() {
      closed = true;
    }

    synchronized List<EncodedPacket> of(Track track) {
      return packets.stream().filter(packet -> packet.track() == track).toList();
    }
  }

  /** Feeds pictures and their sound, no faster than they are encoded. */
  private static void feed(Broadcast broadcast, Dots dots, int from, int to) {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 1_600);
    for (int i = from; i < to; i++) {
      long pts = FORMAT.framesPerSecond().ptsNanos(i);
      block.stamp(pts, 100 + i);
      broadcast.audio(block);
      broadcast.video(dots.next(pts, 100 + i));
      while (broadcast.stats().framesOut() < i - from + 1) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void picturesAndSoundComeOutAsPacketsAndNothingIsLeft() {
    Kept kept = new Kept();
    EchoRuntime runtime = EchoRuntime.create();
    try (runtime;
        Broadcast broadcast =
            Broadcast.builder(runtime).rendition(SMALL).packets(kept).trace(true).build()) {
      broadcast.start();
      feed(broadcast, new Dots(FORMAT, 200, 1), 0, 31);
      BroadcastStats stats = broadcast.stats();
      assertThat(stats.framesIn()).isEqualTo(31);
      assertThat(stats.framesDropped()).isZero();
      assertThat(stats.encodeMsP99()).isGreaterThanOrEqualTo(stats.encodeMsP50()).isPositive();
      assertThat(stats.videoKbps()).isPositive();
      assertThat(stats.programmeNanos()).isEqualTo(1_000_000_000L);
    }
    assertThat(runtime.liveThreads()).isEmpty();
    assertThat(kept.closed).isTrue();
    List<EncodedPacket> pictures = kept.of(Track.VIDEO);
    assertThat(pictures).hasSize(31);
    assertThat(pictures.stream().filter(EncodedPacket::keyframe).map(EncodedPacket::ptsNanos))
        .containsExactly(0L, 1_000_000_000L);
    assertThat(TraceSei.read(pictures.get(2).payload())).hasValue(102);
    assertThat(kept.of(Track.AUDIO).get(0).ptsNanos()).isZero();
  }

  @Test
  void threeServersReceiveWhatTheEncoderMadeBitForBit() throws Exception {
    Kept kept = new Kept();
    HealthLog health = new HealthLog();
    List<Arrivals> arrivals = List.of(new Arrivals(), new Arrivals(), new Arrivals());
    List<RtmpServer> servers = new ArrayList<>();
    try (EchoRuntime runtime = EchoRuntime.create()) {
      for (Arrivals one : arrivals) {
        servers.add(RtmpServer.builder(runtime).port(0).listener(one).build());
      }
      Broadcast broadcast =
          Broadcast.builder(runtime).rendition(SMALL).packets(kept).listener(health).build();
      try (broadcast) {
        broadcast.start();
        for (int i = 0; i < 3; i++) {
          String url = "rtmp://127.0.0.1:" + servers.get(i).port() + "/live/key" + i;
          broadcast.addDestination(Destination.parse("server " + i, url));
          health.await("server " + i, State.LIVE, 1);
        }
        feed(broadcast, new Dots(FORMAT, 500, 2), 0, 45);
        assertThat(broadcast.health()).hasSize(3);
        int soFar = kept.of(Track.VIDEO).size() + kept.of(Track.AUDIO).size();
        for (Arrivals one : arrivals) {
          List<String> received = described(one.awaitPackets(soFar));
          assertThat(received).containsAll(described(kept.of(Track.VIDEO)));
          assertThat(received).containsAll(described(kept.of(Track.AUDIO).subList(0, 40)));
        }
        assertThat(broadcast.removeDestination("server 1")).isTrue();
        assertThat(broadcast.removeDestination("server 1")).isFalse();
        assertThat(broadcast.health()).hasSize(2);
      }
      servers.forEach(RtmpServer::close);
    }
  }

  private static List<String> described(List<EncodedPacket> packets) {
    return packets.stream()
        .map(p -> p.track() + " " + p.dtsNanos() / 1_000_000 + " " + p.payload().hashCode())
        .toList();
  }

  @Test
  void tooManyPicturesAreSkippedCountedAndGivenBack() {
    AtomicInteger lent = new AtomicInteger();
    Kept kept = new Kept();
    BroadcastStats stats;
    try (EchoRuntime runtime = EchoRuntime.create()) {
      Broadcast broadcast = Broadcast.builder(runtime).rendition(SMALL).packets(kept).build();
      broadcast.start();
      ByteBuffer grey = ByteBuffer.allocateDirect(FORMAT.bytes());
      for (int i = 0; i < 500; i++) {
        lent.incrementAndGet();
        long pts = FORMAT.framesPerSecond().ptsNanos(i);
        broadcast.video(new VideoFrame(FORMAT, grey, pts, 0, lent::decrementAndGet));
      }
      broadcast.close();
      broadcast.video(new VideoFrame(FORMAT, grey, 99_000_000_000L, 0, () -> {}));
      stats = broadcast.stats();
    }
    assertThat(lent).hasValue(0);
    assertThat(stats.framesIn()).isEqualTo(501);
    assertThat(stats.framesOut() + stats.framesDropped()).isEqualTo(501);
    assertThat(kept.of(Track.VIDEO)).hasSize((int) stats.framesOut());
    // each skipped second still has its keyframe: the first picture that was not skipped
    List<Long> seconds =
        kept.of(Track.VIDEO).stream().map(p -> (p.ptsNanos() + 1) / 1_000_000_000L).toList();
    for (int i = 0; i < seconds.size(); i++) {
      boolean first = i == 0 || !seconds.get(i).equals(seconds.get(i - 1));
      assertThat(kept.of(Track.VIDEO).get(i).keyframe()).isEqualTo(first);
    }
  }

  @Test
  void sinkThatThrowsIsToldAndLeftOutWhileTheOthersGoOn() {
    List<StreamException> troubles = new ArrayList<>();
    StreamListener listener =
        new StreamListener() {
          @Override
          public synchronized void onTrouble(StreamException trouble) {
            troubles.add(trouble);
          }
        };
    StreamException broken = new StreamException(StreamException.Kind.STORAGE, "broken", "mend it");
    AtomicInteger closed = new AtomicInteger();
    PacketSink bad =
        new PacketSink() {
          @Override
          public void header(StreamHeader header) {}

          @Override
          public void accept(EncodedPacket packet) {
            throw broken;
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Kept kept = new Kept();
    try (EchoRuntime runtime = EchoRuntime.create();
        Broadcast broadcast =
            Broadcast.builder(runtime)
                .rendition(SMALL)
                .listener(listener)
                .packets(bad)
                .packets(kept)
                .build()) {
      broadcast.start();
      feed(broadcast, new Dots(FORMAT, 10, 3), 0, 5);
    }
    assertThat(troubles).containsExactly(broken);
    assertThat(closed).hasValue(1);
    assertThat(kept.of(Track.VIDEO)).hasSize(5);
  }

  @Test
  void sinkThatJoinsLaterBeginsWithAKeyframe() {
    Kept late = new Kept();
    try (EchoRuntime runtime = EchoRuntime.create();
        Broadcast broadcast = Broadcast.builder(runtime).rendition(SMALL).build()) {
      broadcast.start();
      Dots dots = new Dots(FORMAT, 10, 3);
      AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 1_600);
      for (int i = 0; i < 40; i++) {
        if (i == 10) {
          broadcast.packets(late);
        }
        long pts = FORMAT.framesPerSecond().ptsNanos(i);
        block.stamp(pts, 0);
        broadcast.audio(block);
        broadcast.video(dots.next(pts, 0));
        while (broadcast.stats().framesOut() < i + 1) {
          Thread.onSpinWait();
        }
      }
    }
    assertThat(late.headed).isTrue();
    assertThat(late.packets.get(0).track()).isEqualTo(Track.VIDEO);
    assertThat(late.packets.get(0).ptsNanos()).isEqualTo(1_000_000_000L);
  }

  @Test
  void folderThatCannotBeWrittenIsNamedAtTheStartAndNothingIsLeft(@TempDir Path directory)
      throws IOException {
    Path file = Files.createFile(directory.resolve("a file"));
    EchoRuntime runtime = EchoRuntime.create();
    try (runtime;
        Broadcast broadcast = Broadcast.builder(runtime).record(file.resolve("in it")).build()) {
      assertThatThrownBy(broadcast::start)
          .isInstanceOf(StreamException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("choose a folder");
    }
    assertThat(runtime.liveThreads()).isEmpty();
  }

  @Test
  void wrongSizeOfPictureIsNamedAndThePictureGivenBack() {
    try (EchoRuntime runtime = EchoRuntime.create();
        Broadcast broadcast = Broadcast.builder(runtime).build()) {
      AtomicInteger back = new AtomicInteger();
      ByteBuffer pixels = ByteBuffer.allocateDirect(FORMAT.bytes());
      VideoFrame frame = new VideoFrame(FORMAT, pixels, 0, 0, back::incrementAndGet);
      assertThatThrownBy(() -> broadcast.video(frame))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1280x720");
      assertThat(back).hasValue(1);
    }
  }

  @Test
  void hundredSessionsLeaveNoThreadFileOrNativeByte(@TempDir Path directory) throws IOException {
    Rendition rendition =
        new Rendition(640, 360, VideoFormat.Rate.of(30), 800, 128, Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      session(rendition, directory); // warms pools that live for ever
    }
    long pointerBytes = Pointer.totalBytes();
    long residentBytes = Pointer.physicalBytes();
    long handles = openFiles();
    long threads = echoThreads();
    for (int i = 0; i < 100; i++) {
      session(rendition, directory);
    }
    assertThat(echoThreads()).as("threads").isEqualTo(threads).isZero();
    assertThat(openFiles()).as("open files").isLessThanOrEqualTo(handles);
    assertThat(Pointer.totalBytes()).as("native bytes that Java knows of").isEqualTo(pointerBytes);
    // one leaked 640x360 encoder has over two megabytes; the heap itself moves by tens of them
    assertThat(Pointer.physicalBytes() - residentBytes)
        .as("growth of the process")
        .isLessThan(150L << 20);
  }

  private static void session(Rendition rendition, Path directory) {
    VideoFormat format = VideoFormat.nv12(640, 360, 30);
    ByteBuffer grey = ByteBuffer.allocateDirect(format.bytes());
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpServer server = RtmpServer.builder(runtime).port(0).build();
        Broadcast broadcast =
            Broadcast.builder(runtime)
                .rendition(rendition)
                .record(directory)
                .destination(
                    Destination.parse("own", "rtmp://127.0.0.1:" + server.port() + "/live/key"))
                .build()) {
      broadcast.start();
      AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 1_600);
      for (int i = 0; i < 3; i++) {
        long pts = format.framesPerSecond().ptsNanos(i);
        block.stamp(pts, 0);
        broadcast.audio(block);
        broadcast.video(new VideoFrame(format, grey, pts, 0, () -> {}));
      }
    }
  }

  private static long echoThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("echo-"))
        .count();
  }

  private static long openFiles() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(descriptors)) {
      return files.count();
    }
  }
}
