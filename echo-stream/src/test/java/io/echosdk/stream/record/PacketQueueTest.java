package io.echosdk.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketQueueTest {

  private static final ByteBuffer MEBIBYTE = ByteBuffer.allocate(1 << 20);

  private final PacketQueue queue = new PacketQueue();

  private void offer(Track track, long pts, boolean keyframe) {
    queue.offer(new EncodedPacket(track, pts, pts, keyframe, MEBIBYTE, 0));
  }

  @Test
  void fullQueueLosesUpToTheNextKeyframeAndCountsIt() throws InterruptedException {
    for (int i = 0; i < 40; i++) {
      offer(Track.VIDEO, i, i == 0);
    }
    assertThat(queue.takeLost()).as("while it lasts").isZero();
    for (int i = 0; i < 32; i++) {
      assertThat(queue.take().ptsNanos()).isEqualTo(i);
    }
    offer(Track.VIDEO, 40, false);
    offer(Track.AUDIO, 41, true);
    offer(Track.VIDEO, 42, true);
    offer(Track.AUDIO, 43, true);
    assertThat(queue.takeLost()).isEqualTo(10);
    assertThat(queue.take().ptsNanos()).isEqualTo(42);
    assertThat(queue.take().ptsNanos()).isEqualTo(43);
  }

  @Test
  void endedQueueGivesWhatItHasThenNothing() throws InterruptedException {
    offer(Track.VIDEO, 0, true);
    queue.end();
    offer(Track.VIDEO, 1, false);
    assertThat(queue.take().ptsNanos()).isZero();
    assertThat(queue.take()).isNull();
  }
}
