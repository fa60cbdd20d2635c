package io.echosdk.api.visual;

import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.BiometricState;

/**
 * Turns a body and its sound into pictures. {@link #render} on one thread at a time; {@link
 * #submit} from any thread, the newest value wins at the next picture.
 */
public interface VisualEngine extends FrameSource {

  /**
   * Hands over what is known about the body.
   *
   * @param state copied before this returns
   * @param programmeNanos the moment of the programme that the state's own {@code timeNanos} stands
   *     for
   */
  void submit(BiometricState state, long programmeNanos);

  /** Hands over what is heard. */
  void submit(Spectrum spectrum);
}
