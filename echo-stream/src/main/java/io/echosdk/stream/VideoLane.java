package io.echosdk.stream;

import io.echosdk.api.MediaClock;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.VideoFrame;
import java.util.function.Consumer;

/**
 * Pictures on their way into the encoder. The queue is three deep and the newest win: an encoder
 * that falls behind skips pictures and never makes the picture older than a tenth of a second.
 */
final class VideoLane extends Lane<VideoFrame> {

  private static final int QUEUE_FRAMES = 3;

  private final VideoEncoder encoder;
  private final MediaClock clock;
  private final KeyframeGrid grid;
  private final Consumer<EncodedPacket> out;
  private final Percentiles encodeNanos = new Percentiles(512);
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
      if (hasEnded()) {
        late = frame;
      } else {
        if (queue.size() == QUEUE_FRAMES) {
          late = queue.removeFirst();
        }
        add(frame);
      }
      framesDropped += late == null ? 0 : 1;
    } finally {
      lock.unlock();
    }
    if (late != null) {
      late.close();
    }
  }

  @Override
  void encode(VideoFrame frame) {
    try (frame) {
      long begin = clock.nanos();
      encoder.encode(frame, grid.crossedBy(frame.ptsNanos()), out);
      encodeNanos.add(clock.nanos() - begin);
      framesOut++; // one writer
    }
  }

  @Override
  void flush() {
    encoder.flush(out);
  }

  @Override
  void close() {
    encoder.close();
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
