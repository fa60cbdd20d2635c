package io.echosdk.audio;

import io.echosdk.api.HotPath;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.audio.AudioSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.internal.LatestSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Calm sound that follows a body: voices whose pitch, level and colour are moved by the newest
 * {@link BiometricState}, without clicks and never above -1 dBFS.
 *
 * <pre>{@code
 * ToneProgram tone = ToneProgram.bowls(136.1);
 * AudioBlock block = new AudioBlock(tone.format(), 1024);
 * tone.submit(state, programmeNanos); // as often as there is news
 * tone.render(block);
 * }</pre>
 *
 * <p>Parameters move on a fixed grid of 64 frames of programme time, so the sound does not depend
 * on the length of the blocks: equal states at equal programme times give equal bits, on every
 * machine. The programme begins with a slow fade-in; {@link #fadeOut} ends it.
 *
 * <p>{@link #render} belongs to one thread and neither allocates nor locks; {@link #submit} to
 * another one, or the same; {@link #fadeOut} and {@link #isSilent} may be called from any.
 */
public final class ToneProgram implements AudioSource {

  private static final int TICK = PartialBank.TICK;
  private static final int DUE = BiometricState.WORDS; // the word behind a state: its time

  private final AudioFormat format;
  private final PartialBank bank;
  private final StateMapping mapping;
  private final Tone[] tones;
  private final Fader fader;

  private final long[] outgoing = new long[DUE + 1]; // used by the submitter only
  private final LatestSlot submitted = new LatestSlot(DUE + 1);
  private final long[] arriving = new long[DUE + 1]; // used by render only
  private final long[] incoming = new long[DUE + 1]; // likewise
  private final BiometricState state = new BiometricState();
  private long taken; // how many submissions were read or passed over
  private boolean waiting; // whether incoming has a state whose time has not come
  private long originNanos;

  private final double[] left = new double[TICK];
  private final double[] right = new double[TICK];
  private long frame; // since the programme began
  private int inTick = TICK; // how many frames of the tick are rendered

  private ToneProgram(Builder builder) {
    format = builder.format;
    double tickSeconds = (double) TICK / format.sampleRateHz();
    bank = new PartialBank(format.sampleRateHz());
    mapping = new StateMapping(tickSeconds);
    tones =
        builder.voices.stream()
            .map(voice -> Tone.of(voice, bank, tickSeconds))
            .toArray(Tone[]::new);
    fader = new Fader(builder.fadeIn, tickSeconds);
  }

  /** Returns a builder for 48 kHz stereo with a fade-in of three seconds and no voice yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns three bowls tuned 1 : 3/2 : 2. The lowest is struck on every heart beat, the others on
   * every fourth and eighth.
   *
   * @param frequencyHz the lowest bowl's lowest mode, 40 to 1,000
   */
  public static ToneProgram bowls(double frequencyHz) {
    VoiceChecks.range("frequencyHz", frequencyHz, 40, 1_000);
    return builder()
        .voice(new Bowl(frequencyHz, 0.42, 1, 0))
        .voice(new Bowl(frequencyHz * 1.5, 0.22, 4, -0.35))
        .voice(new Bowl(frequencyHz * 2, 0.16, 8, 0.35))
        .build();
  }

  /**
   * Returns a binaural pair, for headphones.
   *
   * @param carrierHz the middle of the two tones, 40 to 1,500
   */
  public static ToneProgram binaural(double carrierHz) {
    return builder().voice(Binaural.at(carrierHz)).build();
  }

  /**
   * Returns one pure tone.
   *
   * @param frequencyHz 20 to 12,000
   */
  public static ToneProgram sine(double frequencyHz) {
    return builder().voice(Sine.at(frequencyHz)).build();
  }

  @Override
  public AudioFormat format() {
    return format;
  }

  /**
   * Takes what is known about the body. Wait-free; by one thread at a time.
   *
   * @param newest copied before return
   * @param programmeNanos when it shall be heard, in nanoseconds since the programme began; at once
   *     if that is past. Of several that {@link #render} has not seen yet the last one counts; it
   *     does not displace one that already waits for an earlier time
   */
  public void submit(BiometricState newest, long programmeNanos) {
    System.arraycopy(newest.words(), 0, outgoing, 0, BiometricState.WORDS);
    outgoing[DUE] = programmeNanos;
    submitted.write(outgoing);
  }

  /**
   * Lets the sound fade to silence, which then lasts.
   *
   * @param duration how long it takes; at least 5 ms are taken
   */
  public void fadeOut(Duration duration) {
    fader.out(duration);
  }

  /** Returns whether the sound has faded out for good. */
  public boolean isSilent() {
    return fader.ended();
  }

  @Override
  @HotPath
  public void render(AudioBlock block) {
    Formats.require(format, block);
    long ptsNanos = nanosAt(frame);
    float[] leftOut = block.plane(0);
    float[] rightOut = block.plane(1);
    for (int done = 0; done < block.frames(); ) {
      if (inTick == TICK) {
        beginTick();
      }
      int frames = Math.min(TICK - inTick, block.frames() - done);
      renderPart(leftOut, rightOut, done, frames);
      done += frames;
    }
    block.stamp(ptsNanos, originNanos);
  }

  private void beginTick() {
    inTick = 0;
    takeSubmitted();
    if (waiting && incoming[DUE] <= nanosAt(frame)) {
      waiting = false;
      System.arraycopy(incoming, 0, state.words(), 0, BiometricState.WORDS);
      originNanos = state.originNanos();
      mapping.follow(state);
    }
    mapping.tick();
    for (Tone tone : tones) {
      tone.steer(mapping);
    }
    bank.beginTick();
    fader.beginTick();
  }

  private void takeSubmitted() {
    long writes = submitted.writes();
    if (writes == taken || !submitted.tryRead(arriving)) {
      return;
    }
    if (!waiting || arriving[DUE] < incoming[DUE]) { // else whoever submits ahead is never heard
      System.arraycopy(arriving, 0, incoming, 0, incoming.length);
      taken = writes;
      waiting = true;
    }
  }

  private void renderPart(float[] leftOut, float[] rightOut, int offset, int frames) {
    int from = inTick;
    int to = inTick + frames;
    for (int i = from; i < to; i++) {
      left[i] = 0;
      right[i] = 0;
    }
    bank.addTo(left, right, from, to);
    for (int i = from; i < to; i++) {
      double gain = fader.gain(i);
      leftOut[offset + i - from] = (float) SoftLimiter.limit(left[i] * gain);
      rightOut[offset + i - from] = (float) SoftLimiter.limit(right[i] * gain);
    }
    inTick = to;
    frame += frames;
  }

  /** Exact for longer than a century: whole seconds first, so that nothing overflows. */
  private long nanosAt(long frameIndex) {
    int rate = format.sampleRateHz();
    return frameIndex / rate * 1_000_000_000L + frameIndex % rate * 1_000_000_000L / rate;
  }

  /** Settings of a programme. Not safe for use by several threads. */
  public static final class Builder {

    private AudioFormat format = AudioFormat.STEREO_48K;
    private Duration fadeIn = Duration.ofSeconds(3);
    private final List<Voice> voices = new ArrayList<>();

    private Builder() {}

    /** Adds a voice; at least one is needed, their levels may add up to 0.8. */
    public Builder voice(Voice voice) {
      voices.add(Objects.requireNonNull(voice, "voice"));
      return this;
    }

    /** Sets rate and channels; two channels are needed. */
    public Builder format(AudioFormat value) {
      format = Objects.requireNonNull(value, "format");
      return this;
    }

    /** Sets how long the beginning takes to reach full level, 5 ms to a minute. */
    public Builder fadeIn(Duration value) {
      fadeIn = Objects.requireNonNull(value, "fadeIn");
      return this;
    }

    /**
     * Builds the programme, at its first frame.
     *
     * @throws IllegalArgumentException naming everything that is wrong
     */
    public ToneProgram build() {
      List<String> wrong = new ArrayList<>();
      if (voices.isEmpty()) {
        wrong.add("at least one voice is needed");
      }
      double level = voices.stream().mapToDouble(Voice::level).sum();
      if (level > VoiceChecks.MAX_LEVEL + 1e-9) {
        wrong.add("the levels of all voices must add up to 0.8 at most but make " + level);
      }
      if (format.channels() != 2) {
        wrong.add("channels must be 2 but are " + format.channels());
      }
      if (fadeIn.compareTo(Fader.SHORTEST) < 0 || fadeIn.compareTo(Duration.ofMinutes(1)) > 0) {
        wrong.add("fadeIn must be PT0.005S to PT1M but is " + fadeIn);
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", wrong));
      }
      return new ToneProgram(this);
    }
  }
}
