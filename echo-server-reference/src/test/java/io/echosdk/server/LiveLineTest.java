package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.testing.TestFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole line on real input: a recorded heart to two servers and a disk, for a minute. */
class LiveLineTest {

  private static final long SECONDS = 60;

  @TempDir Path folder;

  @Test
  void aRecordedHeartReachesTwoServersAndADiskWhole() throws Exception {
    Path heart = TestFiles.data("biometric/mitdb").resolve("101.hea");
    Path pulled = folder.resolve("pulled.flv");
    Path recordings = Files.createDirectory(folder.resolve("recordings"));
    Packets made = new Packets();
    Arrivals arrived = new Arrivals();
    List<DestinationHealth> health;
    try (Nginx nginx = Nginx.start(folder);
        EchoRuntime runtime = EchoRuntime.create();
        RtmpServer ingest = RtmpServer.builder(runtime).port(0).listener(arrived).build();
        LivePipeline line =
            LivePipeline.builder(runtime)
                .source(Recordings.open(heart, ReplayOptions.recordedSpeed()))
                .particles(20_000) // what the scalar kernels keep up with on a busy machine
                .destination(Destination.parse("nginx", nginx.url("heart")))
                .destination(
                    Destination.parse("own", "rtmp://127.0.0.1:" + ingest.port() + "/live/heart"))
                .record(recordings)
                .packets(made)
                .build()) {
      Process pull =
          Ffmpeg.start(
              folder.resolve("pull.log"),
              "-y",
              "-rw_timeout",
              "5000000",
              "-i",
              nginx.url("heart"),
              "-c",
              "copy",
              "-f",
              "flv",
              pulled.toString());
      line.start();
      pull.waitFor(SECONDS, TimeUnit.SECONDS); // runs as long as the programme does
      health = line.health();
      line.close();
      assertThat(pull.waitFor(20, TimeUnit.SECONDS)).as("the pull ends").isTrue();
    }

    assertThat(health)
        .allSatisfy(
            one -> {
              assertThat(one.state()).isEqualTo(DestinationHealth.State.LIVE);
              assertThat(one.droppedVideo()).isZero();
              assertThat(one.droppedAudio()).isZero();
              assertThat(one.reconnects()).isZero();
            });
    assertThatEveryPacketOfNginxIsTheEncoders(Flv.read(pulled), made);
    assertThatOwnIngestGotEveryPacket(arrived, made);
    assertThatProbeReads(pulled);
    assertThatRecordingsPlay(recordings);
  }

  private static void assertThatEveryPacketOfNginxIsTheEncoders(List<Flv.Tag> tags, Packets made) {
    for (boolean video : new boolean[] {true, false}) {
      List<ByteBuffer> back =
          tags.stream().filter(tag -> tag.video() == video).map(Flv.Tag::payload).toList();
      List<ByteBuffer> sent = made.payloads(video);
      int first = sent.indexOf(back.get(0));
      assertThat(first).as("nginx's first packet is one of the encoder's").isNotNegative();
      assertThat(back.size())
          .as("packets handed back")
          .isGreaterThan((int) SECONDS * (video ? 10 : 40)); // a busy machine makes fewer
      assertThat(back).isEqualTo(sent.subList(first, first + back.size()));
    }
  }

  private static void assertThatOwnIngestGotEveryPacket(Arrivals arrived, Packets made) {
    for (boolean video : new boolean[] {true, false}) {
      List<ByteBuffer> got = arrived.payloads(video);
      List<ByteBuffer> sent = made.payloads(video);
      int first = sent.indexOf(got.get(0));
      assertThat(first).isNotNegative();
      assertThat(got).isEqualTo(sent.subList(first, first + got.size()));
      assertThat(sent.size() - first - got.size()).as("packets cut off at the end").isLessThan(10);
    }
  }

  private void assertThatProbeReads(Path file) throws Exception {
    assertThat(
            Ffmpeg.probe(
                folder,
                "-show_entries",
                "stream=codec_name,profile,width,height,r_frame_rate,sample_rate,channels",
                file.toString()))
        .anySatisfy(line -> assertThat(line).startsWith("h264,").contains(",1280,720,30/1"))
        .anySatisfy(line -> assertThat(line).startsWith("aac,LC,48000,2,"));
    List<Long> keyframes =
        Flv.read(file).stream()
            .filter(tag -> tag.video() && tag.keyframe())
            .map(Flv.Tag::timestampMillis)
            .toList();
    assertThat(keyframes).hasSizeGreaterThan((int) SECONDS / 2 - 5);
    for (int i = 1; i < keyframes.size(); i++) {
      assertThat(keyframes.get(i) - keyframes.get(i - 1))
          .as("ms between keyframes")
          .isEqualTo(2000);
    }
  }

  private void assertThatRecordingsPlay(Path recordings) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(recordings)) {
      files = all.filter(file -> file.toString().endsWith(".mp4")).sorted().toList();
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(2);
    double whole = 0;
    for (Path file : files) {
      double seconds =
          Double.parseDouble(
              Ffmpeg.probe(folder, "-show_entries", "format=duration", file.toString()).get(0));
      assertThat(seconds).as("%s", file).isLessThan(30.1);
      whole += seconds;
    }
    assertThat(whole).isBetween(SECONDS - 2.0, SECONDS + 15.0);
  }

  /** What the encoders made. */
  private static final class Packets implements PacketSink {

    private final List<EncodedPacket> all = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void header(StreamHeader header) {}

    @Override
    public void accept(EncodedPacket packet) {
      all.add(packet);
    }

    List<ByteBuffer> payloads(boolean video) {
      return all.stream()
          .filter(packet -> (packet.track() == EncodedPacket.Track.VIDEO) == video)
          .map(packet -> packet.payload().duplicate())
          .toList();
    }

    @Override
    public void close() {}
  }

  /** What came in at the other end. */
  private static final class Arrivals implements IngestListener {

    private final Packets packets = new Packets();

    @Override
    public void onPacket(long streamId, EncodedPacket packet) {
      packets.accept(packet);
    }

    List<ByteBuffer> payloads(boolean video) {
      return packets.payloads(video);
    }
  }
}
