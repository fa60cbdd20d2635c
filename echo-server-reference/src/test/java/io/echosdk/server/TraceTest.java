package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.Secret;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.gpu.TraceStrip;
import io.echosdk.gpu.TraceStrip.Stamps;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.TraceSei;
import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows one injected beat through every hop: from the moment its samples arrive to the pixels of
 * a published frame, and to the bytes that a server received.
 */
class TraceTest {

  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;

  @TempDir Path folder;

  @Test
  void theStampOfAnInjectedBeatIsInThePixelsAndInTheBytesThatWereSent() throws Exception {
    Path published = folder.resolve("published.flv");
    Arrivals arrivals = new Arrivals();
    Departures encoded = new Departures();
    long injectedNanos;
    List<HopTime> hops;
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpServer server = RtmpServer.builder(runtime).port(0).listener(arrivals).build();
        Injection body = new Injection();
        LivePipeline line =
            LivePipeline.builder(runtime)
                .source(body)
                .particles(5_000)
                .trace(true)
                .packets(encoded)
                .destination(
                    Destination.parse("own", "rtmp://127.0.0.1:" + server.port() + "/live/trace"))
                .build();
        OutputStream file = Files.newOutputStream(published)) {
      line.start();
      assertThat(arrivals.started.await(20, TimeUnit.SECONDS)).as("the stream begins").isTrue();
      try (FlvSubscription all = server.subscribe("live", Secret.of("trace"), new Copy(file))) {
        assertThat(body.injected.await(30, TimeUnit.SECONDS)).as("the beat is injected").isTrue();
        injectedNanos = body.injectedNanos;
        new CountDownLatch(1).await(4, TimeUnit.SECONDS); // for it to come out at the other end
        hops = line.stats().hops();
      }
    }

    List<Optional<Stamps>> pictures = stampsIn(published);
    List<Flv.Tag> packets = Flv.read(published).stream().filter(Flv.Tag::video).toList();
    int shown = firstThatShowsABeatAround(pictures, injectedNanos);
    Stamps seen = pictures.get(shown).orElseThrow();
    long stampSent = TraceSei.read(packets.get(shown).payload()).orElseThrow();

