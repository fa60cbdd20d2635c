package io.acme;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.audio.ToneProgram;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.SimulatedSubject;

/** What an embedder writes: only exported types, no knowledge of how Echo is built. */
public final class Consumer {

  public static void main(String[] arguments) {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 4_800);
    BiometricState state = new BiometricState();
    ToneProgram bowl = ToneProgram.bowls(110);
    float loudest = 0;
    try (BiometricSession session =
        BiometricSession.of(SimulatedSubject.builder().seed(1).build())) {
      while (block.ptsNanos() < 10_000_000_000L) {
        session.poll(block.ptsNanos());
        session.read(state);
        bowl.submit(state, block.ptsNanos());
        bowl.render(block);
        for (float sample : block.plane(0)) {
          loudest = Math.max(loudest, Math.abs(sample));
        }
      }
    }
    String module = Consumer.class.getModule().isNamed() ? "module path" : "class path";
    System.out.println(module + ", beats: " + (state.beatCount() > 5) + ", sound: " + (loudest > 0.01f));
  }
}
