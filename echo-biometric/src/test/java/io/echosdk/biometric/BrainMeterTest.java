package io.echosdk.biometric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BrainMeter.Flaw;
import io.echosdk.testing.Allocations;
import io.echosdk.testing.Waves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BrainMeterTest {

  private static final int RATE = 256;

  @Test
  void eyesClosedShowAlphaAndItsFrequency() {
    BrainMeter meter = new BrainMeter(RATE, 4);
    feed(meter, eeg(subject().eyesClosed(2, 30), 30), 4);
    assertThat(meter.relative(2)).isGreaterThan(0.6);
    assertThat(meter.rhythmic(2)).isGreaterThan(0.9);
    assertThat(meter.alphaFrequencyHz()).isCloseTo(10, within(0.3));
    assertThat(meter.confidence()).isEqualTo(1);
  }

  @Test
  void alphaFrequencyIsThatOfTheRhythmAtAnySeed() {
    for (long seed = 1; seed <= 3; seed++) {
      for (double hz : new double[] {8.5, 10, 11.5}) {
        for (double microvolts : new double[] {5, 10, 20}) {
          BrainMeter meter = new BrainMeter(RATE, 4);
          float[] open = eeg(subject().seed(seed), 30);
          for (int i = 0; i < open.length; i++) {
            open[i] += (float) (microvolts * Math.sin(2 * Math.PI * hz * (i / 4) / RATE));
          }
          feed(meter, open, 4);
          assertThat(meter.alphaFrequencyHz())
              .as("seed %d, %.1f Hz, %.0f µV", seed, hz, microvolts)
              .isCloseTo(hz, within(0.3));
        }
      }
    }
  }

  @Test
  void openEyesHaveNoAlphaFrequency() {
    for (long seed = 1; seed <= 4; seed++) {
      BrainMeter meter = new BrainMeter(RATE, 4);
      feed(meter, eeg(subject().seed(seed), 30), 4);
      assertThat(meter.alphaFrequencyHz()).as("seed " + seed).isNaN();
      assertThat(meter.confidence()).isGreaterThan(0.8);
    }
  }

  @Test
  void blinksRaiseNeitherDeltaNorTheta() {
    SimulatedSubject.Builder calm = subject().eegChannels("Fp1");
    double[] without = means(calm, 30);
    double[] with = means(calm.blink(10).blink(15).blink(20).blink(25), 30);
    assertThat(with[0] + with[1]).isCloseTo(without[0] + without[1], within(0.05));
    BrainMeter meter = new BrainMeter(RATE, 1);
    feed(meter, eeg(calm, 11), 1);
    assertThat(meter.has(Flaw.BLINK)).isTrue();
    assertThat(meter.confidence()).isLessThan(1);
  }

  @Test
  void clenchedJawIsFlaggedAndSaysNothingOfBetaAndGamma() {
    BrainMeter meter = new BrainMeter(RATE, 4);
    feed(meter, eeg(subject().clenchedJaw(10, 20), 18), 4);
    assertThat(meter.has(Flaw.MUSCLE)).isTrue();
    assertThat(meter.relative(3)).isNaN();
    assertThat(meter.relative(4)).isNaN();
    assertThat(meter.confidence()).isZero();
  }

  @Test
  void flatClippedInvalidAndHummingChannelsAreLeftOut() {
    assertThat(flawOf(t -> 3f)).containsExactly(Flaw.FLAT);
    assertThat(flawOf(t -> Float.NaN)).containsExactly(Flaw.INVALID);
    assertThat(flawOf(t -> (float) Math.max(-60, Math.min(60, 90 * Math.sin(9 * t)))))
        .contains(Flaw.CLIPPED);
    Random random = new Random(5);
    assertThat(flawOf(t -> (float) (random.nextGaussian() + 100 * Math.sin(100 * Math.PI * t))))
        .contains(Flaw.LINE);
  }

  @Test
  void humIsTakenOutBeforeAnythingIsMeasured() {
    float[] calm = eeg(subject(), 20);
    float[] humming = calm.clone();
    for (int i = 0; i < humming.length; i++) {
      humming[i] += (float) (30 * Math.sin(2 * Math.PI * 50 * (i / 4) / RATE));
    }
    BrainMeter quiet = new BrainMeter(RATE, 4);
    BrainMeter loud = new BrainMeter(RATE, 4);
    feed(quiet, calm, 4);
    feed(loud, humming, 4);
    for (int band = 0; band < BrainMeter.BANDS; band++) {
      assertThat(loud.relative(band)).isCloseTo(quiet.relative(band), within(0.01));
    }
  }

  @Test
  void goodChannelsSpeakForABrokenOne() {
    float[] whole = eeg(subject().eyesClosed(2, 20), 20);
    for (int i = 0; i < whole.length; i += 4) {
      whole[i] = 0;
    }
    BrainMeter meter = new BrainMeter(RATE, 4);
    feed(meter, whole, 4);
    assertThat(meter.relative(2)).isGreaterThan(0.6);
    assertThat(meter.confidence()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void nothingIsAllocatedForASample() {
    float[] calm = eeg(subject(), 10);
    BrainMeter meter = new BrainMeter(RATE, 4);
    assertThat(Allocations.leastBytesDuring(() -> feed(meter, calm, 4), 5)).isZero();
  }

  @Test
  void wavesAreLateByTheDelayThatTheyState() {
    double[] middles = {2, Math.sqrt(32), Math.sqrt(104), Math.sqrt(390), Math.sqrt(1350)};
    for (int band = 0; band < BrainMeter.BANDS; band++) {
      BrainWaves waves = new BrainWaves(RATE);
      double weight = 0;
      double moment = 0;
      double width = 3 / middles[band]; // of a wave packet, whose middle is at 12 s
      for (int i = 0; i < 24 * RATE; i++) {
        double t = (double) i / RATE - 12;
        double packet = Math.exp(-t * t / (2 * width * width));
        waves.add((float) (10 * packet * Math.sin(2 * Math.PI * middles[band] * t)));
        double square = waves.wave(band) * waves.wave(band);
        weight += square;
        moment += square * t;
      }
      assertThat(moment / weight)
          .as("band " + band)
          .isCloseTo(waves.delaySeconds(band), within(0.1 * waves.delaySeconds(band)));
    }
  }

  private static SimulatedSubject.Builder subject() {
    return SimulatedSubject.builder().onlyScripted().eegChannels("C3", "C4", "O1", "O2");
  }

  private interface Wave {
    float at(double seconds);
  }

  private static List<Flaw> flawOf(Wave wave) {
    BrainMeter meter = new BrainMeter(RATE, 1);
    float[] samples = new float[10 * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = wave.at((double) i / RATE);
    }
    feed(meter, samples, 1);
    assertThat(meter.relative(0)).isNaN();
    assertThat(meter.confidence()).isZero();
    return Arrays.stream(Flaw.values()).filter(meter::has).toList();
  }

  private static double[] means(SimulatedSubject.Builder subject, int seconds) {
    BrainMeter meter = new BrainMeter(RATE, 1);
    double[] sums = new double[BrainMeter.BANDS];
    int known = 0;
    for (float sample : eeg(subject, seconds)) {
      if (meter.add(new float[] {sample}, 0) && !Double.isNaN(meter.relative(0))) {
        known++;
        for (int band = 0; band < sums.length; band++) {
          sums[band] += meter.relative(band);
        }
      }
    }
    for (int band = 0; band < sums.length; band++) {
      sums[band] /= known;
    }
    return sums;
  }

  private static void feed(BrainMeter meter, float[] samples, int channels) {
    for (int i = 0; i < samples.length; i += channels) {
      meter.add(samples, i);
    }
  }

  private static float[] eeg(SimulatedSubject.Builder subject, int seconds) {
    List<float[]> blocks = new ArrayList<>();
    try (SimulatedSubject body = subject.eegRateHz(RATE).build()) {
      body.poll(0, (signal, time, origin, samples, offset, frames, flags) -> {});
      body.poll(
          seconds * 1_000_000_000L,
          (signal, time, origin, samples, offset, frames, flags) -> {
            if (signal.kind() == SignalKind.EEG) {
              int width = signal.channels().size();
              blocks.add(Arrays.copyOfRange(samples, offset, offset + frames * width));
            }
          });
    }
    return Waves.joined(blocks);
  }
}
