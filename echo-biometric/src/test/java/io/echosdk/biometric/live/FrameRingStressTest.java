package io.echosdk.biometric.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameRingStressTest {

  private static final int PACKETS = 2_000_000;

  @Test
  void everyPacketIsTakenWholeAndInOrderOrCountedAsMissed() throws InterruptedException {
    FrameRing ring = new FrameRing(16, 8);
    Thread writer =
        new Thread(
            () -> {
              float[] samples = new float[8];
              for (int i = 0; i < PACKETS; i++) {
                java.util.Arrays.fill(samples, i % 65_536);
                ring.put(3, i, 1, i, -i, samples, 0, 1 + i % 8);
              }
            });
    writer.start();
    FrameRing.Frame frame = new FrameRing.Frame(8);
    long expected = 0;
    while (expected < PACKETS) {
      if (!ring.take(frame)) {
        Thread.onSpinWait();
        continue;
      }
      expected += frame.missed;
      assertThat(frame.deviceNanos).isEqualTo(expected);
      assertThat(frame.frames).isEqualTo((int) expected);
      assertThat(frame.arrivalNanos).isEqualTo(-expected);
      for (int i = 0; i < 1 + expected % 8; i++) {
        if (frame.samples[i] != expected % 65_536) {
          throw new AssertionError("packet " + expected + " is torn at " + i);
        }
      }
      expected++;
    }
    writer.join();
    assertThat(ring.take(frame)).isFalse();
  }

  @Test
  void theOldestGoWhenNobodyTakes() {
    FrameRing ring = new FrameRing(8, 1);
    for (int i = 0; i < 20; i++) {
      ring.put(0, 1, 0, i, 0, new float[] {i}, 0, 1);
    }
    FrameRing.Frame frame = new FrameRing.Frame(1);
    assertThat(ring.take(frame)).isTrue();
    assertThat(frame.missed).isEqualTo(frame.deviceNanos).isBetween(12L, 16L);
    int left = 0;
    while (ring.take(frame)) {
      assertThat(frame.missed).isZero();
      left++;
    }
    assertThat(frame.deviceNanos).isEqualTo(19);
    assertThat(left).isGreaterThanOrEqualTo(3);
  }
}
