package io.echosdk.stream.record;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Merges pictures and sound, each in order but not with the other, into one order of time. A packet
 * waits for the other track to come as far, at most {@link #PATIENCE_NANOS} of programme: a track
 * that is silent for good must not hold the other for ever.
 */
final class Interleaver {

  static final long PATIENCE_NANOS = 500_000_000;

  private final ArrayDeque<EncodedPacket> video = new ArrayDeque<>();
  private final ArrayDeque<EncodedPacket> audio = new ArrayDeque<>();

  /** Takes a packet and hands out all whose turn it is. */
  void add(EncodedPacket packet, Consumer<EncodedPacket> out) {
    (packet.track() == Track.VIDEO ? video : audio).addLast(packet);
    while (!video.isEmpty() && !audio.isEmpty()) {
      boolean soundFirst = audio.getFirst().dtsNanos() < video.getFirst().dtsNanos();
      out.accept((soundFirst ? audio : video).removeFirst());
    }
    giveUpWaiting(video, out);
    giveUpWaiting(audio, out);
  }

  private static void giveUpWaiting(
      ArrayDeque<EncodedPacket> waiting, Consumer<EncodedPacket> out) {
    while (!waiting.isEmpty()
        && waiting.getLast().dtsNanos() - waiting.getFirst().dtsNanos() > PATIENCE_NANOS) {
      out.accept(waiting.removeFirst());
    }
  }

  /** Hands out all that waits: the programme is over. At most one of the tracks has any. */
  void drain(Consumer<EncodedPacket> out) {
    video.forEach(out);
    audio.forEach(out);
    video.clear();
    audio.clear();
  }
}
