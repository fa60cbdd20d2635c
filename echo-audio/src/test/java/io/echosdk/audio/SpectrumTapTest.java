package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.audio.Spectrum;
import io.echosdk.testing.Allocations;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpectrumTapTest {

  private static final int RATE = 48_000;

  private final SpectrumTap tap = new SpectrumTap(AudioFormat.STEREO_48K);

  @Test
  void fullScaleSineInTheMiddleOfABandReadsZeroDb() {
    for (int b = 2; b < SpectrumTap.BANDS; b++) { // below, the window cannot tell a tone's mirror
      double hz = middle(b);
      tap.reset();
      play(hz, hz, 1, 0, 8192);
      assertThat(tap.latest().bandsDb()[b])
          .as("band %d at %.1f Hz", b, hz)
          .isCloseTo(0f, within(0.1f));
    }
  }

  @Test
  void lowestBandsAreWithinOneDbOfZero() {
    for (int b = 0; b < 2; b++) {
      tap.reset();
      play(middle(b), middle(b), 1, 0, 8192);
      assertThat(tap.latest().bandsDb()[b]).as("band %d", b).isCloseTo(0f, within(1f));
    }
  }

  @Test
  void toneIsAtLeastSixtyDbLowerThreeBandsAway() {
    for (int b = 16; b < SpectrumTap.BANDS; b++) {
      tap.reset();
      play(middle(b), middle(b), 1, 0, 8192);
      float[] bands = tap.latest().bandsDb();
      for (int other = 0; other < SpectrumTap.BANDS; other++) {
        if (Math.abs(other - b) >= 3) {
          assertThat(bands[other]).as("band %d of a tone in %d", other, b).isLessThan(-60);
        }
      }
    }
  }

  @Test
  void toneAtTheEdgeOfTwoBandsIsSharedByThem() {
    double edge = 30 * Math.pow(16_000 / 30.0, 24 / 32.0);
    play(edge, edge, 1, 0, 8192);
    assertThat(tap.latest().bandsDb()[23]).isCloseTo(-3, within(0.5f));
    assertThat(tap.latest().bandsDb()[24]).isCloseTo(-3, within(0.5f));
  }

  @Test
  void oppositePhasesDoNotCancelAndEarsCountHalfEach() {
    int b = 20;
    play(middle(b), middle(b), 1, Math.PI, 8192);
    assertThat(tap.latest().bandsDb()[b]).isCloseTo(0f, within(0.1f));
    tap.reset();
    play(middle(b), middle(26), 1, 0, 8192);
    assertThat(tap.latest().bandsDb()[b]).isCloseTo(-3.01f, within(0.1f));
    assertThat(tap.latest().bandsDb()[26]).isCloseTo(-3.01f, within(0.1f));
  }

  @Test
  void quieterToneReadsAsManyDecibelsLess() {
    for (int db = -10; db >= -100; db -= 10) {
      tap.reset();
      play(middle(20), middle(20), Math.pow(10, db / 20.0), 0, 8192);
      assertThat(tap.latest().bandsDb()[20]).isCloseTo(db, within(0.1f));
    }
  }

  @Test
  void silenceReadsMinus120AndSoDoesTheBeginning() {
    assertThat(tap.latest().bandsDb()).hasSize(32).containsOnly(-120f);
    tap.process(new AudioBlock(AudioFormat.STEREO_48K, 9000));
    assertThat(tap.latest().bandsDb()).containsOnly(-120f);
    assertThat(tap.latest().peak()).isZero();
    assertThat(tap.latest().rms()).isZero();
  }

  @Test
  void peakAndRmsAreThoseOfTheWindow() {
    play(1000, 1000, 0.5, 0, 8192);
    assertThat(tap.latest().peak()).isCloseTo(0.5f, within(0.001f));
    assertThat(tap.latest().rms()).isCloseTo((float) (0.5 / Math.sqrt(2)), within(0.002f));
  }

  @Test
  void stampIsTheMiddleOfTheWindowWhateverTheBlocks() {
    for (int frames : new int[] {1, 128, 1000, 1024, 2048, 5000}) {
      tap.reset();
      AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, frames);
      for (long at = 0; at < 10_000; at += frames) {
        block.stamp(at * 1_000_000_000L / RATE, at + 1);
        tap.process(block);
        long windows = (at + frames - 2048) / 1600; // full hops behind the first window
        if (at + frames >= 2048) {
          long end = 2048 + windows * 1600;
          assertThat(tap.latest().ptsNanos())
              .isCloseTo((end - 1024) * 1_000_000_000L / RATE, within(1L));
          assertThat(tap.latest().originNanos()).isEqualTo((end - 1) / frames * frames + 1);
        }
      }
    }
  }

  @Test
  void soundPassesUnchangedAndTheAnalysisDoesNotDependOnBlocks() {
    Spectrum whole = analysedInBlocksOf(16_384);
    for (int frames : new int[] {64, 100, 480, 2049}) {
      Spectrum pieces = analysedInBlocksOf(frames);
      assertThat(pieces.bandsDb()).isEqualTo(whole.bandsDb());
      assertThat(pieces.ptsNanos()).isCloseTo(whole.ptsNanos(), within(1L));
    }
  }

  @Test
  void brokenSamplesAreForgottenWithTheirWindow() {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 2048);
    Arrays.fill(block.plane(0), Float.NaN);
    Arrays.fill(block.plane(1), Float.POSITIVE_INFINITY);
    tap.process(block);
    assertThat(tap.latest().bandsDb()).containsOnly(-120f);
    play(middle(20), middle(20), 1, 0, 8192);
    assertThat(tap.latest().bandsDb()[20]).isCloseTo(0f, within(0.1f));
  }

  @Test
  void monoAndFiveChannelsAreCalibratedToo() {
    for (int channels : new int[] {1, 3, 5}) {
      AudioFormat format = new AudioFormat(RATE, channels);
      SpectrumTap other = new SpectrumTap(format);
      AudioBlock block = new AudioBlock(format, 4096);
      for (int c = 0; c < channels; c++) {
        fill(block.plane(c), 0, middle(20), 1, c);
      }
      other.process(block);
      assertThat(other.latest().bandsDb()[20]).isCloseTo(0f, within(0.1f));
    }
  }

  @Test
  void processAllocatesNothing() {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 480);
    Runnable work =
        () -> {
          for (int i = 0; i < 2000; i++) {
            tap.process(block);
          }
        };
    assertThat(Allocations.leastBytesDuring(work, 5)).isZero();
  }

  private Spectrum analysedInBlocksOf(int frames) {
    SpectrumTap fresh = new SpectrumTap(AudioFormat.STEREO_48K);
    for (int at = 0; at < 16_384; at += frames) {
      AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, Math.min(frames, 16_384 - at));
      fill(block.plane(0), at, 333, 0.5, 0);
      fill(block.plane(1), at, 4444, 0.5, 0);
      float[] before = block.plane(0).clone();
      block.stamp(at * 1_000_000_000L / RATE, 0);
      fresh.process(block);
      assertThat(block.plane(0)).isEqualTo(before);
    }
    return fresh.latest();
  }

  private void play(double leftHz, double rightHz, double level, double rightPhase, int frames) {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, frames);
    fill(block.plane(0), 0, leftHz, level, 0);
    fill(block.plane(1), 0, rightHz, level, rightPhase);
    tap.process(block);
  }

  private static void fill(float[] plane, int first, double hz, double level, double phase) {
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (float) (level * Math.sin(phase + 2 * Math.PI * hz * (first + i) / RATE));
    }
  }

  private static double middle(int band) {
    return 30 * Math.pow(16_000 / 30.0, (band + 0.5) / 32);
  }
}
