package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.biometric.Beat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeadVoteTest {

  private static final int RATE = 250;
  private static final int SECONDS = 60;

  private record Found(double sample, long decidedAt, double confidence, Beat.Kind kind) {}

  private final SimulatedSubject subject = SimulatedSubject.builder().seed(12).build();
  private final float[] ecg = ecg();

  @Test
  void oneLeadIsHeardAsByItsDetector() {
    List<Found> alone = new ArrayList<>();
    new BeatDetector(RATE, (s, at, c, kind) -> alone.add(new Found(s, at, c, kind)))
        .push(ecg, 0, ecg.length);
    assertThat(vote(ecg, 1, 73)).isNotEmpty().isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 73, 4096})
  void sizeOfChunksChangesNoBit(int chunk) {
    float[] both = both(ecg, shifted(5, -0.4f, 0.05f));
    assertThat(vote(both, 2, chunk)).isNotEmpty().isEqualTo(vote(both, 2, ecg.length));
  }

  @Test
  void earlierBeatsAreTheSameWhereverTheInputEnds() {
    float[] both = both(ecg, shifted(5, -0.4f, 0.05f));
    List<Found> whole = vote(both, 2, 64);
    for (int end = 1000; end < ecg.length; end += 1777) {
      int limit = end;
      assertThat(vote(Arrays.copyOf(both, 2 * end), 2, 64))
          .as("cut at %d", end)
          .isEqualTo(whole.stream().filter(beat -> beat.decidedAt < limit).toList());
    }
  }

  @Test
  void everyBeatIsToldOnceThoughBothLeadsSeeIt() {
    List<Found> found = vote(both(ecg, shifted(8, 0.6f, 0.02f)), 2, 64);
    for (int i = 1; i < found.size(); i++) {
      assertThat(found.get(i).sample - found.get(i - 1).sample).isGreaterThan(0.3 * RATE);
    }
    assertThat(missed(found, 5, SECONDS - 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void leadThatComesOffCostsNoMoreThanTwoBeats(int off) {
    float[][] leads = {ecg.clone(), shifted(5, 0.8f, 0.02f)};
    Arrays.fill(leads[off], 20 * RATE, 40 * RATE, Float.NaN);
    List<Found> found = vote(both(leads[0], leads[1]), 2, 64);
    assertThat(missed(found, 5, SECONDS - 1)).isLessThanOrEqualTo(2);
    assertThat(found.size()).isLessThanOrEqualTo(truth().size());
  }

  @Test
  void leadThatWasNeverOnIsNotWaitedFor() {
    List<Found> found = vote(both(new float[ecg.length], ecg), 2, 64);
    assertThat(missed(found, 5, SECONDS - 1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17})
  void numberOfLeadsIsChecked(int leads) {
    assertThatThrownBy(() -> new LeadVote(RATE, leads, (s, at, c, kind) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + leads);
  }

  private long missed(List<Found> found, double from, double to) {
    return truth().stream()
        .filter(beat -> beat > from && beat < to)
        .filter(beat -> found.stream().noneMatch(f -> Math.abs(f.sample / RATE - beat) < 0.15))
        .count();
  }

  private List<Double> truth() {
    return subject.groundTruth(Duration.ofSeconds(SECONDS)).beatSeconds();
  }

  private float[] shifted(int samples, float gain, float noise) {
    Random random = new Random(4);
    float[] lead = new float[ecg.length];
    for (int i = 0; i < lead.length; i++) {
      lead[i] = gain * ecg[Math.max(0, i - samples)] + noise * (float) random.nextGaussian();
    }
    return lead;
  }

  @Test
  void clearlyStrongerLeadPlacesTheBeat() {
    float[] wave = both(shifted(9, 0.25f, 0.005f), shifted(0, 1, 0.005f));
    List<Double> atOnce = new ArrayList<>();
    List<Double> finals = new ArrayList<>();
    LeadVote vote =
        new LeadVote(
            RATE,
            2,
            new BeatDetector.Listener() {
              @Override
              public void onBeat(double s, long at, double confidence, Beat.Kind kind) {
                atOnce.add(s);
              }

              @Override
              public void onFinal(double s, long at, double confidence, Beat.Kind kind) {
                finals.add(s);
                assertThat(finals).hasSameSizeAs(atOnce);
              }
            });
    vote.push(wave, 0, wave.length / 2, 2);
    vote.gap();
    List<Double> truth = subject.groundTruth(Duration.ofSeconds(SECONDS)).beatSeconds();
    assertThat(finals).hasSameSizeAs(atOnce).hasSizeGreaterThan(40);
    for (double sample : finals.subList(finals.size() / 2, finals.size())) {
      assertThat(truth).anyMatch(beat -> Math.abs(beat * RATE - sample) < 2);
    }
  }

  private static float[] both(float[] first, float[] second) {
    float[] both = new float[2 * first.length];
    for (int i = 0; i < first.length; i++) {
      both[2 * i] = first[i];
      both[2 * i + 1] = second[i];
    }
    return both;
  }

  private static List<Found> vote(float[] wave, int leads, int chunk) {
    List<Found> found = new ArrayList<>();
    LeadVote vote =
        new LeadVote(RATE, leads, (s, at, c, kind) -> found.add(new Found(s, at, c, kind)));
    int frames = wave.length / leads;
    for (int i = 0; i < frames; i += chunk) {
      vote.push(wave, i * leads, Math.min(chunk, frames - i), leads);
    }
    return found;
  }

  /** Sample n was measured n / RATE seconds after the beginning. */
  private float[] ecg() {
    float[] wave = new float[SECONDS * RATE + 1];
    int[] count = {1};
    subject.poll(
        0, (signal, time, origin, block, offset, frames, flags) -> assertThat(frames).isZero());
    subject.poll(
        SECONDS * 1_000_000_000L,
        (signal, time, origin, block, offset, frames, flags) -> {
          if (signal.name().equals("ecg")) {
            System.arraycopy(block, offset, wave, count[0], frames);
            count[0] += frames;
          }
        });
    return wave;
  }
}
