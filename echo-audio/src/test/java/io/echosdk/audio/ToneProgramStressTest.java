package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.testing.Allocations;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ToneProgramStressTest {

  @Test
  void hundredThousandBlocksAllocateNothing() {
    ToneProgram tone = ToneProgram.bowls(136.1);
    AudioBlock block = new AudioBlock(tone.format(), 128);
    BiometricState[] states = new BiometricState[200];
    for (int i = 0; i < states.length; i++) {
      states[i] = States.at(0.1 * i);
    }
    Runnable work = () -> render(tone, block, states, 20_000);
    assertThat(Allocations.leastBytesDuring(work, 6)).isZero();
  }

  @Test
  void statesFromAnotherThreadArriveWholeAndMakeNoClick() throws Exception {
    ToneProgram tone = ToneProgram.bowls(136.1);
    AudioBlock block = new AudioBlock(tone.format(), 128);
    AtomicBoolean stop = new AtomicBoolean();
    Thread body =
        new Thread(
            () -> {
              for (long i = 1; !stop.get(); i++) {
                tone.submit(States.at(i * 0.001), 0);
              }
            });
    body.start();
    try {
      long lastOrigin = 0;
      float last = 0;
      for (int i = 0; i < 20_000; i++) {
        tone.render(block);
        assertThat(block.originNanos()).isGreaterThanOrEqualTo(lastOrigin);
        lastOrigin = block.originNanos();
        for (float sample : block.plane(0)) {
          if (Math.abs(sample - last) > 0.2) {
            throw new AssertionError("step from " + last + " to " + sample + " in block " + i);
          }
          last = sample;
        }
      }
      assertThat(lastOrigin).isPositive();
    } finally {
      stop.set(true);
      body.join();
    }
  }

  private static void render(
      ToneProgram tone, AudioBlock block, BiometricState[] states, int blocks) {
    for (int i = 0; i < blocks; i++) {
      if (i % 6 == 0) {
        tone.submit(states[i / 6 % states.length], 0);
      }
      tone.render(block);
    }
  }
}
