package io.echosdk.stream;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.EncodedPacket;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Sound on its way into the encoder: copied on arrival, at most a second of it. Time is counted in
 * frames, so a hole (blocks that were dropped or never came) is filled with silence, and sound that
 * comes twice is left out.
 */
final class AudioLane extends Lane<AudioBlock> {

  private final AudioFormat format;
  private final AudioEncoder encoder;
  private final Consumer<EncodedPacket> out;
  private final SoundTimeline timeline;
  private final ArrayDeque<AudioBlock> spare = new ArrayDeque<>(); // guarded by lock
  private long blocksDropped; // guarded by lock

  AudioLane(AudioEncoder encoder, AudioFormat format, Consumer<EncodedPacket> out) {
    this.encoder = encoder;
    this.format = format;
    this.out = out;
    this.timeline = new SoundTimeline(format);
  }

  /** Copies the block; never waits for the encoder. */
  void offer(AudioBlock block) {
    if (!block.format().equals(format)) {
      throw new IllegalArgumentException(
          "the broadcast takes " + format + " but the block is " + block.format());
    }
    lock.lock();
    try {
      if (hasEnded() || queuedFrames() + block.frames() > format.sampleRateHz()) {
        blocksDropped++;
      } else {
        add(copyOf(block));
      }
    } finally {
      lock.unlock();
    }
  }

  private long queuedFrames() {
    long frames = 0;
    for (AudioBlock block : queue) {
      frames += block.frames();
    }
    return frames;
  }

  private AudioBlock copyOf(AudioBlock block) {
    AudioBlock copy = spare.pollFirst();
    if (copy == null || copy.frames() != block.frames()) {
      copy = new AudioBlock(format, block.frames());
    }
    for (int channel = 0; channel < format.channels(); channel++) {
      System.arraycopy(block.plane(channel), 0, copy.plane(channel), 0, block.frames());
    }
    copy.stamp(block.ptsNanos(), block.originNanos());
    return copy;
  }

  @Override
  void encode(AudioBlock block) {
    timeline.align(block, aligned -> encoder.encode(aligned, out));
    giveBack(block);
  }

  @Override
  void flush() {
    encoder.flush(out);
  }

  @Override
  void close() {
    encoder.close();
  }

  private void giveBack(AudioBlock block) {
    lock.lock();
    try {
      spare.addFirst(block);
    } finally {
      lock.unlock();
    }
  }

  long blocksDropped() {
    lock.lock();
    try {
      return blocksDropped;
    } finally {
      lock.unlock();
    }
  }
}
