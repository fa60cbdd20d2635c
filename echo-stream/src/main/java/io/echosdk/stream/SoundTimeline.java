package io.echosdk.stream;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import java.util.function.Consumer;

/**
 * Keeps counted time and stamped time together. An encoder counts frames from its first block; as
 * long as the stamps agree within {@link #TOLERANCE_NANOS} they are jitter and the count is right.
 * Beyond it, sound was lost (silence goes in) or came twice (frames are left out).
 */
final class SoundTimeline {

  static final long TOLERANCE_NANOS = 20_000_000;

  /** A longer hole is a source that was away; it is filled too, block by block. */
  private static final int SILENCE_FRAMES = 1024;

  private static final double NANOS_PER_SECOND = 1e9;

  private final AudioFormat format;
  private long startNanos;
  private long frames = -1; // since startNanos; -1 before the first block

  SoundTimeline(AudioFormat format) {
    this.format = format;
  }

  /** Hands on what keeps the count true: silence, the block, or the rest of it. */
  void align(AudioBlock block, Consumer<AudioBlock> out) {
    if (frames < 0) {
      startNanos = block.ptsNanos();
      frames = 0;
    }
    long ahead = block.ptsNanos() - startNanos - nanosOf(frames);
    if (ahead > TOLERANCE_NANOS) {
      silence(framesOf(ahead), block.originNanos(), out);
      emit(block, out);
    } else if (ahead < -TOLERANCE_NANOS) {
      rest(block, framesOf(-ahead), out);
    } else {
      emit(block, out);
    }
  }

  private void silence(long missing, long originNanos, Consumer<AudioBlock> out) {
    for (long left = missing; left > 0; ) {
      AudioBlock block = new AudioBlock(format, (int) Math.min(left, SILENCE_FRAMES));
      block.stamp(startNanos + nanosOf(frames), originNanos);
      left -= block.frames();
      emit(block, out);
    }
  }

  private void rest(AudioBlock block, long heard, Consumer<AudioBlock> out) {
    if (heard >= block.frames()) {
      return;
    }
    AudioBlock rest = new AudioBlock(format, (int) (block.frames() - heard));
    for (int channel = 0; channel < format.channels(); channel++) {
      System.arraycopy(block.plane(channel), (int) heard, rest.plane(channel), 0, rest.frames());
    }
    rest.stamp(startNanos + nanosOf(frames), block.originNanos());
    emit(rest, out);
  }

  private void emit(AudioBlock block, Consumer<AudioBlock> out) {
    frames += block.frames();
    out.accept(block);
  }

  private long nanosOf(long count) {
    return Math.round(count * (NANOS_PER_SECOND / format.sampleRateHz()));
  }

  private long framesOf(long nanos) {
    return Math.round(nanos * (format.sampleRateHz() / NANOS_PER_SECOND));
  }
}
