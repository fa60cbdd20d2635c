package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ToneProgramTest {

  private static final int RATE = 48_000;
  private static final double STATE_SECONDS = 0.25; // a whole number of every block length below

  @Test
  void soundDoesNotDependOnTheLengthOfBlocks() {
    float[][] expected = rendered(everyVoice(), 12_000, 10);
    for (int frames : new int[] {1, 63, 64, 128, 333, 480, 1024, 4800}) {
      float[][] actual = rendered(everyVoice(), frames, 10);
      assertThat(actual[0]).as("left in blocks of %d", frames).isEqualTo(expected[0]);
      assertThat(actual[1]).as("right in blocks of %d", frames).isEqualTo(expected[1]);
    }
  }

  @Test
  void soundIsTheSameToTheBitOnEveryMachine() {
    float[][] sound = rendered(everyVoice(), 480, 40);
    CRC32 crc = new CRC32();
    for (float[] ear : sound) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * ear.length);
      bytes.asFloatBuffer().put(ear);
      crc.update(bytes);
    }
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("b0afbf04");
  }

  @Test
  void stateTakesEffectAtItsProgrammeTimeNotBefore() {
    ToneProgram calm = everyVoice();
    ToneProgram moved = everyVoice();
    moved.submit(States.at(1), 500_000_000L);
    float[][] without = new float[2][RATE];
    float[][] with = new float[2][RATE];
    render(calm, 480, without, 0, RATE);
    render(moved, 480, with, 0, RATE);
    int changed = 0;
    while (with[0][changed] == without[0][changed]) {
      changed++;
    }
    assertThat(changed).isBetween(RATE / 2, RATE / 2 + 2 * PartialBank.TICK);
  }

  @Test
  void statesThatAreAlwaysSubmittedAheadAreHeardNevertheless() {
    ToneProgram tone = everyVoice();
    AudioBlock block = new AudioBlock(tone.format(), 480);
    for (int i = 0; i < 100; i++) {
      tone.submit(States.at(1 + i * 0.01), (i + 10) * 10_000_000L);
      tone.render(block);
    }
    assertThat(block.originNanos()).isGreaterThan(1_700_000_000L);
    tone.submit(States.at(3), Long.MAX_VALUE / 2);
    tone.render(block);
    tone.submit(States.at(4), 0); // what is due now passes what would never be
    tone.render(block);
    tone.render(block);
    assertThat(block.originNanos()).isEqualTo(4_000_000_007L);
  }

  @Test
  void blocksCarryProgrammeTimeAndTheOriginOfTheNewestState() {
    ToneProgram tone = everyVoice();
    AudioBlock block = new AudioBlock(tone.format(), 441);
    tone.render(block);
    assertThat(block.ptsNanos()).isZero();
    assertThat(block.originNanos()).isZero();
    tone.submit(States.at(3), 0);
    tone.render(block);
    assertThat(block.ptsNanos()).isEqualTo(441 * 1_000_000_000L / RATE);
    assertThat(block.originNanos()).isEqualTo(3_000_000_007L);
  }

  @Test
  void wildestBodyStaysBelowTheCeiling() {
    ToneProgram tone = ToneProgram.bowls(136.1);
    AudioBlock block = new AudioBlock(tone.format(), 480);
    BiometricState state = new BiometricState();
    double greatest = 0;
    for (int i = 1; i < 3000; i++) {
      long now = i * 10_000_000L;
      state.stamp(now, now);
      state.beat(i, now); // a hundred beats a second
      for (Metric metric : Metric.values()) {
        state.set(metric, i % 2 == 0 ? metric.min() : metric.max(), 1, now);
      }
      tone.submit(state, 0);
      tone.render(block);
      greatest = Math.max(greatest, peak(block));
    }
    assertThat(greatest).isBetween(0.1, SoftLimiter.CEILING);
  }

  @Test
  void brokenStateDoesNotPoisonTheSound() {
    ToneProgram tone = everyVoice();
    AudioBlock block = new AudioBlock(tone.format(), 480);
    BiometricState state = new BiometricState();
    for (double value : new double[] {Double.POSITIVE_INFINITY, -1e300, 1e300, Double.NaN}) {
      for (Metric metric : Metric.values()) {
        state.set(metric, value, Double.NaN, 0);
      }
      state.beat(state.beatCount() + 1, 0);
      tone.submit(state, 0);
      tone.render(block);
    }
    for (int i = 0; i < 500; i++) {
      tone.submit(States.at(i * 0.01), 0);
      tone.render(block);
    }
    assertThat(peak(block)).isBetween(0.01, SoftLimiter.CEILING);
  }

  @Test
  void beginsFromSilenceAndEndsInSilence() {
    ToneProgram tone = everyVoice();
    AudioBlock block = new AudioBlock(tone.format(), 480);
    tone.render(block);
    assertThat(peak(block)).isLessThan(1e-3);
    for (int i = 0; i < 400; i++) {
      tone.render(block);
    }
    assertThat(peak(block)).isGreaterThan(0.01);
    assertThat(tone.isSilent()).isFalse();
    tone.fadeOut(Duration.ofMillis(500));
    for (int i = 0; i < 52; i++) {
      tone.render(block);
    }
    assertThat(tone.isSilent()).isTrue();
    assertThat(peak(block)).isZero();
  }

  @Test
  void builderNamesEverythingThatIsWrongAtOnce() {
    assertThatThrownBy(
            () ->
                ToneProgram.builder()
                    .format(new AudioFormat(RATE, 1))
                    .fadeIn(Duration.ofHours(1))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("at least one voice", "channels must be 2 but are 1", "PT1H");
    assertThatThrownBy(() -> ToneProgram.builder().voice(Bowl.at(200)).voice(Bowl.at(300)).build())
        .hasMessageContaining("at most but make 1.0");
  }

  @Test
  void blockOfAnotherFormatIsRefused() {
    assertThatThrownBy(() -> everyVoice().render(new AudioBlock(new AudioFormat(44_100, 2), 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("44100");
  }

  private static ToneProgram everyVoice() {
    return ToneProgram.builder()
        .voice(new Bowl(136.1, 0.4, 1, 0))
        .voice(new Binaural(200, 5, 10, 0.2))
        .voice(new Sine(432, 0.1))
        .fadeIn(Duration.ofMillis(500))
        .build();
  }

  /** Renders in blocks of a length, with a new state at every multiple of STATE_SECONDS. */
  private static float[][] rendered(ToneProgram tone, int blockFrames, int states) {
    int framesPerState = (int) (RATE * STATE_SECONDS);
    float[][] sound = new float[2][states * framesPerState];
    for (int i = 0; i < states; i++) {
      tone.submit(States.at(i * STATE_SECONDS), (long) (i * STATE_SECONDS * 1e9));
      render(tone, blockFrames, sound, i * framesPerState, framesPerState);
    }
    return sound;
  }

  private static void render(
      ToneProgram tone, int blockFrames, float[][] sound, int offset, int frames) {
    List<Integer> lengths = new ArrayList<>();
    for (int left = frames; left > 0; left -= blockFrames) {
      lengths.add(Math.min(left, blockFrames));
    }
    int at = offset;
    for (int length : lengths) {
      AudioBlock block = new AudioBlock(tone.format(), length);
      tone.render(block);
      System.arraycopy(block.plane(0), 0, sound[0], at, length);
      System.arraycopy(block.plane(1), 0, sound[1], at, length);
      at += length;
    }
  }

  private static double peak(AudioBlock block) {
    double peak = 0;
    for (int c = 0; c < block.format().channels(); c++) {
      for (float sample : block.plane(c)) {
        assertThat(Float.isFinite(sample)).isTrue();
        peak = Math.max(peak, Math.abs(sample));
      }
    }
    return peak;
  }
}
