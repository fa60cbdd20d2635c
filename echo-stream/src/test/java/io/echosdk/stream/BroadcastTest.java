package io.echosdk.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastTest {

  /** Keeps everything it is given. */
  private static final class Kept implements PacketSink {
    final List<EncodedPacket> packets = new ArrayList<>();
    StreamHeader header;
    boolean closed;

    @Override
    public synchronized void header(StreamHeader value) {
      header = value;
    }

    @Override
    public synchronized void accept(EncodedPacket packet) {
      packets.add(packet);
    }

    @Override
    public synchronized void close() {
      closed = true;
    }
  }

  @Test
  void picturesAndSoundComeOutAsPacketsAndNothingIsLeft() {
    Kept kept = new Kept();
    EchoRuntime runtime = EchoRuntime.create();
    try (runtime) {
      try (Broadcast broadcast = Broadcast.builder(runtime).packets(kept).trace(true).build()) {
        broadcast.start();
        ByteBuffer grey = ByteBuffer.allocateDirect(1280 * 720 * 3 / 2);
        VideoFormat format = VideoFormat.nv12(1280, 720, 30);
        AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 1600);
        for (int i = 0; i < 3; i++) {
          long pts = format.framesPerSecond().ptsNanos(i);
          block.stamp(pts, 100 + i);
          broadcast.audio(block);
          broadcast.video(new VideoFrame(format, grey, pts, 100 + i, () -> {}));
        }
      }
    }
    assertThat(runtime.liveThreads()).isEmpty();
    assertThat(kept.closed).isTrue();
    List<EncodedPacket> pictures =
        kept.packets.stream().filter(p -> p.track() == EncodedPacket.Track.VIDEO).toList();
    assertThat(pictures).hasSize(3);
    assertThat(pictures.get(0).keyframe()).isTrue();
    assertThat(TraceSei.read(pictures.get(2).payload())).hasValue(102);
    assertThat(kept.packets).anyMatch(p -> p.track() == EncodedPacket.Track.AUDIO);
  }
}
