package io.echosdk.api.biometric;

/** Where the newest {@link BiometricState} can be read, wait-free, at any rate, from any thread. */
@FunctionalInterface
public interface BiometricStateSource {

  /**
   * Copies the newest state; never a mixture of two.
   *
   * @param into the reader's own instance
   */
  void read(BiometricState into);
}
