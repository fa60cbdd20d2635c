package io.echosdk.sync;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The shared types of a music project under the names that its peers know: {@code projectMeta}
 * (text), {@code tracks} (array of maps, whose order is that of a {@link MovableList}), {@code
 * automation} (map) and {@code playbackQueue} (array of maps). Nothing is kept here. Used by the
 * thread that uses the document.
 */
public final class MusicProject {

  private static final String POINT = "@";

  private final SharedDoc doc;
  private final MovableList tracks;
  private final MovableList queue;

  private MusicProject(SharedDoc doc) {
    this.doc = doc;
    tracks = MovableList.of(doc, "tracks");
    queue = MovableList.of(doc, "playbackQueue");
  }

  /** Returns the project that a document holds. */
  public static MusicProject of(SharedDoc doc) {
    return new MusicProject(doc);
  }

  /**
   * A track of a project.
   *
   * @param id its name among the tracks
   * @param name what people call it
   * @param gainDb how much louder than recorded
   * @param isMuted whether it is silent
   */
  public record Track(String id, String name, double gainDb, boolean isMuted) {}

  /**
   * What is to be played.
   *
   * @param trackId which track or recording
   * @param addedBy who asked for it, or null if nobody says
   */
  public record QueueEntry(String trackId, @Nullable String addedBy) {}

  /** Returns the text that describes the project. */
  public SharedText projectMeta() {
    return doc.text("projectMeta");
  }

  /** Returns the tracks, each a {@link SharedMap}. */
  public MovableList tracks() {
    return tracks;
  }

  /** Inserts a track before a position and returns it. */
  public RecordView<Track> addTrack(int index, Track track) {
    return add(tracks, index, track, Track.class);
  }

  /** Returns a track. */
  public RecordView<Track> track(int index) {
    return view(tracks, index, Track.class);
  }

  /** Returns what is to be played, the next first, each a {@link SharedMap}. */
  public MovableList playbackQueue() {
    return queue;
  }

  /** Puts something behind all that is to be played. */
  public RecordView<QueueEntry> enqueue(QueueEntry entry) {
    return add(queue, queue.length(), entry, QueueEntry.class);
  }

  /** Returns what is to be played at a position. */
  public RecordView<QueueEntry> queued(int index) {
    return view(queue, index, QueueEntry.class);
  }

  private <R extends Record> RecordView<R> add(
      MovableList list, int index, R values, Class<R> type) {
    List<RecordView<R>> made = new java.util.ArrayList<>(1);
    doc.transact(
        () -> {
          RecordView<R> view = RecordView.of(list.insert(index, NewType.map()), type);
          view.write(values);
          made.add(view);
        });
    return made.get(0);
  }

  private static <R extends Record> RecordView<R> view(MovableList list, int index, Class<R> type) {
    if (list.get(index) instanceof SharedMap map) {
      return RecordView.of(map, type);
    }
    throw new IllegalStateException("what stands at " + index + " is not a map");
  }

  /** Returns the map of all points of automation, each under its lane, "@" and milliseconds. */
  public SharedMap automation() {
    return doc.map("automation");
  }

  /**
   * Sets a point of automation; of two who set the same point one wins, others stay.
   *
   * @param lane what is automated, such as a track's id and a parameter; without "@"
   * @param timeNanos when, rounded to whole milliseconds
   */
  public void setPoint(String lane, long timeNanos, double value) {
    automation().set(key(lane, timeNanos), value);
  }

  /** Removes a point of automation. */
  public void removePoint(String lane, long timeNanos) {
    automation().remove(key(lane, timeNanos));
  }

  private static String key(String lane, long timeNanos) {
    if (lane.contains(POINT)) {
      throw new IllegalArgumentException("a lane's name cannot have an @ but is " + lane);
    }
    return lane + POINT + Math.floorDiv(timeNanos + 500_000, 1_000_000L);
  }

  /** Returns the points of a lane by time in nanoseconds. */
  public SortedMap<Long, Double> points(String lane) {
    SortedMap<Long, Double> points = new TreeMap<>();
    for (Map.Entry<String, @Nullable Object> entry : automation().entries().entrySet()) {
      String key = entry.getKey();
      int point = key.indexOf(POINT);
      if (point == lane.length()
          && key.startsWith(lane)
          && key.substring(point + 1).matches("-?\\d{1,15}")
          && entry.getValue() instanceof Number value) {
        long millis = Long.parseLong(key.substring(point + 1));
        points.put(TimeUnit.MILLISECONDS.toNanos(millis), value.doubleValue());
      }
    }
    return Collections.unmodifiableSortedMap(points);
  }
}
