package io.echosdk.sync.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Gives back the space of what no room needs any more, by copying what is needed out of files that
 * are mostly waste and deleting them.
 *
 * <p>Safe at every instant: the copy is forced to the disk before the list of files names it and no
 * longer the old ones, and what made the rest waste is forced before that too. The list changes as
 * a whole, so after a crash the log has either the old files or the new one.
 */
final class Cleaner {

  private static final long BATCH_BYTES = 1 << 20;

  /** Forces everything that was written to the log so far. */
  interface Barrier {
    void force() throws IOException;
  }

  private final LogFolder folder;
  private final RoomIndex index;
  private final long segmentBytes;
  private final Barrier barrier;
  private final BooleanSupplier cancelled;

  Cleaner(
      LogFolder folder,
      RoomIndex index,
      long segmentBytes,
      Barrier barrier,
      BooleanSupplier cancelled) {
    this.folder = folder;
    this.index = index;
    this.segmentBytes = segmentBytes;
    this.barrier = barrier;
    this.cancelled = cancelled;
  }

  /** A record that was copied. */
  private record Move(String room, LogRecord.Kind kind, Place from, Place to) {}

  /**
   * Returns files that are worth rewriting into one: those at least half waste, and small ones, as
   * far as what is needed of them fits into one file. Empty if too little would be gained.
   */
  List<Long> candidates() {
    List<Manifest.Segment> listed = folder.manifest().segments();
    List<Long> chosen = new ArrayList<>();
    long live = 0;
    long waste = 0;
    for (RoomIndex.Segment each : index.segments()) {
      boolean sealed = listed.stream().anyMatch(one -> one.id() == each.id && !one.open());
      if (sealed && each.live < segmentBytes / 2 && live + each.live <= segmentBytes) {
        chosen.add(each.id);
        live += each.live;
        waste += each.length - SegmentHead.BYTES - each.live;
      }
    }
    return waste >= segmentBytes / 2 || chosen.size() >= 4 ? chosen : List.of();
  }

  /**
   * Rewrites some files as one.
   *
   * @param leaveOutDamage whether to go on behind a place that cannot be read
   */
  void clean(List<Long> segments, boolean leaveOutDamage) throws IOException {
    ActiveSegment copy = ActiveSegment.create(folder, folder.newId());
    List<Move> moves = new ArrayList<>();
    try (copy) {
      for (long each : segments) {
        copyFrom(each, copy, moves, leaveOutDamage);
      }
      copy.force();
    } catch (IOException e) {
      folder.disk().delete(folder.path(copy.id()));
      throw e;
    }
    if (cancelled.getAsBoolean()) {
      folder.disk().delete(folder.path(copy.id()));
      return;
    }
    barrier.force();
    Manifest.Segment instead = new Manifest.Segment(copy.id(), copy.length(), false);
    folder.publish(manifest -> manifest.rewritten(segments, List.of(instead)));
    index.addSegment(new RoomIndex.Segment(copy.id(), copy.length()));
    moves.forEach(each -> index.move(each.room(), each.kind(), each.from(), each.to()));
    index.removeSegments(segments);
    for (long each : segments) {
      if (leaveOutDamage) {
        folder.setAside(each);
      } else {
        folder.disk().delete(folder.path(each));
      }
    }
  }

  private void copyFrom(long segment, ActiveSegment copy, List<Move> moves, boolean leaveOutDamage)
      throws IOException {
    Path file = folder.path(segment);
    long end = index.length(segment);
    try (SegmentScan scan = new SegmentScan(file, segment)) {
      List<SegmentScan.Entry> needed = new ArrayList<>();
      long at = scan.visit(SegmentHead.BYTES, end, each -> keepIfNeeded(segment, each, needed));
      if (at < end && !leaveOutDamage) {
        throw LogFolder.damaged(file, at, "what was stored there cannot be read");
      }
      while (at < Math.min(end, scan.fileBytes())) {
        at = scan.visit(scan.nextBatch(at + 1), end, each -> keepIfNeeded(segment, each, needed));
      }
      copyAll(scan.input(), segment, needed, copy, moves);
    } catch (NoSuchFileException e) {
      if (!leaveOutDamage) {
        throw e;
      }
    }
  }

  private void copyAll(
      SegmentInput input,
      long segment,
      List<SegmentScan.Entry> needed,
      ActiveSegment copy,
      List<Move> moves)
      throws IOException {
    List<SegmentScan.Entry> batch = new ArrayList<>();
    long bytes = 0;
    for (SegmentScan.Entry each : needed) {
      if (cancelled.getAsBoolean()) {
        return;
      }
      if (bytes + each.head().length() > BATCH_BYTES) {
        copyBatch(input, segment, batch, copy, moves);
        batch.clear();
        bytes = 0;
      }
      batch.add(each);
      bytes += each.head().length();
    }
    copyBatch(input, segment, batch, copy, moves);
  }

  private void keepIfNeeded(long segment, SegmentScan.Entry entry, List<SegmentScan.Entry> needed) {
    if (index.needs(
        LogRecord.name(entry.room()), entry.head().kindOfRecord(), placeOf(segment, entry))) {
      needed.add(entry);
    }
  }

  private static void copyBatch(
      SegmentInput input,
      long segment,
      List<SegmentScan.Entry> batch,
      ActiveSegment copy,
      List<Move> moves)
      throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    List<LogRecord> records = new ArrayList<>();
    for (SegmentScan.Entry each : batch) {
      records.add(record(input, each));
    }
    List<Place> places = copy.append(records);
    for (int n = 0; n < batch.size(); n++) {
      SegmentScan.Entry each = batch.get(n);
      moves.add(
          new Move(
              LogRecord.name(each.room()),
              each.head().kindOfRecord(),
              placeOf(segment, each),
              places.get(n)));
    }
  }

  private static LogRecord record(SegmentInput input, SegmentScan.Entry entry) throws IOException {
    LogRecord.Head head = entry.head();
    long noteAt = entry.offset() + LogRecord.HEAD_BYTES + head.roomBytes();
    return new LogRecord(
        head.kindOfRecord(),
        entry.room(),
        head.sequence(),
        input.bytes(noteAt, head.noteBytes()),
        input.bytes(noteAt + head.noteBytes(), head.updateBytes()));
  }

  private static Place placeOf(long segment, SegmentScan.Entry entry) {
    return new Place(entry.head().sequence(), segment, entry.offset(), (int) entry.head().length());
  }
}
