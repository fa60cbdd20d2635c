package io.echosdk.gpu.particle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.echosdk.gpu.body.Drive;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParticleStepPropertyTest {

  private static final int COUNT = 5_000;

  private static Drive randomDrive(Random random) {
    Drive drive = new Drive();
    drive.speed = 0.7f + 1.2f * random.nextFloat();
    drive.turbulence = random.nextFloat();
    drive.coherence = random.nextFloat();
    drive.movement = random.nextFloat();
    drive.lungs = random.nextFloat();
    drive.breathing = 2 * random.nextFloat() - 1;
    drive.pulse = random.nextFloat();
    drive.beatStrength = random.nextFloat();
    for (int i = 0; i < drive.beatAges.length; i++) {
      drive.beatAges[i] = 2 * random.nextFloat();
    }
    for (int i = 0; i < drive.bands.length; i++) {
      drive.bands[i] = random.nextFloat();
    }
    return drive;
  }

  @Test
  void vectorKernelGivesTheBitsOfTheScalarOne() {
    Kernels chosen = Kernels.choose();
    assumeTrue(chosen.name().equals("vector"), chosen.reason());
    for (long seed = 1; seed <= 6; seed++) {
      Random random = new Random(seed);
      int width = 320 + 2 * random.nextInt(400);
      int height = 180 + 2 * random.nextInt(400);
      int side = Math.min(width, height);
      Flow flow = new Flow(width, height, COUNT, seed);
      Particles scalar = new Particles(COUNT, seed, (float) width / side, (float) height / side);
      Particles vector = new Particles(COUNT, seed, (float) width / side, (float) height / side);
      for (int step = 0; step < 150; step++) {
        flow.update(step, randomDrive(random));
        new ScalarParticleStep().advance(scalar, flow, 0, scalar.padded());
        chosen.step().advance(vector, flow, 0, vector.padded());
      }
      String what = "seed " + seed;
      assertThat(bits(vector.x)).as(what).isEqualTo(bits(scalar.x));
      assertThat(bits(vector.y)).as(what).isEqualTo(bits(scalar.y));
      assertThat(bits(vector.vx)).as(what).isEqualTo(bits(scalar.vx));
      assertThat(bits(vector.vy)).as(what).isEqualTo(bits(scalar.vy));
      assertThat(bits(vector.age)).as(what).isEqualTo(bits(scalar.age));
      assertThat(vector.spotX).as(what).isEqualTo(scalar.spotX);
      assertThat(vector.spotY).as(what).isEqualTo(scalar.spotY);
      assertThat(vector.light).as(what).isEqualTo(scalar.light);
    }
  }

  @Test
  void particlesStayFiniteAndNearThePictureAndKeepShining() {
    Random random = new Random(3);
    Flow flow = new Flow(640, 360, COUNT, 3);
    Particles particles = new Particles(COUNT, 3, 640 / 360f, 1);
    for (int step = 0; step < 1_200; step++) {
      flow.update(step, randomDrive(random));
      new ScalarParticleStep().advance(particles, flow, 0, particles.padded());
    }
    int lit = 0;
    for (int i = 0; i < COUNT; i++) {
      assertThat(particles.x[i]).isBetween(-0.2f, 640 / 360f + 0.2f);
      assertThat(particles.y[i]).isBetween(-0.2f, 1.2f);
      lit += particles.light[i] != 0 ? 1 : 0;
    }
    assertThat(lit).isGreaterThan(COUNT * 9 / 10);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
