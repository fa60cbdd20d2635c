package io.echosdk.stream.record;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.EncodedPacket.Track;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a programme into files of half a minute, each playable alone, cut at the keyframes of the
 * half minutes on the programme's clock. docs/reference/recording.md describes the files.
 *
 * <p>Packets wait in a {@link PacketQueue} for the recorder's own thread, so a slow disk holds up
 * nobody. The first error of the disk ends the recording, is told to the listener once, and leaves
 * everything else running.
 */
public final class Recorder implements PacketSink {

  static final long PIECE_NANOS = 30_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final long FINISH_MILLIS = 5_000;
  private static final int SOUND_KEPT = 2; // packets before a cut that the next file needs

  private final EchoRuntime runtime;
  private final Path directory;
  private final StreamListener listener;
  private final PacketQueue queue = new PacketQueue();
  private final Interleaver interleaver = new Interleaver();
  private final ArrayDeque<EncodedPacket> lastSound = new ArrayDeque<>(SOUND_KEPT);
  private final Instant began;
  private @Nullable Thread thread; // written by header(), read by close(); both under this
  private @Nullable Piece piece; // the recorder thread's own
  private long pieceNumber; // the recorder thread's own

  private Recorder(EchoRuntime runtime, Path directory, StreamListener listener) {
    this.runtime = runtime;
    this.directory = directory;
    this.listener = listener;
    this.began = runtime.clock().instant();
  }

  /**
   * Prepares a recording. Leftovers of a process that was killed are dealt with before the first
   * file is made.
   *
   * @param directory where the files go; made if it is not there
   * @throws StreamException {@code STORAGE} if nothing can be written there
   */
  public static Recorder into(Path directory, EchoRuntime runtime, StreamListener listener) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "echo-", ".probe"));
    } catch (IOException e) {
      throw new StreamException(
          StreamException.Kind.STORAGE,
          "cannot record into " + directory + " (" + e + ")",
          "choose a folder that can be written to",
          e);
    }
    return new Recorder(runtime, directory, listener);
  }

  @Override
  public synchronized void header(StreamHeader header) {
    thread = runtime.start("recorder", () -> run(header));
  }

  @Override
  public void accept(EncodedPacket packet) {
    queue.offer(packet);
  }

  private void run(StreamHeader header) {
    try {
      new Leftovers(directory).recover(listener);
      write(header);
    } catch (IOException e) {
      queue.end();
      listener.onTrouble(
          new StreamException(
              StreamException.Kind.STORAGE,
              "recording into " + directory + " ended (" + e + ")",
              "free some space or choose another folder, then start a new recording; what was"
                  + " recorded until then can be played",
              e));
      salvage();
    }
  }

  private void write(StreamHeader header) throws IOException {
    try {
      for (EncodedPacket next = queue.take(); next != null; next = queue.take()) {
        reportLoss();
        feed(next, header);
      }
    } catch (InterruptedException e) {
      LOG.debug("the runtime closes: completing the recording with what is there");
    }
    drain(header);
    if (piece != null) {
      finished(piece.complete());
    }
  }

  private void feed(EncodedPacket packet, StreamHeader header) throws IOException {
    List<EncodedPacket> ready = new ArrayList<>(4);
    interleaver.add(packet, ready::add);
    for (EncodedPacket next : ready) {
      place(next, header);
    }
  }

  private void drain(StreamHeader header) throws IOException {
    List<EncodedPacket> ready = new ArrayList<>();
    interleaver.drain(ready::add);
    for (EncodedPacket next : ready) {
      place(next, header);
    }
  }

  private void place(EncodedPacket packet, StreamHeader header) throws IOException {
    if (packet.track() == Track.VIDEO && packet.keyframe()) {
      cut(packet.ptsNanos(), header);
    }
    if (piece != null) {
      piece.add(packet);
    }
    if (packet.track() == Track.AUDIO) {
      remember(packet);
    }
  }

  /** Goes on to the next file if this keyframe is the first of its half minute. */
  private void cut(long ptsNanos, StreamHeader header) throws IOException {
    long number = Math.floorDiv(ptsNanos + 1, PIECE_NANOS); // frame times are rounded down
    if (piece != null && number <= pieceNumber) {
      return;
    }
    Piece before = piece;
    piece = null;
    if (before != null) {
      finished(before.complete(ptsNanos));
    }
    pieceNumber = number;
    piece =
        Piece.create(
            () -> PieceName.free(directory, began, number),
            header,
            ptsNanos,
            soundAcross(ptsNanos, header));
  }

  /** The packets of sound that are heard at a moment or prime the decoder for it. */
  private List<EncodedPacket> soundAcross(long ptsNanos, StreamHeader header) {
    long reach = SOUND_KEPT * Piece.PACKET_FRAMES * 1_000_000_000L / header.sampleRateHz();
    return lastSound.stream().filter(sound -> sound.ptsNanos() > ptsNanos - reach).toList();
  }

  private void remember(EncodedPacket sound) {
    if (lastSound.size() == SOUND_KEPT) {
      lastSound.removeFirst();
    }
    lastSound.addLast(sound);
  }

  private void reportLoss() {
    long lost = queue.takeLost();
    if (lost > 0) {
      listener.onTrouble(
          new StreamException(
              StreamException.Kind.STORAGE,
              "the disk of " + directory + " is too slow: " + lost + " packets are not recorded",
              "record to a faster disk or at a lower bitrate"));
    }
  }

  private void salvage() {
    Piece broken = piece;
    piece = null;
    if (broken == null) {
      return;
    }
    try {
      finished(broken.salvage());
    } catch (IOException e) {
      LOG.warn(
          "the last file of the recording stays unfinished ({}); the next start ends it",
          e.toString());
    }
  }

  private void finished(Path file) {
    LOG.debug("recorded {}", file);
    listener.onRecorded(file);
  }

  /** Completes the last file. Waits for the disk, at most ten seconds. */
  @Override
  public void close() {
    queue.end();
    Thread last;
    synchronized (this) {
      last = thread;
    }
    if (last == null || last == Thread.currentThread()) {
      return;
    }
    try {
      last.join(FINISH_MILLIS);
      if (last.isAlive()) {
        last.interrupt();
        last.join(FINISH_MILLIS);
      }
    } catch (InterruptedException e) {
      last.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
