package io.echosdk.gpu.cpu;

import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.internal.LatestSlot;
import org.jspecify.annotations.Nullable;

/** The newest of what was submitted, from any thread; read by the rendering thread. */
final class Inbox {

  private final LatestSlot slot = new LatestSlot(BiometricState.WORDS + 1);
  private final long[] outgoing = new long[BiometricState.WORDS + 1]; // guarded by this
  private final long[] incoming = new long[BiometricState.WORDS + 1]; // the rendering thread's
  private volatile @Nullable Spectrum spectrum; // written by any thread, read by the renderer

  Inbox() {
    put(new BiometricState(), 0);
  }

  /** Takes a copy of a state and the moment of the programme that it stands for. */
  synchronized void put(BiometricState state, long programmeNanos) {
    System.arraycopy(state.words(), 0, outgoing, 0, BiometricState.WORDS);
    outgoing[BiometricState.WORDS] = programmeNanos;
    slot.write(outgoing);
  }

  void put(Spectrum newest) {
    spectrum = newest;
  }

  /** Copies the newest state and returns the moment of the programme that it stands for. */
  long read(BiometricState into) {
    slot.read(incoming);
    System.arraycopy(incoming, 0, into.words(), 0, BiometricState.WORDS);
    return incoming[BiometricState.WORDS];
  }

  @Nullable Spectrum spectrum() {
    return spectrum;
  }
}
