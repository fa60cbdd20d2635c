package io.echosdk.gpu.cpu;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.audio.Spectrum;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.gpu.body.Mood;
import io.echosdk.gpu.body.Vitals;
import io.echosdk.gpu.cpu.StageTimes.Stage;
import io.echosdk.gpu.flash.FlashLimiter;
import io.echosdk.gpu.light.Developer;
import io.echosdk.gpu.light.LightPlane;
import io.echosdk.gpu.light.Palette;
import io.echosdk.gpu.light.Rings;
import io.echosdk.gpu.light.Splatter;
import io.echosdk.gpu.overlay.Overlay;
import io.echosdk.gpu.particle.Flow;
import io.echosdk.gpu.particle.Kernels;
import io.echosdk.gpu.particle.Particles;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The engine in plain Java. A picture is made in five steps: take over what is known, move the
 * particles and let their light fall (once per 1/60 s), develop the light into NV12, draw the
 * overlay, and keep it from flashing.
 *
 * <p>Equal seeds and equal calls give equal bytes: time is an integer count of steps, randomness a
 * hash, light a sum of integers, and every float operation is exact in Java. Neither the number of
 * threads nor the kernel changes a bit.
 */
public final class CpuVisualEngine implements VisualEngine {

  /** A longer gap between two pictures is jumped over instead of being simulated. */
  private static final int MOST_STEPS = Flow.STEPS_PER_SECOND;

  private static final double FADE_PER_STEP = 0.062;

  private final Settings settings;
  private final VideoFormat format;
  private final FramePool pool;
  private final Crew crew;
  private final Particles particles;
  private final Flow flow;
  private final LightPlane plane;
  private final Splatter splatter;
  private final Rings rings;
  private final Developer developer;
  private final Overlay overlay;
  private final @Nullable FlashLimiter limiter; // null if flashes are not limited
  private final ThreadLocal<Developer.Bench> bench;
  private final Palette palette = new Palette();
  private final Mood mood = new Mood();
  private final Vitals vitals = new Vitals();
  private final BiometricState state = new BiometricState();
  private final Inbox inbox = new Inbox();
  private final StageTimes times;
  private long step = -1;
  private long lastPtsNanos = -1;
  private volatile boolean closed; // written by close(), read by the rendering thread

  /** Writes the stamps of a picture's newest samples and last beat into its pixels. */
  @FunctionalInterface
  public interface Stamper {
    /** Writes into NV12 bytes from index 0. */
    void stamp(ByteBuffer picture, long originNanos, long beatNanos);
  }

  /**
   * What an engine is made of.
   *
   * @param format size and rate, NV12
   * @param particles how many
   * @param seed what all randomness follows from
   * @param threads how many render, the caller included
   * @param limitFlashes whether flashes are limited
   * @param stamper writes a picture's stamps into it, or null if pictures carry none
   * @param kernels what moves the particles
   */
  public record Settings(
      VideoFormat format,
      int particles,
      long seed,
      int threads,
      boolean limitFlashes,
      @Nullable Stamper stamper,
      Kernels kernels) {}

