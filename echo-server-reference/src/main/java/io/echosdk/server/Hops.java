package io.echosdk.server;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.Beat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamHeader;
import java.util.List;

/** How long each hop of the line takes; every timer is written by the one thread of its hop. */
final class Hops {

  private final MediaClock clock;
  private final HopTimer beat = new HopTimer("R wave to decided beat");
  private final HopTimer sound = new HopTimer("state to block of sound");
  private final HopTimer picture = new HopTimer("state to picture");
  private final HopTimer packet = new HopTimer("moment of picture to packet");
  private final HopTimer origin = new HopTimer("sample to packet of picture");
  private volatile long startNanos; // written by begin(), before the first packet

  Hops(MediaClock clock) {
    this.clock = clock;
  }

  void begin(long programmeStartNanos) {
    startNanos = programmeStartNanos;
  }

  void beat(Beat decided) {
    beat.record(clock.nanos() - decided.timeNanos());
  }

  void stateToSound(BiometricState state) {
    sinceState(sound, state);
  }

  void stateToPicture(BiometricState state) {
    sinceState(picture, state);
  }

  private void sinceState(HopTimer timer, BiometricState state) {
    if (state.timeNanos() != 0) {
      timer.record(clock.nanos() - state.timeNanos());
    }
  }

  /** Returns a sink that looks at the time of each packet and lets it go. */
  PacketSink packetTap() {
    return new PacketSink() {
      @Override
      public void header(StreamHeader header) {}

      @Override
      public void accept(EncodedPacket encoded) {
        if (encoded.track() == EncodedPacket.Track.VIDEO) {
          long now = clock.nanos();
          packet.record(now - startNanos - encoded.ptsNanos());
          if (encoded.originNanos() != 0) {
            origin.record(now - encoded.originNanos());
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  List<HopTime> snapshot() {
    return List.of(
        beat.snapshot(),
        sound.snapshot(),
        picture.snapshot(),
        packet.snapshot(),
        origin.snapshot());
  }
}
