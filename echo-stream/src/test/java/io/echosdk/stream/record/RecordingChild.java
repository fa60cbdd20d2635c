package io.echosdk.stream.record;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.stream.testing.LoopedProgramme;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process of its own that records, in real time or as fast as it can, and says on its standard
 * output how far the programme has come, until it is done or killed: {@code DIRECTORY FRAMES
 * realtime|fast}.
 */
final class RecordingChild {

  private RecordingChild() {}

  public static void main(String[] arguments) {
    boolean realTime = arguments[2].equals("realtime");
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onTrouble(StreamException trouble) {
            System.out.println("trouble " + trouble.kind() + " " + trouble.getMessage());
          }

          @Override
          public void onRecorded(Path file) {
            System.out.println("recorded " + file.getFileName());
          }
        };
    Rendition rendition =
        new Rendition(640, 360, VideoFormat.Rate.of(30), 1_500, 128, Duration.ofSeconds(2));
    LoopedProgramme programme = new LoopedProgramme(rendition, 3_000);
    try (EchoRuntime runtime = EchoRuntime.create();
        Recorder recorder = Recorder.into(Path.of(arguments[0]), runtime, listener)) {
      recorder.header(programme.header());
      long begin = runtime.clock().nanos();
      programme.play(
          Integer.parseInt(arguments[1]),
          new PacketSink() {
            @Override
            public void header(StreamHeader header) {}

            @Override
            public void accept(EncodedPacket packet) {
              if (realTime) {
                await(runtime, begin + packet.ptsNanos());
              }
              recorder.accept(packet);
              if (packet.track() == EncodedPacket.Track.VIDEO) {
                System.out.println("at " + packet.ptsNanos());
              }
            }

            @Override
            public void close() {}
          },
          block -> {});
    }
    System.out.println("done");
  }

  private static void await(EchoRuntime runtime, long nanos) {
    try {
      runtime.clock().sleepUntil(nanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
