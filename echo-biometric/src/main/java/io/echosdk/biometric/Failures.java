package io.echosdk.biometric;

import org.jspecify.annotations.Nullable;

/** Runs steps that must all be tried, and throws the first error afterwards. */
final class Failures {

  private @Nullable RuntimeException first;

  void collect(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (first == null) {
        first = e;
      } else if (first != e) {
        first.addSuppressed(e);
      }
    }
  }

  boolean any() {
    return first != null;
  }

  void rethrow() {
    if (first != null) {
      throw first;
    }
  }
}
