package io.echosdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.echosdk.biometric.BeatDetector;
import io.echosdk.biometric.LeadVote;
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

  @Test
  void votingOfTwoLeadsCostsNoAllocation() {
    long[] beats = {0};
    LeadVote vote = new LeadVote(360, 2, (sample, at, confidence, kind) -> beats[0]++);
    float[] wave = SyntheticEcg.wave(360, 300);
    float[] both = new float[2 * wave.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = wave[i / 2];
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    vote.push(both, 0, wave.length, 2);
    long before = threads.getCurrentThreadAllocatedBytes();
    vote.push(both, 0, wave.length, 2);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(beats[0]).isGreaterThan(500);
    assertThat(allocated).as("bytes for %d frames", wave.length).isLessThan(1000);
  }
}
