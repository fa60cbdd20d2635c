package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.biometric.SimulatedSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LivePipelineTest {

  private static final Rendition SMALL =
      new Rendition(320, 180, VideoFormat.Rate.of(30), 300, 64, Duration.ofSeconds(1));
  private static final long FRAME_NANOS = 33_333_334;
  private static final long AAC_FRAME_NANOS = 21_333_334;
  private static final int QUEUE_FRAMES = 3; // a clock that outran the encoder would lose pictures

  @Test
  void aBodyBecomesPicturesAndSoundInStep() {
    VirtualClock clock = MediaClock.virtual();
    Packets packets = new Packets();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build();
        LivePipeline pipeline = small(runtime).packets(packets).build()) {
      pipeline.start();
      for (int frame = 0; frame < 80; frame++) {
        long made = frame + 1L;
        until(() -> pipeline.stats().framesMade() + pipeline.stats().framesSkipped() >= made);
        until(() -> packets.count(EncodedPacket.Track.VIDEO) > made - QUEUE_FRAMES);
        clock.advance(Duration.ofNanos(FRAME_NANOS));
      }
      until(() -> packets.count(EncodedPacket.Track.VIDEO) >= 60);
      until(() -> packets.count(EncodedPacket.Track.AUDIO) >= 100);
    }
    List<EncodedPacket> video = packets.of(EncodedPacket.Track.VIDEO);
    List<EncodedPacket> audio = packets.of(EncodedPacket.Track.AUDIO);
    assertThat(video.get(0).keyframe()).isTrue();
    assertThat(video).extracting(EncodedPacket::ptsNanos).isSorted().doesNotHaveDuplicates();
    assertThat(video)
        .filteredOn(EncodedPacket::keyframe)
        .extracting(packet -> packet.ptsNanos() / 1_000_000_000)
        .containsExactly(0L, 1L, 2L);
    for (int i = 1; i < audio.size(); i++) {
      assertThat(audio.get(i).ptsNanos() - audio.get(i - 1).ptsNanos())
          .isBetween(AAC_FRAME_NANOS - 2, AAC_FRAME_NANOS + 2);
    }
    long apart = video.get(video.size() - 1).ptsNanos() - audio.get(audio.size() - 1).ptsNanos();
    assertThat(Math.abs(apart)).isLessThan(4 * AAC_FRAME_NANOS); // what the AAC encoder holds back
    assertThat(video.get(video.size() - 1).originNanos()).isPositive();
  }

  @Test
  void picturesWhoseMomentHasPassedAreLeftOutAndCounted() {
    VirtualClock clock = MediaClock.virtual();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build();
        LivePipeline pipeline = small(runtime).build()) {
      pipeline.start();
      until(() -> pipeline.stats().framesMade() == 1);
      clock.advance(Duration.ofSeconds(1));
      until(() -> pipeline.stats().framesMade() == 2);
      assertThat(pipeline.stats().framesSkipped()).isEqualTo(29);
      until(() -> pipeline.stats().blocksMade() >= 46); // 46 of 1024 frames end within a second
    }
  }

  @Test
  void theSourceChangesWhileItRunsAndNothingOfTheOldBodyStays() {
    VirtualClock clock = MediaClock.virtual();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build();
        LivePipeline pipeline = small(runtime).build()) {
      pipeline.start();
      BiometricState state = new BiometricState();
      until(
          () -> {
            clock.advance(Duration.ofMillis(20));
            pipeline.state().read(state);
            return state.beatCount() >= 3;
          });
      pipeline.source(SimulatedSubject.builder().seed(7).build());
      pipeline.state().read(state);
      assertThat(state.beatCount()).isZero();
      until(
          () -> {
            clock.advance(Duration.ofMillis(20));
            pipeline.state().read(state);
            return state.beatCount() >= 2;
          });
      assertThat(pipeline.trace().since(0).points()).isNotEmpty();
    }
  }

  @Test
  void everyHopIsTimed() {
    VirtualClock clock = MediaClock.virtual();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build();
        LivePipeline pipeline = small(runtime).build()) {
      pipeline.start();
      until(
          () -> {
            clock.advance(Duration.ofMillis(10));
            return pipeline.stats().hops().stream().allMatch(hop -> hop.count() > 0);
          });
      assertThat(pipeline.stats().hops()).allMatch(hop -> hop.medianNanos() <= hop.maxNanos());
    }
  }

  @Test
  void aPipelineWithoutASourceIsNotBuilt() {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      assertThatThrownBy(() -> LivePipeline.builder(runtime).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("source");
    }
  }

  @Test
  void twoDestinationsOfOneNameAreRefused() {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      LivePipelineBuilder builder =
          LivePipeline.builder(runtime).destination(Destination.parse("a", "rtmp://h/app/k"));
      assertThatThrownBy(() -> builder.destination(Destination.parse("a", "rtmp://i/app/k")))
          .hasMessageContaining("different names");
    }
  }

  private static LivePipelineBuilder small(EchoRuntime runtime) {
    return LivePipeline.builder(runtime)
        .source(SimulatedSubject.builder().seed(3).build())
        .rendition(SMALL)
        .particles(200);
  }

  /** Waits in real time for what other threads do; fails after 20 s. */
  private static void until(BooleanSupplier done) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(limit);
      Thread.yield();
    }
  }

  private static final class Packets implements PacketSink {

    private final List<EncodedPacket> all = new ArrayList<>(); // guarded by this

    @Override
    public void header(StreamHeader header) {}

    @Override
    public synchronized void accept(EncodedPacket packet) {
      all.add(packet);
    }

    synchronized List<EncodedPacket> of(EncodedPacket.Track track) {
      return all.stream().filter(packet -> packet.track() == track).toList();
    }

    int count(EncodedPacket.Track track) {
      return of(track).size();
    }

    @Override
    public void close() {}
  }
}
