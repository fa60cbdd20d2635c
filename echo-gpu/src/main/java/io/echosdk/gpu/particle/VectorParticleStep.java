package io.echosdk.gpu.particle;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import io.echosdk.api.HotPath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel for wide registers: the operations of {@link ScalarParticleStep}, in the same order,
 * on as many particles at once as a register holds. Loaded only where {@code jdk.incubator.vector}
 * is there.
 */
final class VectorParticleStep implements ParticleStep {

  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int LANES = F.length();

  /** Returns how many bits a register has. */
  static int bits() {
    return F.vectorBitSize();
  }

  @Override
  @HotPath
  public void advance(Particles p, Flow f, int from, int to) {
    int[] nodes = new int[LANES]; // does not escape the loop's gathers
    for (int i = from; i < to; i += LANES) {
      advance(p, f, i, nodes);
    }
  }

  private static void advance(Particles p, Flow f, int i, int[] nodes) {
    FloatVector x = FloatVector.fromArray(F, p.x, i);
    FloatVector y = FloatVector.fromArray(F, p.y, i);
    FloatVector gx = x.sub(f.originX).mul(f.nodesPerUnit).max(0.5f).min(f.lastCellX);
    FloatVector gy = y.sub(f.originY).mul(f.nodesPerUnit).max(0.5f).min(f.lastCellY);
    FloatVector roundedX = gx.sub(0.5f).add(ROUND);
    FloatVector roundedY = gy.sub(0.5f).add(ROUND);
    FloatVector fx = gx.sub(roundedX.sub(ROUND));
    FloatVector fy = gy.sub(roundedY.sub(ROUND));
    integer(roundedY).mul(f.columns).add(integer(roundedX)).intoArray(nodes, 0);

    FloatVector u = bilinear(f.u, nodes, f.columns, fx, fy);
    FloatVector v = bilinear(f.v, nodes, f.columns, fx, fy);
    FloatVector heat = bilinear(f.heat, nodes, f.columns, fx, fy);

    FloatVector depth = FloatVector.fromArray(F, p.depth, i);
    FloatVector vx = FloatVector.fromArray(F, p.vx, i);
    FloatVector vy = FloatVector.fromArray(F, p.vy, i);
    vx = vx.add(u.mul(depth).sub(vx).mul(Flow.RESPONSE));
    vy = vy.add(v.mul(depth).sub(vy).mul(Flow.RESPONSE));
    x = x.add(vx);
    y = y.add(vy);
    FloatVector age =
        FloatVector.fromArray(F, p.age, i).add(FloatVector.fromArray(F, p.rate, i).mul(f.haste));

    FloatVector one = FloatVector.broadcast(F, 1);
    FloatVector visible = age.mul(one.sub(age)).max(0).mul(FloatVector.fromArray(F, p.gain, i));
    FloatVector bright = visible.mul(heat.mul(f.boost).add(f.base));
    FloatVector warmth = FloatVector.fromArray(F, p.tint, i).add(heat.mul(f.warming)).max(0).min(1);
    FloatVector warm = bright.mul(warmth).min(Particles.MAX_LIGHT);
    FloatVector cool = bright.mul(one.sub(warmth)).min(Particles.MAX_LIGHT);

    x.intoArray(p.x, i);
    y.intoArray(p.y, i);
    vx.intoArray(p.vx, i);
    vy.intoArray(p.vy, i);
    age.intoArray(p.age, i);
    integer(x.mul(f.spotsPerUnit).add(ROUND)).intoArray(p.spotX, i);
    integer(y.mul(f.spotsPerUnit).add(ROUND)).intoArray(p.spotY, i);
    integer(cool.add(ROUND)).lanewise(LSHL, 12).or(integer(warm.add(ROUND))).intoArray(p.light, i);

    VectorMask<Float> over = age.compare(GE, 1);
    over = over.or(x.compare(LT, f.left)).or(x.compare(GT, f.right));
    over = over.or(y.compare(LT, f.top)).or(y.compare(GT, f.bottom));
    if (over.anyTrue()) {
      respawn(p, f, i, over.toLong());
    }
  }

  private static IntVector integer(FloatVector rounded) {
    return rounded.reinterpretAsInts().sub(ROUND_BITS);
  }

  private static FloatVector bilinear(
      float[] field, int[] nodes, int columns, FloatVector fx, FloatVector fy) {
    FloatVector a = FloatVector.fromArray(F, field, 0, nodes, 0);
    FloatVector b = FloatVector.fromArray(F, field, 1, nodes, 0);
    FloatVector c = FloatVector.fromArray(F, field, columns, nodes, 0);
    FloatVector d = FloatVector.fromArray(F, field, columns + 1, nodes, 0);
    FloatVector upper = a.add(b.sub(a).mul(fx));
    FloatVector lower = c.add(d.sub(c).mul(fx));
    return upper.add(lower.sub(upper).mul(fy));
  }

  private static void respawn(Particles p, Flow f, int first, long lanes) {
    for (long left = lanes; left != 0; left &= left - 1) {
      p.respawn(first + Long.numberOfTrailingZeros(left), f);
    }
  }
}
