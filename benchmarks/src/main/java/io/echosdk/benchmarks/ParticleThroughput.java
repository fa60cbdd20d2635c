package io.echosdk.benchmarks;

import com.badlogic.gdx.graphics.g2d.ParticleEmitter;
import com.badlogic.gdx.graphics.g2d.Sprite;
import com.badlogic.gdx.utils.Array;
import io.echosdk.gpu.body.Drive;
import io.echosdk.gpu.particle.Flow;
import io.echosdk.gpu.particle.Kernels;
import io.echosdk.gpu.particle.ParticleStep;
import io.echosdk.gpu.particle.Particles;
import io.echosdk.gpu.particle.ScalarParticleStep;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Particle updates a second of one core: both kernels of the CPU engine, the field they follow
 * included, and libGDX's {@code ParticleEmitter.update} (life, velocity, angle, gravity and
 * transparency active), 100,000 particles each, processor time, median of rounds taken in turn.
 *
 * <p>{@code benchmarks/run ParticleThroughput}
 */
public final class ParticleThroughput {

  private static final int PARTICLES = 100_000;
  private static final int STEPS = 60;
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 9;

  private ParticleThroughput() {}

  /** Something that moves all particles once. */
  private interface Candidate {
    void step(int number);
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    Kernels chosen = Kernels.choose();
    List<String> names = new ArrayList<>(List.of("libGDX ParticleEmitter", "scalar kernel"));
    List<Candidate> candidates = new ArrayList<>(List.of(gdx(), ours(new ScalarParticleStep())));
    if (chosen.name().equals("vector")) {
      names.add("vector kernel");
      candidates.add(ours(chosen.step()));
    }
    double[][] perSecond = measure(candidates);
    double peer = median(perSecond[0]);
    out.println("benchmarks/run ParticleThroughput");
    out.println("kernel of this Java: " + chosen.name() + ", " + chosen.reason());
    for (int i = 0; i < candidates.size(); i++) {
      double median = median(perSecond[i]);
      out.printf(
          Locale.ROOT,
          "%-24s %7.1f million updates/s per core  %5.2f x libGDX%n",
          names.get(i),
          median / 1e6,
          median / peer);
    }
  }

  private static double[][] measure(List<Candidate> candidates) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[][] perSecond = new double[candidates.size()][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int i = 0; i < candidates.size(); i++) {
        long start = threads.getCurrentThreadCpuTime();
        for (int step = 0; step < STEPS; step++) {
          candidates.get(i).step((round + WARM_UP) * STEPS + step);
        }
        double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
        if (round >= 0) {
          perSecond[i][round] = (double) PARTICLES * STEPS / seconds;
        }
      }
    }
    return perSecond;
  }

  private static Candidate ours(ParticleStep kernel) {
    Flow flow = new Flow(1280, 720, PARTICLES, 42);
    Particles particles = new Particles(PARTICLES, 42, 1280 / 720f, 1);
    Drive drive = new Drive();
    return number -> {
      flow.update(number, drive);
      kernel.advance(particles, flow, 0, particles.padded());
    };
  }

  private static Candidate gdx() {
    ParticleEmitter emitter = new ParticleEmitter();
    emitter.setMaxParticleCount(PARTICLES);
    emitter.setMinParticleCount(PARTICLES);
    emitter.setSprites(new Array<>(new Sprite[] {new Sprite()}));
    emitter.setContinuous(true);
    emitter.getEmission().setHigh(1e6f);
    emitter.getLife().setHigh(1e7f);
    activate(emitter.getVelocity(), 30);
    activate(emitter.getAngle(), 360);
    activate(emitter.getGravity(), 5);
    activate(emitter.getTransparency(), 1);
    emitter.start();
    for (int i = 0; i < 600 && emitter.getActiveCount() < PARTICLES; i++) {
      emitter.update(1 / 60f);
    }
    return number -> {
      emitter.update(1 / 60f);
      if (emitter.getActiveCount() < PARTICLES) {
        throw new IllegalStateException("only " + emitter.getActiveCount() + " particles live");
      }
    };
  }

  private static void activate(ParticleEmitter.ScaledNumericValue value, float high) {
    value.setActive(true);
    value.setHigh(0, high);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
