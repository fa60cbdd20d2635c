package io.echosdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.echosdk.biometric.BeatDetector;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class BeatDetectorAllocationTest {

  @Test
  void samplesAndBeatsCostNoAllocation() {
    long[] beats = {0};
    BeatDetector detector = new BeatDetector(360, (sample, at, confidence, kind) -> beats[0]++);
    float[] wave = SyntheticEcg.wave(360, 300);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    detector.push(wave, 0, wave.length);
    long before = threads.getCurrentThreadAllocatedBytes();
    detector.push(wave, 0, wave.length);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(beats[0]).isGreaterThan(500);
    assertThat(allocated).as("bytes for %d samples", wave.length).isLessThan(1000);
  }
}
