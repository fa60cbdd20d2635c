package io.echosdk.gpu;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.visual.PixelFormat;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.gpu.cpu.CpuVisualEngine;
import io.echosdk.gpu.particle.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link VisualEngine}s:
 *
 * <pre>{@code
 * try (VisualEngine engine =
 *     VisualEngines.builder().format(VideoFormat.nv12(1280, 720, 30)).seed(42).build()) {
 *   engine.submit(state, programmeNanos);
 *   try (VideoFrame frame = engine.render(programmeNanos)) {
 *     encoder.accept(frame);
 *   }
 * }
 * }</pre>
 */
public final class VisualEngines {

  private static final Logger LOG = LoggerFactory.getLogger(VisualEngines.class);

  private VisualEngines() {}

  /** Returns a builder with every default in place. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what {@link Backend#AUTO} makes pictures with on this machine, and why. */
  public static EngineReport report() {
    Kernels kernels = Kernels.choose();
    return new EngineReport(
        Backend.CPU, "the only engine of this version", kernels.name(), kernels.reason());
  }

  /** Settings of an engine; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private static final int MOST_PARTICLES = 4_000_000;
    private static final int MOST_THREADS = 64;

    private VideoFormat format = VideoFormat.nv12(1280, 720, 30);
    private Backend backend = Backend.AUTO;
    private FlashSafety flashSafety = FlashSafety.ON;
    private @Nullable EchoRuntime runtime;
    private long seed;
    private int particles = 100_000;
    private int threads = 1;
    private boolean trace;

    private Builder() {}

    /** Sets size, layout and rate; the default is NV12, 1280x720 at 30 frames a second. */
    public Builder format(VideoFormat value) {
      format = Objects.requireNonNull(value, "format");
      return this;
    }

    /** Sets what all randomness follows from; the default is 0. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets how many particles move, 1 to 4,000,000; the default is 100,000. */
    public Builder particles(int value) {
      particles = value;
      return this;
    }

    /**
     * Sets how many threads work on a picture, the caller of {@link VisualEngine#render} included,
     * 1 to 64; the default is 1, which starts none. The bytes do not depend on it.
     */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Sets who owns the threads; needed for more than one. */
    public Builder runtime(EchoRuntime value) {
      runtime = Objects.requireNonNull(value, "runtime");
      return this;
    }

    /** Sets the engine; the default is {@link Backend#AUTO}. */
    public Builder backend(Backend value) {
      backend = Objects.requireNonNull(value, "backend");
      return this;
    }

    /** Sets whether flashes are limited; the default is {@link FlashSafety#ON}. */
    public Builder flashSafety(FlashSafety value) {
      flashSafety = Objects.requireNonNull(value, "flashSafety");
      return this;
    }

    /**
     * Sets whether each picture carries the stamps of the body signals behind it as a strip of
     * black and white blocks, to be measured after encoding; the default is false.
     */
    public Builder trace(boolean value) {
      trace = value;
      return this;
    }

    /**
     * Builds the engine. Its pool holds three pictures; while all three are on loan, {@link
     * VisualEngine#render} fails at once with kind {@code FRAMES_ON_LOAN} and may be called again.
     *
     * @throws IllegalArgumentException naming every setting that is wrong
     */
    public VisualEngine build() {
      List<String> wrong = new ArrayList<>();
      check(wrong, "particles", particles, MOST_PARTICLES);
      check(wrong, "threads", threads, MOST_THREADS);
      if (format.pixels() != PixelFormat.NV12) {
        wrong.add("format must be NV12 but is " + format.pixels());
      }
      if (trace && TraceStrip.rows(format.width()) > format.height()) {
        wrong.add("trace needs " + TraceStrip.rows(format.width()) + " rows of pixels");
      }
      if (threads > 1 && runtime == null) {
        wrong.add("runtime must be set for " + threads + " threads");
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", wrong));
      }
      Kernels kernels = Kernels.choose();
      LOG.info(
          "pictures by the CPU engine ({}), {} kernel: {}",
          backend == Backend.AUTO ? "the only one here" : "as asked",
          kernels.name(),
          kernels.reason());
      return new CpuVisualEngine(
          runtime,
          new CpuVisualEngine.Settings(
              format,
              particles,
              seed,
              threads,
              flashSafety == FlashSafety.ON,
              trace ? stamper(format) : null,
              kernels));
    }

    private static CpuVisualEngine.Stamper stamper(VideoFormat format) {
      return (picture, originNanos, beatNanos) ->
          TraceStrip.write(picture, format, new TraceStrip.Stamps(originNanos, beatNanos));
    }

    private static void check(List<String> wrong, String name, int value, int most) {
      if (value < 1 || value > most) {
        wrong.add(name + " must be 1 to " + most + " but is " + value);
      }
    }
  }
}