  /**
   * Creates an engine.
   *
   * @param runtime whose threads help; may be null for one thread
   * @param settings checked by the caller
   */
  public CpuVisualEngine(@Nullable EchoRuntime runtime, Settings settings) {
    this.settings = settings;
    format = settings.format();
    long seed = settings.seed();
    int side = Math.min(format.width(), format.height());
    particles =
        new Particles(
            settings.particles(),
            seed,
            (float) format.width() / side,
            (float) format.height() / side);
    flow = new Flow(format.width(), format.height(), settings.particles(), seed);
    plane = new LightPlane(format.width(), format.height());
    splatter = new Splatter(plane, particles);
    rings = new Rings(plane);
    developer = new Developer(plane);
    overlay = new Overlay(format.width(), format.height());
    limiter = settings.limitFlashes() ? new FlashLimiter(format) : null;
    bench = ThreadLocal.withInitial(() -> developer.new Bench());
    pool = new FramePool(format);
    times = new StageTimes(runtime == null ? MediaClock.system() : runtime.clock());
    crew = new Crew(runtime, settings.threads());
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public void submit(BiometricState newest, long programmeNanos) {
    inbox.put(newest, programmeNanos);
  }

  @Override
  public void submit(Spectrum spectrum) {
    inbox.put(spectrum);
  }

  @Override
  public VideoFrame render(long ptsNanos) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    if (ptsNanos < 0 || ptsNanos < lastPtsNanos) {
      throw new IllegalArgumentException(
          "ptsNanos must not be below " + Math.max(0, lastPtsNanos) + " but is " + ptsNanos);
    }
    ByteBuffer pixels = pool.take();
    try {
      draw(ptsNanos, pixels);
    } catch (RuntimeException | Error e) {
      pool.giveBack(pixels);
      throw e;
    }
    lastPtsNanos = ptsNanos;
    return pool.lend(pixels, ptsNanos, vitals.originNanos());
  }

  private void draw(long ptsNanos, ByteBuffer pixels) {
    times.start();
    takeOver(ptsNanos);
    int fade = fade(simulate(ptsNanos));
    rings.draw(mood.drive(), fade);
    develop(pixels, fade);
    times.end(Stage.DEVELOP);
    overlay.draw(vitals, pixels);
    times.end(Stage.OVERLAY);
    if (limiter != null) {
      limiter.apply(pixels, ptsNanos);
    }
    Stamper stamper = settings.stamper();
    if (stamper != null) {
      stamper.stamp(pixels, vitals.originNanos(), vitals.beatNanos());
    }
    times.end(Stage.SAFETY);
  }

  private void takeOver(long ptsNanos) {
    long programmeNanos = inbox.read(state);
    vitals.take(state, programmeNanos, ptsNanos);
    mood.update(vitals, inbox.spectrum(), ptsNanos);
  }

  /** Moves the particles up to a moment and returns how many steps that took. */
  private int simulate(long ptsNanos) {
    long target = stepAt(ptsNanos);
    if (step < 0 || target - step > MOST_STEPS) {
      step = target - 1;
    }
    int steps = (int) (target - step);
    for (int i = 0; i < steps; i++) {
      step++;
      flow.update((int) step, mood.drive());
      times.end(Stage.FIELD);
      crew.share(splatter.chunks(), this::moveChunk);
      times.end(Stage.MOVE);
      splatter.prefix();
      crew.share(splatter.chunks(), splatter::move);
      crew.share((splatter.bands() + 1) / 2, pair -> splatter.fill(2 * pair));
      crew.share(splatter.bands() / 2, pair -> splatter.fill(2 * pair + 1));
      times.end(Stage.LIGHT);
    }
    return steps;
  }

  private static long stepAt(long ptsNanos) {
    long seconds = ptsNanos / 1_000_000_000L;
    long rest = ptsNanos % 1_000_000_000L;
    return seconds * Flow.STEPS_PER_SECOND + rest * Flow.STEPS_PER_SECOND / 1_000_000_000L;
  }

  private void moveChunk(int chunk) {
    int end = splatter.chunkEnd(chunk);
    settings.kernels().step().advance(particles, flow, Splatter.chunkStart(chunk), end);
    splatter.count(chunk);
  }

  private static int fade(int steps) {
    double left = StrictMath.pow(1 - FADE_PER_STEP, steps);
    return (int) Math.min(511, 512 * (1 - left));
  }

  private void develop(ByteBuffer pixels, int fade) {
    palette.mix(mood.drive());
    developer.begin(palette);
    crew.share(
        developer.slices(), slice -> developer.develop(slice, palette, fade, pixels, bench.get()));
  }

  /** Returns how long the stages took. */
  public StageTimes times() {
    return times;
  }

  @Override
  public void close() {
    closed = true;
    crew.close();
  }

  @Override
  public String toString() {
    return "CpuVisualEngine["
        + format
        + ", "
        + particles.count()
        + " particles, "
        + settings.kernels().name()
        + "]";
  }
}
