package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.gpu.cpu.CpuVisualEngine;
import io.echosdk.gpu.cpu.StageTimes.Stage;
import io.echosdk.gpu.particle.Kernels;
import io.echosdk.gpu.particle.ScalarParticleStep;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Pictures a second of the whole path: 100,000 particles in two steps a picture, light, overlay,
 * flash limiter, NV12. One thread: processor time, by stage. Two threads: time on the clock, which
 * other work on the machine slows. Medians of rounds of 60 pictures.
 *
 * <p>{@code benchmarks/run PicturePath}
 */
public final class PicturePath {

  private static final int PARTICLES = 100_000;
  private static final int FRAMES = 60;
  private static final int WARM_UP = 3;
  private static final int ROUNDS = 7;

  private PicturePath() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Kernels chosen = Kernels.choose();
    Kernels scalar = new Kernels(new ScalarParticleStep(), "scalar", "asked for");
    out.println("benchmarks/run PicturePath");
    out.println("kernel of this Java: " + chosen.name() + ", " + chosen.reason());
    for (VideoFormat format :
        new VideoFormat[] {VideoFormat.nv12(1280, 720, 30), VideoFormat.nv12(1920, 1080, 30)}) {
      measure(out, format, chosen, 1);
      if (!chosen.name().equals("scalar")) {
        measure(out, format, scalar, 1);
      }
      measure(out, format, chosen, 2);
    }
  }

  private static void measure(PrintStream out, VideoFormat format, Kernels kernels, int threads) {
    MediaClock clock = threads == 1 ? new ProcessorTime() : MediaClock.system();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build();
        CpuVisualEngine engine =
            new CpuVisualEngine(
                runtime,
                new CpuVisualEngine.Settings(
                    format, PARTICLES, 42, threads, true, null, kernels))) {
      double[] perSecond = new double[ROUNDS];
      long[] stages = new long[Stage.values().length];
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        if (round == 0) {
          Arrays.setAll(stages, i -> engine.times().nanos(Stage.values()[i]));
        }
        long start = clock.nanos();
        for (int i = 0; i < FRAMES; i++) {
          render(engine, (round + WARM_UP) * FRAMES + i);
        }
        if (round >= 0) {
          perSecond[round] = FRAMES * 1e9 / (clock.nanos() - start);
        }
      }
      Arrays.sort(perSecond);
      out.printf(
          Locale.ROOT,
          "%4dp %d thread%s %-6s %6.1f pictures/s  (ms:",
          format.height(),
          threads,
          threads == 1 ? ", processor time," : "s, clock time,    ",
          kernels.name(),
          perSecond[ROUNDS / 2]);
      for (Stage stage : Stage.values()) {
        double millis =
            (engine.times().nanos(stage) - stages[stage.ordinal()]) / 1e6 / (ROUNDS * FRAMES);
        out.printf(Locale.ROOT, " %s %.1f", stage.name().toLowerCase(Locale.ROOT), millis);
      }
      out.println(")");
    }
  }

  private static void render(CpuVisualEngine engine, int index) {
    long pts = engine.format().framesPerSecond().ptsNanos(index);
    BiometricState state = new BiometricState();
    state.stamp(pts, pts);
    state.beat(1 + pts / 900_000_000L, pts / 900_000_000L * 900_000_000L);
    for (Metric metric : Metric.values()) {
      state.set(metric, metric.min() + 0.3 * (metric.max() - metric.min()), 0.9, pts);
    }
    state.set(Metric.HEART_RATE, 66, 0.9, pts);
    float[] bands = new float[32];
    Arrays.fill(bands, -40);
    engine.submit(state, pts);
    engine.submit(new Spectrum(pts, pts, bands, 0.5f, 0.2f));
    engine.render(pts).close();
  }

  /** The calling thread's processor time, which other work on the machine does not stretch. */
  private static final class ProcessorTime implements MediaClock {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @Override
    public long nanos() {
      return threads.getCurrentThreadCpuTime();
    }

    @Override
    public void sleepUntil(long deadlineNanos) {
      throw new UnsupportedOperationException("processor time is not waited for");
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH;
    }
  }
}
