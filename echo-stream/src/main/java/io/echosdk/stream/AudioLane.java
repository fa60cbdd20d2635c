package io.echosdk.stream;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.EncodedPacket;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sound on its way into the encoder: copied on arrival, at most a second of it. Time is counted in
 * frames, so a hole (blocks that were dropped or never came) is filled with silence, and sound that
 * comes twice is left out.
 */
final class AudioLane {

  private final AudioFormat format;
  private final AudioEncoder encoder;
  private final Consumer<EncodedPacket> out;
  private final SoundTimeline timeline;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<AudioBlock> queue = new ArrayDeque<>(); // guarded by lock
  private final ArrayDeque<AudioBlock> spare = new ArrayDeque<>(); // guarded by lock
  private long queuedFrames; // guarded by lock
  private long blocksDropped; // guarded by lock
  private boolean ended; // guarded by lock

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
      if (ended || queuedFrames + block.frames() > format.sampleRateHz()) {
        blocksDropped++;
        return;
      }
      queue.addLast(copyOf(block));
      queuedFrames += block.frames();
      changed.signal();
    } finally {
      lock.unlock();
    }
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

  /** Lets the encoder finish what is queued, then {@link #run()} returns. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Encodes until {@link #end()} or an interrupt; the body of the sound's thread. */
  void run() {
    try {
      for (AudioBlock block = take(); block != null; block = take()) {
        timeline.align(block, aligned -> encoder.encode(aligned, out));
        giveBack(block);
      }
      encoder.flush(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runtime is closing: nothing is owed any more
    } finally {
      end();
      encoder.close();
    }
  }

  private @Nullable AudioBlock take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !ended) {
        changed.await();
      }
      AudioBlock block = queue.pollFirst();
      queuedFrames -= block == null ? 0 : block.frames();
      return block;
    } finally {
      lock.unlock();
    }
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
