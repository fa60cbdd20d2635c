package io.echosdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.benchmarks.BeatScorer.Score;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BeatScorerPropertyTest {

  private static final double TOLERANCE = 54;

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void perfectInputScoresHundred(int seed) {
    double[] beats = beats(new Random(seed));
    Score score = BeatScorer.score(beats, beats, TOLERANCE);
    assertThat(score.matched()).isEqualTo(beats.length);
    assertThat(score.sensitivity()).isEqualTo(100);
    assertThat(score.precision()).isEqualTo(100);
    assertThat(score.detectionErrorRate()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyDoubledBeatCosts(int seed) {
    double[] beats = beats(new Random(seed));
    double[] doubled = Arrays.stream(beats).flatMap(b -> DoubleStream.of(b, b + 10)).toArray();
    Score score = BeatScorer.score(beats, doubled, TOLERANCE);
    assertThat(score.matched()).isEqualTo(beats.length);
    assertThat(score.invented()).isEqualTo(beats.length);
    assertThat(score.missed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shiftsWithinTheToleranceCostNothing(int seed) {
    Random random = new Random(seed);
    double[] beats = beats(random);
    double shift = TOLERANCE * (2 * random.nextDouble() - 1);
    double[] shifted = Arrays.stream(beats).map(b -> b + shift).toArray();
    Score score = BeatScorer.score(beats, shifted, TOLERANCE);
    assertThat(score.detectionErrorRate()).isZero();
    assertThat(Arrays.stream(score.errors()).average().orElseThrow())
        .isCloseTo(shift, org.assertj.core.api.Assertions.within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shiftsBeyondTheToleranceCostBothWays(int seed) {
    double[] beats = beats(new Random(seed));
    double[] shifted = Arrays.stream(beats).map(b -> b + TOLERANCE + 1).toArray();
    Score score = BeatScorer.score(beats, shifted, TOLERANCE);
    assertThat(score.missed()).isEqualTo(beats.length);
    assertThat(score.invented()).isEqualTo(beats.length);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void countsAddUpAndPairsAreOneToOneAndAsManyAsPossible(int seed) {
    Random random = new Random(seed);
    double[] reference = random.doubles(12, 0, 1000).sorted().toArray();
    double[] found = random.doubles(12, 0, 1000).sorted().toArray();
    int[] partner = BeatScorer.match(reference, found, TOLERANCE);
    int[] used = Arrays.stream(partner).filter(r -> r >= 0).toArray();
    assertThat(used).doesNotHaveDuplicates();
    assertThat(used.length).isEqualTo(mostPairs(reference, found, 0, 0));
    for (int f = 0; f < found.length; f++) {
      if (partner[f] >= 0) {
        assertThat(Math.abs(found[f] - reference[partner[f]])).isLessThanOrEqualTo(TOLERANCE);
      }
    }
    Score score = BeatScorer.score(reference, found, TOLERANCE);
    assertThat(score.matched() + score.missed()).isEqualTo(reference.length);
    assertThat(score.matched() + score.invented()).isEqualTo(found.length);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsExcludedCountsNeitherWay(int seed) {
    double[] beats = beats(new Random(seed));
    double middle = beats[beats.length / 2];
    Score score = BeatScorer.score(beats, new double[0], TOLERANCE, new double[] {0, middle});
    assertThat(score.missed()).isEqualTo(beats.length - beats.length / 2);
    assertThat(
            BeatScorer.score(new double[0], beats, TOLERANCE, new double[] {0, middle}).invented())
        .isEqualTo(beats.length - beats.length / 2);
  }

  /** The slow twin: tries everything. */
  private static int mostPairs(double[] reference, double[] found, int r, int f) {
    int[][] most = new int[reference.length + 1][found.length + 1];
    for (int i = reference.length - 1; i >= r; i--) {
      for (int j = found.length - 1; j >= f; j--) {
        boolean near = Math.abs(reference[i] - found[j]) <= TOLERANCE;
        most[i][j] =
            Math.max(Math.max(most[i + 1][j], most[i][j + 1]), near ? 1 + most[i + 1][j + 1] : 0);
      }
    }
    return most[r][f];
  }

  private static double[] beats(Random random) {
    double[] beats = new double[50];
    double at = 0;
    for (int i = 0; i < beats.length; i++) {
      at += 150 + 300 * random.nextDouble();
      beats[i] = at;
    }
    return beats;
  }
}
