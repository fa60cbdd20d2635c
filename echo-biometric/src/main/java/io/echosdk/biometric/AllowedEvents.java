package io.echosdk.biometric;

import io.echosdk.api.biometric.ArousalPeak;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricListener;
import io.echosdk.api.biometric.ConsentGate;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SourceState;

/** Passes events on while they are allowed, event by event: a listener may revoke within one. */
record AllowedEvents(BiometricListener listener, ConsentGate consent) implements BiometricListener {

  @Override
  public void onBeat(Beat beat) {
    if (consent.allows(Purpose.VISUALISE)) {
      listener.onBeat(beat);
    }
  }

  @Override
  public void onBeatFinal(Beat beat) {
    if (consent.allows(Purpose.VISUALISE)) {
      listener.onBeatFinal(beat);
    }
  }

  @Override
  public void onArousalPeak(ArousalPeak peak) {
    if (consent.allows(Purpose.INFER_AROUSAL)) {
      listener.onArousalPeak(peak);
    }
  }

  @Override
  public void onSourceState(SourceState state) {
    listener.onSourceState(state);
  }

  @Override
  public void onSourceState(int source, SourceState state) {
    listener.onSourceState(source, state);
  }
}
