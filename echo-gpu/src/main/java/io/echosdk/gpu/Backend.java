package io.echosdk.gpu;

/** Which engine makes the pictures. */
public enum Backend {
  /** The best one that runs here; {@link VisualEngines#report()} says which and why. */
  AUTO,
  /** Plain Java on the processor: runs everywhere, and is the bit-exact reference. */
  CPU
}
