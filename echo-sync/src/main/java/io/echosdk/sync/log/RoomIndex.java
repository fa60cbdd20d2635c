package io.echosdk.sync.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that rooms still need stands on disk, and how much of each file that is. Holds
 * what is durable, or as durable as was promised, and nothing else. Safe for use from any thread.
 */
final class RoomIndex {

  /** One room: the place of its snapshot and of the updates after it. */
  static final class Room {
    @Nullable Place snapshot;
    final ArrayList<Place> tail = new ArrayList<>(); // by sequence

    long snapshotted() {
      return snapshot == null ? 0 : snapshot.sequence();
    }

    long last() {
      return tail.isEmpty() ? snapshotted() : tail.get(tail.size() - 1).sequence();
    }

    /** Returns how many updates of the tail have a number up to this one. */
    int countUpTo(long sequence) {
      int low = 0;
      int high = tail.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (tail.get(middle).sequence() <= sequence) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** One file: its bytes, those still needed, and the least number in it. */
  static final class Segment {
    final long id;
    long length;
    long live;
    long leastSequence = Long.MAX_VALUE;

    Segment(long id, long length) {
      this.id = id;
      this.length = length;
    }
  }

  /** What a page of a room is read from. */
  record Page(List<Place> places, boolean more) {}

  /** What an outline is made from. */
  record Outline(long last, @Nullable Place snapshot, int updates, long recordBytes) {}

  private final TreeMap<String, Room> rooms = new TreeMap<>();
  private final Map<Long, Segment> segments = new HashMap<>();

  synchronized void addSegment(Segment segment) {
    segments.put(segment.id, segment);
  }

  synchronized void grow(long segment, long length) {
    segment(segment).length = length;
  }

  synchronized long length(long segment) {
    return segment(segment).length;
  }

  private Segment segment(Place place) {
    return segment(place.segment());
  }

  private Segment segment(long id) {
    return Objects.requireNonNull(segments.get(id), "segment");
  }

  synchronized void removeSegments(List<Long> gone) {
    segments.keySet().removeAll(gone);
  }

  /** Returns the files by id. */
  synchronized List<Segment> segments() {
    return segments.values().stream().sorted((a, b) -> Long.compare(a.id, b.id)).toList();
  }

  /** Takes over a room that was read from disk. */
  synchronized void restore(String name, Room room) {
    if (room.last() > 0) {
      rooms.put(name, room);
      room.tail.forEach(this::count);
      if (room.snapshot != null) {
        count(room.snapshot);
      }
    }
  }

  /** Notes that a record was written. */
  synchronized void apply(LogRecord.Kind kind, String name, Place place) {
    Segment segment = segment(place);
    segment.leastSequence = Math.min(segment.leastSequence, place.sequence());
    switch (kind) {
      case UPDATE -> {
        rooms.computeIfAbsent(name, unknown -> new Room()).tail.add(place);
        count(place);
      }
      case SNAPSHOT -> applySnapshot(rooms.get(name), place);
      case DELETE -> applyDelete(rooms.remove(name), place);
    }
  }

  private void applySnapshot(@Nullable Room room, Place place) {
    if (room == null || place.sequence() <= room.snapshotted() || place.sequence() > room.last()) {
      return; // somebody else was first; the record is dead where it stands
    }
    if (room.snapshot != null) {
      discount(room.snapshot);
    }
    List<Place> replaced = room.tail.subList(0, room.countUpTo(place.sequence()));
    replaced.forEach(this::discount);
    replaced.clear();
    room.tail.trimToSize();
    room.snapshot = place;
    count(place);
  }

  private void applyDelete(@Nullable Room room, Place place) {
    if (room != null) {
      room.tail.forEach(this::discount);
      if (room.snapshot != null) {
        discount(room.snapshot);
      }
    }
    count(place);
  }

  private void count(Place place) {
    segment(place).live += place.length();
  }

  private void discount(Place place) {
    segment(place).live -= place.length();
  }

  synchronized boolean has(String room) {
    return rooms.containsKey(room);
  }

  synchronized long last(String room) {
    Room found = rooms.get(room);
    return found == null ? 0 : found.last();
  }

  synchronized long snapshotted(String room) {
    Room found = rooms.get(room);
    return found == null ? 0 : found.snapshotted();
  }

  /** Returns what follows a number, up to so many bytes but at least one if there is one. */
  synchronized Page page(String name, long after, long maxBytes) {
    List<Place> places = new ArrayList<>();
    Room room = rooms.get(name);
    if (room == null) {
      return new Page(places, false);
    }
    long bytes = 0;
    if (room.snapshot != null && room.snapshotted() > after) {
      places.add(room.snapshot);
      bytes = room.snapshot.length();
    }
    for (int n = room.countUpTo(after); n < room.tail.size(); n++) {
      Place next = room.tail.get(n);
      bytes += next.length();
      if (bytes > maxBytes && !places.isEmpty()) {
        return new Page(places, true);
      }
      places.add(next);
    }
    return new Page(places, false);
  }

  synchronized Outline outline(String name) {
    Room room = rooms.get(name);
    if (room == null) {
      return new Outline(0, null, 0, 0);
    }
    long bytes = room.tail.stream().mapToLong(Place::length).sum();
    return new Outline(room.last(), room.snapshot, room.tail.size(), bytes);
  }

  synchronized List<String> rooms(String after, int limit) {
    return rooms.tailMap(after, false).keySet().stream().limit(limit).toList();
  }

  /** Returns whether a record that stands there is still needed. */
  synchronized boolean needs(String name, LogRecord.Kind kind, Place place) {
    if (kind == LogRecord.Kind.DELETE) {
      return segments.values().stream()
          .anyMatch(each -> each.id != place.segment() && each.leastSequence < place.sequence());
    }
    Room room = rooms.get(name);
    return room != null && place.equals(standing(room, kind, place.sequence()));
  }

  /** Notes that a record was copied elsewhere, unless it is no longer needed. */
  synchronized void move(String name, LogRecord.Kind kind, Place from, Place to) {
    Segment target = segment(to);
    target.leastSequence = Math.min(target.leastSequence, to.sequence());
    if (kind == LogRecord.Kind.DELETE) {
      count(to);
      return;
    }
    Room room = rooms.get(name);
    if (room == null || !from.equals(standing(room, kind, from.sequence()))) {
      return;
    }
    if (kind == LogRecord.Kind.SNAPSHOT) {
      room.snapshot = to;
    } else {
      room.tail.set(room.countUpTo(from.sequence()) - 1, to);
    }
    discount(from);
    count(to);
  }

  private static @Nullable Place standing(Room room, LogRecord.Kind kind, long sequence) {
    if (kind == LogRecord.Kind.SNAPSHOT) {
      return room.snapshot;
    }
    int count = room.countUpTo(sequence);
    return count == 0 ? null : room.tail.get(count - 1);
  }
}
