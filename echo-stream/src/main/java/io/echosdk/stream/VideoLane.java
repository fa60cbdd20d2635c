package io.echosdk.stream;

import io.echosdk.api.MediaClock;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.VideoFrame;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pictures on their way into the encoder. The queue is three deep and the newest win: an encoder
 * that falls behind skips pictures and never makes the picture older than a tenth of a second.
 */
final class VideoLane {

  private static final int QUEUE_FRAMES = 3;

  private final VideoEncoder encoder;
  private final MediaClock clock;
  private final KeyframeGrid grid;
  private final Consumer<EncodedPacket> out;
  private final Percentiles encodeNanos = new Percentiles(512);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<VideoFrame> queue = new ArrayDeque<>(QUEUE_FRAMES); // guarded by lock
  private boolean ended; // guarded by lock
  private long framesIn; // guarded by lock
  private long framesDropped; // guarded by lock
  private volatile long framesOut; // written by the encoder thread, read by any

  VideoLane(
      VideoEncoder encoder, Rendition rendition, MediaClock clock, Consumer<EncodedPacket> out) {
    this.encoder = encoder;
    this.clock = clock;
    this.grid = new KeyframeGrid(rendition.keyframeInterval());
    this.out = out;
  }

  /** Takes the picture and its ownership; never waits for the encoder. */
  void offer(VideoFrame frame) {
    VideoFrame late = null;
    lock.lock();
    try {
      framesIn++;
      if (ended) {
        late = frame;
      } else {
        if (queue.size() == QUEUE_FRAMES) {
          late = queue.removeFirst();
        }
        queue.addLast(frame);
        changed.signal();
      }
      framesDropped += late == null ? 0 : 1;
    } finally {
      lock.unlock();
    }
    if (late != null) {
      late.close();
    }
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

  /** Encodes until {@link #end()} or an interrupt; the body of the encoder's thread. */
  void run() {
    try {
      for (VideoFrame frame = take(); frame != null; frame = take()) {
        encode(frame);
      }
      encoder.flush(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runtime is closing: nothing is owed any more
    } finally {
      end();
      encoder.close();
      closeQueued();
    }
  }

  private @Nullable VideoFrame take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !ended) {
        changed.await();
      }
      return queue.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  private void encode(VideoFrame frame) {
    try (frame) {
      long begin = clock.nanos();
      encoder.encode(frame, grid.crossedBy(frame.ptsNanos()), out);
      encodeNanos.add(clock.nanos() - begin);
      framesOut++; // one writer
    }
  }

  private void closeQueued() {
    lock.lock();
    try {
      queue.forEach(VideoFrame::close);
      queue.clear();
    } finally {
      lock.unlock();
    }
  }

  long framesIn() {
    lock.lock();
    try {
      return framesIn;
    } finally {
      lock.unlock();
    }
  }

  long framesDropped() {
    lock.lock();
    try {
      return framesDropped;
    } finally {
      lock.unlock();
    }
  }

  long framesOut() {
    return framesOut;
  }

  Percentiles encodeNanos() {
    return encodeNanos;
  }
}
