package io.echosdk.gpu.particle;

import io.echosdk.internal.Defaults;
import java.util.Objects;

/**
 * Chooses which of the two particle kernels runs, once per engine.
 *
 * @param step the kernel
 * @param name "vector" or "scalar"
 * @param reason why this one
 */
public record Kernels(ParticleStep step, String name, String reason) {

  private static final String MODULE = "jdk.incubator.vector";

  /** Below this a register holds too few particles to pay for the gathers. */
  private static final int LEAST_BITS = 256;

  /** Checks that nothing is missing. */
  public Kernels {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns the kernel that suits this machine and how it was started. */
  public static Kernels choose() {
    if (!Defaults.vectorAllowed()) {
      return scalar("switched off by -Decho.vector=false");
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return scalar("start Java with --add-modules " + MODULE + " for the vector kernel");
    }
    int bits = VectorParticleStep.bits();
    return bits < LEAST_BITS
        ? scalar("registers of " + bits + " bits are too narrow")
        : new Kernels(new VectorParticleStep(), "vector", "registers of " + bits + " bits");
  }

  private static Kernels scalar(String reason) {
    return new Kernels(new ScalarParticleStep(), "scalar", reason);
  }
}
