package io.echosdk.gpu.light;

import io.echosdk.api.HotPath;
import io.echosdk.gpu.particle.Particles;
import java.util.Arrays;

/**
 * Lets each particle's light fall on the 2x2 pixels around it.
 *
 * <p>Particles are first sorted by horizontal band of the picture (a counting sort in chunks): the
 * light of one band stays in the second-level cache, and bands can be filled by different threads.
 * A particle also reaches the first row below its band; filling the even bands first and the odd
 * ones after keeps threads from meeting there.
 *
 * <p>Each step: {@link #count} every chunk, {@link #prefix}, {@link #move} every chunk, {@link
 * #fill} every even band, then every odd one.
 */
public final class Splatter {

  /** How many particles one piece of work has. */
  public static final int CHUNK = 8192;

  private static final int BAND_ROWS = 8;
  private static final int POSITION_BITS = 20;
  private static final int POSITION_MASK = (1 << POSITION_BITS) - 1;
  private static final int ONE = 1 << Particles.SPOT_BITS;

  private final LightPlane plane;
  private final Particles particles;
  private final int bands;
  private final int chunks;
  private final int[] starts; // [chunk][band]: counts, then where the chunk's part begins
  private final int[] bandStarts;
  private final long[] spots; // sorted: x, y, light

  /** Prepares for one plane and one set of particles. */
  public Splatter(LightPlane plane, Particles particles) {
    this.plane = plane;
    this.particles = particles;
    bands = (plane.height + BAND_ROWS - 1) / BAND_ROWS;
    chunks = (particles.padded() + CHUNK - 1) / CHUNK;
    starts = new int[chunks * bands];
    bandStarts = new int[bands + 1];
    spots = new long[particles.padded()];
  }

  /** Returns how many pieces {@link #count} and {@link #move} have. */
  public int chunks() {
    return chunks;
  }

  /** Returns how many bands the picture has. */
  public int bands() {
    return bands;
  }

  /** Returns where a chunk's particles begin, for whoever moves them before they are counted. */
  public static int chunkStart(int chunk) {
    return chunk * CHUNK;
  }

  /** Returns where a chunk's particles end. */
  public int chunkEnd(int chunk) {
    return Math.min((chunk + 1) * CHUNK, particles.padded());
  }

  /** Counts a chunk's particles by band. */
  @HotPath
  public void count(int chunk) {
    int own = chunk * bands;
    Arrays.fill(starts, own, own + bands, 0);
    for (int i = chunkStart(chunk), end = chunkEnd(chunk); i < end; i++) {
      if (isVisible(i)) {
        starts[own + bandOf(particles.spotY[i])]++;
      }
    }
  }

  /** Turns the counts into places; between {@link #count} and {@link #move}. */
  public void prefix() {
    int place = 0;
    for (int band = 0; band < bands; band++) {
      bandStarts[band] = place;
      for (int chunk = 0; chunk < chunks; chunk++) {
        int here = starts[chunk * bands + band];
        starts[chunk * bands + band] = place;
        place += here;
      }
    }
    bandStarts[bands] = place;
  }

  /** Moves a chunk's particles to their bands. */
  @HotPath
  public void move(int chunk) {
    int own = chunk * bands;
    for (int i = chunkStart(chunk), end = chunkEnd(chunk); i < end; i++) {
      if (isVisible(i)) {
        int y = particles.spotY[i];
        spots[starts[own + bandOf(y)]++] =
            (long) particles.light[i] << 2 * POSITION_BITS
                | (long) y << POSITION_BITS
                | particles.spotX[i];
      }
    }
  }

  /** Lets the light of a band's particles fall. */
  @HotPath
  public void fill(int band) {
    for (int i = bandStarts[band], end = bandStarts[band + 1]; i < end; i++) {
      fall(spots[i]);
    }
  }

  private void fall(long spot) {
    int spotX = (int) spot & POSITION_MASK;
    int spotY = (int) (spot >>> POSITION_BITS) & POSITION_MASK;
    int light = (int) (spot >>> 2 * POSITION_BITS);
    int warm = light & 0xfff;
    int cool = light >>> 12;
    int x = spotX >> Particles.SPOT_BITS;
    int fx = spotX & ONE - 1;
    int fy = spotY & ONE - 1;
    int here = plane.place(x, spotY >> Particles.SPOT_BITS);
    int next = plane.place(x + 1, spotY >> Particles.SPOT_BITS);
    add(here, warm, cool, (ONE - fx) * (ONE - fy));
    add(next, warm, cool, fx * (ONE - fy));
    add(here + plane.stride, warm, cool, (ONE - fx) * fy);
    add(next + plane.stride, warm, cool, fx * fy);
  }

  private void add(int place, int warm, int cool, int weight) {
    plane.warm[place] = Math.min(plane.warm[place] + (warm * weight >> 8), LightPlane.FULL);
    plane.cool[place] = Math.min(plane.cool[place] + (cool * weight >> 8), LightPlane.FULL);
  }

  private boolean isVisible(int i) {
    int limitX = plane.width - 1 << Particles.SPOT_BITS;
    int limitY = plane.height - 1 << Particles.SPOT_BITS;
    return particles.light[i] != 0
        && Integer.compareUnsigned(particles.spotX[i], limitX) < 0
        && Integer.compareUnsigned(particles.spotY[i], limitY) < 0;
  }

  private static int bandOf(int spotY) {
    return spotY / (BAND_ROWS << Particles.SPOT_BITS);
  }
}
