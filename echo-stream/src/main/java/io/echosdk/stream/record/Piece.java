package io.echosdk.stream.record;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.stream.record.Fragment.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;

/**
 * One file of a recording while it is written. Its time begins at its first keyframe.
 *
 * <p>Every half second one whole fragment goes to the operating system in one write, so a killed
 * process loses what came after it and nothing before. The file is forced to the disk once, when it
 * is complete. Until then it is named {@code .part} and holds a lock that tells a later start not
 * to take it for a leftover.
 */
final class Piece {

  static final int PACKET_FRAMES = 1024; // of AAC-LC

  private static final long FRAGMENT_TICKS = InitSegment.VIDEO_TIMESCALE / 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PieceName name;
  private final long startNanos;
  private final int sampleRateHz;
  private final long pictureTicks;
  private final long soundStartNanos;
  private final InitSegment head;
  private final FileChannel channel;
  private Fragment fragment = new Fragment();
  private long fragments;
  private long wholeBytes; // up to here the file is whole fragments
  private long lastTicks;

  private Piece(
      PieceName name,
      FileChannel channel,
      StreamHeader header,
      long startNanos,
      List<EncodedPacket> before) {
    this.name = name;
    this.channel = channel;
    this.startNanos = startNanos;
    sampleRateHz = header.sampleRateHz();
    pictureTicks =
        Math.round(InitSegment.VIDEO_TIMESCALE / header.rendition().framesPerSecond().hz());
    soundStartNanos = before.isEmpty() ? startNanos : before.get(0).ptsNanos();
    head = new InitSegment(header, soundTicks(startNanos));
  }

  /**
   * Creates a file under a free name and writes its head.
   *
   * @param names gives a name that no file has yet; asked again if another process was quicker
   * @param before the packets of sound whose end reaches into the file, and the one before them,
   *     which primes the decoder; the edit list hides what is before {@code startNanos}
   */
  static Piece create(
      Supplier<PieceName> names, StreamHeader header, long startNanos, List<EncodedPacket> before)
      throws IOException {
    while (true) {
      PieceName name = names.get();
      FileChannel channel =
          FileChannel.open(name.part(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (PieceLock.take(channel) && Files.exists(name.part())) {
        return begin(new Piece(name, channel, header, startNanos, before), before);
      }
      channel.close(); // somebody took the new file for a leftover, and may have deleted it
    }
  }

  private static Piece begin(Piece piece, List<EncodedPacket> before) throws IOException {
    try {
      piece.write(piece.head.bytes());
    } catch (IOException e) {
      piece.channel.close();
      throw e;
    }
    before.forEach(piece::addSound);
    return piece;
  }

  /** Adds the packet that follows the last one, and writes the fragment that it completes. */
  void add(EncodedPacket packet) throws IOException {
    if (packet.track() == Track.AUDIO) {
      addSound(packet);
      if (span(fragment.audio()) > sampleRateHz) { // pictures stopped coming: do not wait for them
        flush(lastTicks + pictureTicks);
      }
      return;
    }
    long ticks = pictureTicks(packet.dtsNanos());
    if (!fragment.video().isEmpty()
        && (packet.keyframe() || ticks - firstPicture() >= FRAGMENT_TICKS)) {
      flush(ticks);
    }
    fragment.video().add(new Sample(packet.payload(), ticks, packet.keyframe()));
    lastTicks = ticks;
  }

  private void addSound(EncodedPacket packet) {
    long ticks = soundTicks(packet.ptsNanos());
    if (ticks >= 0) { // else it came so late that its time is in the file before
      fragment.audio().add(new Sample(packet.payload(), ticks, true));
    }
  }

  private long firstPicture() {
    return fragment.video().get(0).ticks();
  }

  private static long span(List<Sample> samples) {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).ticks() - samples.get(0).ticks();
  }

  private void flush(long nextPictureTicks) throws IOException {
    if (fragment.isEmpty()) {
      return;
    }
    List<Sample> sound = fragment.audio();
    long soundEnd = sound.isEmpty() ? 0 : sound.get(sound.size() - 1).ticks() + PACKET_FRAMES;
    write(fragment.bytes(++fragments, nextPictureTicks, soundEnd));
    fragment = new Fragment();
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    wholeBytes = channel.position();
  }

  /**
   * Ends the file where the next one begins, makes it durable and gives it its final name.
   *
   * @param endNanos when the picture after the last one here is shown; the last picture is given
   *     its usual length if this is not later
   * @return the file, or its {@code .part} if it holds no media and was deleted
   */
  Path complete(long endNanos) throws IOException {
    try (channel) {
      long endTicks = Math.max(pictureTicks(endNanos), lastTicks + 1);
      flush(endTicks);
      channel.write(
          InitSegment.lengthBox(endTicks * 1_000 / InitSegment.VIDEO_TIMESCALE),
          head.lengthBoxAt());
      channel.force(true);
    }
    return name.makeFinal();
  }

  /** Ends the file where the last picture ends. */
  Path complete() throws IOException {
    return complete(startNanos + nanos(lastTicks + pictureTicks));
  }

  /**
   * Saves what can be saved after a failed write: cuts off the torn fragment and completes the file
   * without it. If even that fails, the {@code .part} stays and the next start deals with it.
   */
  Path salvage() throws IOException {
    fragment = new Fragment();
    channel.truncate(wholeBytes).position(wholeBytes);
    return complete();
  }

  private long pictureTicks(long ptsNanos) {
    return Math.round((ptsNanos - startNanos) * (InitSegment.VIDEO_TIMESCALE / NANOS_PER_SECOND));
  }

  private long soundTicks(long ptsNanos) {
    return Math.round((ptsNanos - soundStartNanos) * (sampleRateHz / NANOS_PER_SECOND));
  }

  private static long nanos(long ticks) {
    return Math.round(ticks * (NANOS_PER_SECOND / InitSegment.VIDEO_TIMESCALE));
  }
}
