package io.echosdk.audio;

/** One sounding part of a {@link ToneProgram}: what it is, not how it sounds at the moment. */
public sealed interface Voice permits Bowl, Binaural, Sine {

  /** Returns how loud the voice may become, as a part of full scale, 0 to 0.8. */
  double level();
}
