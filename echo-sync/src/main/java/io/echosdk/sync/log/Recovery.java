package io.echosdk.sync.log;

import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole log and finds out what rooms need of it.
 *
 * <p>The records of a room may stand in any order and in any file, because files are rewritten.
 * That is why nothing here depends on order: a delete covers every record of its room up to its
 * number, then the snapshot with the highest number covers every update up to that, and the rest is
 * the tail.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final LogFolder folder;
  private final boolean leaveOutDamage;
  private final Consumer<SyncException> report;
  private final Map<String, Found> rooms = new HashMap<>();
  private final RoomIndex index = new RoomIndex();
  private final List<Long> damaged = new ArrayList<>();
  private long sequence;
  private @Nullable SegmentHead last;
  private long lastLength;

  /** What was found of one room. */
  private static final class Found {
    final List<Place> updates = new ArrayList<>();
    final List<Place> snapshots = new ArrayList<>();
    final List<Place> deletes = new ArrayList<>();
  }

  Recovery(LogFolder folder, boolean leaveOutDamage, Consumer<SyncException> report) {
    this.folder = folder;
    this.leaveOutDamage = leaveOutDamage;
    this.report = report;
  }

  /**
   * Reads every file.
   *
   * @throws SyncException if something acknowledged cannot be read, unless that may be left out
   */
  void run() throws IOException {
    Manifest manifest = folder.manifest();
    sequence = manifest.sequence();
    folder.deleteUnlisted();
    for (Manifest.Segment each : manifest.segments()) {
      read(each);
    }
    rooms.forEach(this::restore);
    rooms.clear();
  }

  RoomIndex index() {
    return index;
  }

  /** Returns the highest number that was ever given. */
  long sequence() {
    return sequence;
  }

  /** Returns the files that cannot be read in whole. */
  List<Long> damaged() {
    return damaged;
  }

  /** Returns the head of the newest file if one can go on with it, otherwise null. */
  @Nullable SegmentHead last() {
    return last;
  }

  /** Returns how much of the newest file counts. */
  long lastLength() {
    return lastLength;
  }

  private void read(Manifest.Segment listed) throws IOException {
    last = null;
    RoomIndex.Segment segment = new RoomIndex.Segment(listed.id(), listed.length());
    index.addSegment(segment);
    Path file = folder.path(listed.id());
    try (SegmentScan scan = new SegmentScan(file, listed.id())) {
      long end = listed.open() ? scan.fileBytes() : listed.length();
      long good =
          scan.head() == null
              ? 0
              : scan.visit(SegmentHead.BYTES, end, entry -> note(segment, entry));
      if (good < knownDurable(listed, scan, good)) {
        damage(listed, LogFolder.damaged(file, good, "what was stored there cannot be read"));
        readRest(scan, segment, good, end);
        return;
      }
      if (good < end) {
        LOG.warn("{} ends in {} bytes that nobody was told of; cut off", file, end - good);
      }
      segment.length = good;
      last = scan.head();
      lastLength = good;
    } catch (NoSuchFileException e) {
      damage(listed, LogFolder.damaged(file, 0, "the file is missing"));
    }
  }

  private static long knownDurable(Manifest.Segment listed, SegmentScan scan, long good)
      throws IOException {
    boolean whole = good == scan.fileBytes();
    return listed.open() && !whole
        ? Math.max(listed.length(), scan.durableBy(good))
        : listed.length();
  }

  private void damage(Manifest.Segment listed, SyncException error) {
    if (!leaveOutDamage) {
      throw error;
    }
    damaged.add(listed.id());
    report.accept(error);
  }

  private void readRest(SegmentScan scan, RoomIndex.Segment segment, long hole, long end)
      throws IOException {
    for (long at = scan.nextBatch(hole + 1); at < end; at = scan.nextBatch(at + 1)) {
      at = scan.visit(at, end, entry -> note(segment, entry));
    }
  }

  private void note(RoomIndex.Segment segment, SegmentScan.Entry entry) {
    LogRecord.Head head = entry.head();
    Place place =
        new Place(head.sequence(), segment.id, entry.offset(), Math.toIntExact(head.length()));
    segment.leastSequence = Math.min(segment.leastSequence, head.sequence());
    sequence = Math.max(sequence, head.sequence());
    Found found = rooms.computeIfAbsent(LogRecord.name(entry.room()), name -> new Found());
    switch (head.kindOfRecord()) {
      case UPDATE -> found.updates.add(place);
      case SNAPSHOT -> found.snapshots.add(place);
      case DELETE -> found.deletes.add(place);
    }
  }

  private void restore(String name, Found found) {
    long deleted = found.deletes.stream().mapToLong(Place::sequence).max().orElse(0);
    found.deletes.forEach(each -> index.apply(LogRecord.Kind.DELETE, name, each));
    RoomIndex.Room room = new RoomIndex.Room();
    room.snapshot =
        found.snapshots.stream()
            .filter(each -> each.sequence() > deleted)
            .max(Comparator.comparingLong(Place::sequence))
            .orElse(null);
    long covered = Math.max(deleted, room.snapshotted());
    found.updates.stream()
        .filter(each -> each.sequence() > covered)
        .sorted(Comparator.comparingLong(Place::sequence))
        .forEach(room.tail::add);
    index.restore(name, room);
  }
}
