package io.echosdk.stream.record;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Packets on their way to the disk: at most {@link #LIMIT_BYTES}, a minute and a half at 2.5 Mbps.
 * When it is full, packets are lost up to the next keyframe for which there is room. One taker, one
 * giver at a time.
 */
final class PacketQueue {

  static final long LIMIT_BYTES = 32L << 20;

  private final ArrayDeque<EncodedPacket> queue = new ArrayDeque<>(); // guarded by this
  private long bytes; // guarded by this
  private boolean losing; // guarded by this
  private long lost; // guarded by this
  private boolean ended; // guarded by this

  /** Takes a packet, or loses it; never waits. */
  synchronized void offer(EncodedPacket packet) {
    if (ended) {
      return;
    }
    boolean full = bytes + packet.payload().remaining() > LIMIT_BYTES;
    boolean keyframe = packet.track() == Track.VIDEO && packet.keyframe();
    losing = full || losing && !keyframe;
    if (losing) {
      lost++;
    } else {
      queue.addLast(packet);
      bytes += packet.payload().remaining();
      notifyAll();
    }
  }

  /** Waits for a packet; returns null when the queue was ended and is empty. */
  synchronized @Nullable EncodedPacket take() throws InterruptedException {
    while (queue.isEmpty() && !ended) {
      wait();
    }
    EncodedPacket next = queue.pollFirst();
    bytes -= next == null ? 0 : next.payload().remaining();
    return next;
  }

  /** Returns how many packets were lost in a stretch that is over, and forgets them. */
  synchronized long takeLost() {
    if (losing) {
      return 0;
    }
    long count = lost;
    lost = 0;
    return count;
  }

  /** Takes no more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
