package io.echosdk.gpu;

import java.util.Objects;

/**
 * What makes pictures on this machine, and why.
 *
 * @param backend the engine; never {@link Backend#AUTO}
 * @param backendReason why this engine
 * @param kernel "vector" or "scalar": which of the two bit-identical particle kernels runs
 * @param kernelReason why this kernel
 */
public record EngineReport(
    Backend backend, String backendReason, String kernel, String kernelReason) {

  /** Checks that nothing is missing. */
  public EngineReport {
    Objects.requireNonNull(backend, "backend");
    Objects.requireNonNull(backendReason, "backendReason");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(kernelReason, "kernelReason");
  }

  @Override
  public String toString() {
    return backend + " (" + backendReason + "), " + kernel + " kernel (" + kernelReason + ")";
  }
}