    assertThat(seen.beatNanos())
        .as("when the beat was measured")
        .isCloseTo(injectedNanos, within(20_000_000L));
    assertThat(stampSent)
        .as("the stamp in the bytes is the one in the pixels")
        .isEqualTo(seen.originNanos());
    assertThat(seen.originNanos())
        .as("its samples came after the beat")
        .isGreaterThan(injectedNanos);
    report(hops, seen, injectedNanos, encoded.times.get(stampSent), arrivals.times.get(stampSent));
  }

  private static int firstThatShowsABeatAround(List<Optional<Stamps>> pictures, long beatNanos) {
    for (int i = 0; i < pictures.size(); i++) {
      if (pictures
          .get(i)
          .filter(s -> Math.abs(s.beatNanos() - beatNanos) < 100_000_000)
          .isPresent()) {
        return i;
      }
    }
    throw new AssertionError(
        "none of "
            + pictures.size()
            + " pictures shows the beat of "
            + beatNanos
            + " ns: "
            + pictures);
  }

  private static void report(
      List<HopTime> hops, Stamps seen, long injectedNanos, Long encodedNanos, Long arrivedNanos) {
    StringBuilder text = new StringBuilder("hop, median ms, 99th percentile ms\n");
    for (HopTime hop : hops) {
      text.append(
          "%s, %.1f, %.1f%n".formatted(hop.name(), hop.medianNanos() / 1e6, hop.p99Nanos() / 1e6));
    }
    text.append(
        "the injected beat: R wave to the samples that shaped the frame %.1f ms, to its packet %.1f ms, to the server %.1f ms"
            .formatted(
                (seen.originNanos() - injectedNanos) / 1e6,
                (encodedNanos - seen.originNanos()) / 1e6,
                (arrivedNanos - encodedNanos) / 1e6));
    System.err.println(text);
  }

  /** Decodes the file and reads the strip of every picture. */
  private List<Optional<Stamps>> stampsIn(Path flv) throws Exception {
    Path luma = folder.resolve("luma.gray");
    Ffmpeg.run(
        folder.resolve("decode.log"),
        "-y",
        "-i",
        flv.toString(),
        "-an",
        "-vsync",
        "passthrough",
        "-vf",
        "crop=" + WIDTH + ":" + TraceStrip.rows(WIDTH) + ":0:0",
        "-pix_fmt",
        "gray",
        "-f",
        "rawvideo",
        luma.toString());
    byte[] all = Files.readAllBytes(luma);
    int size = WIDTH * TraceStrip.rows(WIDTH);
    assertThat(all.length % size).isZero();
    List<Optional<Stamps>> stamps = new ArrayList<>();
    for (int at = 0; at < all.length; at += size) {
      stamps.add(TraceStrip.read(ByteBuffer.wrap(all, at, size).slice(), WIDTH, WIDTH));
    }
    assertThat(stamps.stream().filter(Optional::isPresent).count())
        .as("strips that can be read among %d pictures", stamps.size())
        .isGreaterThanOrEqualTo(stamps.size() * 9L / 10);
    return stamps;
  }

  /**
   * A simulated heart; its first beat after six seconds is the one to follow, and the simulation
   * tells when that is.
   */
  private static final class Injection implements BiometricSource {

    private static final long RECORD_NANOS = 6_000_000_000L;

    final CountDownLatch injected = new CountDownLatch(1);
    volatile long injectedNanos; // written by the body's thread before the latch

    private final SimulatedSubject subject =
        SimulatedSubject.builder().seed(11).heartRateBpm(60).build();
    private final List<Double> beats = subject.groundTruth(Duration.ofSeconds(20)).beatSeconds();
    private long startNanos = Long.MIN_VALUE;

    @Override
    public List<Signal> signals() {
      return subject.signals();
    }

    @Override
    public long poll(long nowNanos, SampleSink sink) {
      if (startNanos == Long.MIN_VALUE) {
        startNanos = nowNanos;
      }
      long next =
          subject.poll(
              nowNanos,
              (signal, time, origin, samples, offset, frames, flags) -> {
                if (signal.kind() == SignalKind.ECG) {
                  sink.accept(signal, time, origin, samples, offset, frames, flags);
                }
              });
      long beat = startNanos + Math.round(firstBeatAfter(RECORD_NANOS / 1e9) * 1e9);
      if (injected.getCount() > 0 && nowNanos > beat) {
        injectedNanos = beat;
        injected.countDown();
      }
      return next;
    }

    private double firstBeatAfter(double seconds) {
      return beats.stream().filter(beat -> beat > seconds).findFirst().orElseThrow();
    }

    @Override
    public SourceState state() {
      return subject.state();
    }

    @Override
    public void close() {
      subject.close();
    }
  }

  /** Remembers when each stamped picture left the encoder. */
  private static final class Departures implements PacketSink {

    final NavigableMap<Long, Long> times = new ConcurrentSkipListMap<>();

    @Override
    public void header(StreamHeader header) {}

    @Override
    public void accept(EncodedPacket packet) {
      if (packet.track() == EncodedPacket.Track.VIDEO) {
        times.putIfAbsent(packet.originNanos(), MediaClock.system().nanos());
      }
    }

    @Override
    public void close() {}
  }

  /** Remembers when each stamped picture came in. */
  private static final class Arrivals implements IngestListener {

    final CountDownLatch started = new CountDownLatch(1);
    final NavigableMap<Long, Long> times = new ConcurrentSkipListMap<>();

    @Override
    public void onStarted(IngestStream stream) {
      started.countDown();
    }

    @Override
    public void onPacket(long streamId, EncodedPacket packet) {
      if (packet.track() == EncodedPacket.Track.VIDEO) {
        TraceSei.read(packet.payload())
            .ifPresent(stamp -> times.putIfAbsent(stamp, MediaClock.system().nanos()));
      }
    }
  }

  /** Writes what a subscription delivers into a file. */
  private record Copy(OutputStream file) implements FlvSink {

    @Override
    public boolean accept(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      try {
        file.write(copy);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return true;
    }

    @Override
    public void end() {}
  }
}
