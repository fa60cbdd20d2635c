package io.echosdk.sync.playback;

import io.echosdk.api.sync.SyncException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * People who hear the same at the same time, as the server sees them: who is there, what is queued,
 * and the {@link Timeline} that all of their players follow.
 *
 * <p>An item is first loaded: listeners fetch it and say so. When all have, or when those who have
 * not were waited for long enough, a start is scheduled a moment ahead; whoever comes later, or
 * stalls, joins what is playing. Nobody can stop the others.
 *
 * <p>Anybody may add to the queue, remove what they added, and vote. The rest is for everybody or
 * for DJs only, as the group was built.
 *
 * <p>Call everything from one thread, and {@link #poll} when it says. Times are nanoseconds of the
 * server's monotonic clock, and never go back.
 */
public final class SyncGroup {

  /** How often a client that knows no schedule should call {@link #ping}. */
  public static final long PING_INTERVAL_NANOS = 5_000_000_000L;

  private static final long SEEK_NANOS = 500_000_000L;
  private static final long RESYNC_NANOS = 3_000_000_000L;
  private static final long LONGEST_LEAD_NANOS = 2_000_000_000L;

  private final PlayQueue queue;
  private final Listeners listeners;
  private final long loadNanos;
  private final long leadNanos;
  private final Consumer<Timeline> listener;
  private final Set<String> skipVotes = new HashSet<>();
  private Timeline timeline = new Timeline(1, Timeline.Phase.IDLE, 0, 0, 0, 1);
  private long loadUntilNanos;
  private long startPositionNanos;

  private SyncGroup(Builder builder) {
    queue = new PlayQueue(builder.queueCapacity, builder.seed);
    listeners = new Listeners(builder.memberCapacity, builder.djsOnly);
    loadNanos = builder.loadNanos;
    leadNanos = builder.leadNanos;
    listener = builder.listener;
  }

  /** Returns a builder; everything has a default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what all players follow. */
  public Timeline timeline() {
    return timeline;
  }

  /** Returns the items in the order in which people see them. */
  public List<QueueItem> items() {
    return queue.items();
  }

  /** Returns how many people voted for an item that is to come. */
  public int votes(long item) {
    return queue.votes(item);
  }

  /** Returns what comes after an item. */
  public PlayQueue.Loop loop() {
    return queue.loop();
  }

  /** Returns whether the order is random. */
  public boolean shuffle() {
    return queue.shuffle();
  }

  /** Returns who is there, in the order of coming. */
  public List<String> members() {
    return listeners.ids();
  }

  /** Returns what each listener last told of itself; who told nothing is not in it. */
  public Map<String, Drift> drifts() {
    return listeners.drifts();
  }

  // --- coming and going ---

  /**
   * Lets somebody in; nothing happens if they are in. The first one is a DJ.
   *
   * @throws SyncException (LIMIT) if the group is full
   */
  public void join(String id) {
    listeners.join(id);
  }

  /** Sees somebody off, with their votes. If no DJ is left, who has been there longest is one. */
  public void leave(String id, long nowNanos) {
    if (listeners.leave(id)) {
      skipVotes.remove(id);
      queue.forget(id);
      skipIfWanted(nowNanos);
      startIfLoaded(nowNanos);
    }
  }

  /** Makes somebody a DJ, or no longer one. At least one DJ stays. */
  public void dj(String by, String who, boolean is) {
    listeners.dj(by, who, is);
  }

  /** A listener has fetched an item, perhaps before its turn. */
  public void loaded(String id, long item, long nowNanos) {
    listeners.loaded(id, item);
    startIfLoaded(nowNanos);
  }

  /** Takes what a listener tells of itself. */
  public void report(String id, Drift drift) {
    listeners.report(id, drift);
  }

  /**
   * Takes the position of a client that can neither schedule nor be nudged, and says what to do.
   *
   * @param positionNanos what it hears now
   */
  public Correction ping(String id, long positionNanos, long nowNanos) {
    long drift = positionNanos - timeline.positionAt(nowNanos);
    listeners.report(id, new Drift(drift, Long.MAX_VALUE, 1, 0, false));
    if (timeline.phase() != Timeline.Phase.PLAYING || Math.abs(drift) <= SEEK_NANOS) {
      return new Correction.None();
    }
    long position = timeline.positionAt(nowNanos);
    return Math.abs(drift) > RESYNC_NANOS
        ? new Correction.PauseAndResync(position)
        : new Correction.Seek(position);
  }

  // --- playing ---

  /** Plays the current item from where it stopped, or else what comes first. */
  public void play(String by, long nowNanos) {
    listeners.control(by, "play");
    if (timeline.phase() == Timeline.Phase.PAUSED) {
      load(timeline.item(), timeline.positionNanos(), nowNanos);
    } else if (timeline.phase() == Timeline.Phase.IDLE) {
      load(queue.next(), nowNanos);
    }
  }

  /** Plays this item from its beginning. */
  public void play(String by, long item, long nowNanos) {
    listeners.control(by, "play");
    if (!queue.choose(item)) {
      throw unknownItem(item);
    }
    load(item, 0, nowNanos);
  }

  /** Falls silent, a moment from now so that all do at the same sample. */
  public void pause(String by, long nowNanos) {
    listeners.control(by, "pause");
    if (timeline.phase() == Timeline.Phase.PLAYING) {
      long at = nowNanos + lead();
      change(Timeline.Phase.PAUSED, timeline.item(), at, timeline.positionAt(at));
    } else if (timeline.phase() == Timeline.Phase.LOADING) {
      change(Timeline.Phase.PAUSED, timeline.item(), nowNanos, startPositionNanos);
    }
  }

  /** Goes on elsewhere in the current item. */
  public void seek(String by, long positionNanos, long nowNanos) {
    listeners.control(by, "seek");
    QueueItem item = queue.current();
    if (item == null) {
      throw new IllegalStateException("nothing is current, so there is nowhere to seek");
    }
    if (positionNanos < 0 || positionNanos >= item.durationNanos()) {
      throw new IllegalArgumentException(
          "positionNanos must be from 0 to below "
              + item.durationNanos()
              + " but is "
              + positionNanos);
    }
    if (timeline.phase() == Timeline.Phase.PAUSED) {
      change(Timeline.Phase.PAUSED, item.id(), nowNanos, positionNanos);
    } else {
      load(item.id(), positionNanos, nowNanos);
    }
  }

  /** Plays what comes next. */
  public void next(String by, long nowNanos) {
    listeners.control(by, "skip");
    load(queue.next(), nowNanos);
  }

  /** Plays what was before. */
  public void previous(String by, long nowNanos) {
    listeners.control(by, "go back");
    load(queue.previous(), nowNanos);
  }

  /** Sets how loud all are, 0 to 1. */
  public void volume(String by, double volume) {
    listeners.control(by, "set the volume");
    publish(
        new Timeline(
            timeline.version() + 1,
            timeline.phase(),
            timeline.item(),
            timeline.anchorNanos(),
            timeline.positionNanos(),
            volume));
  }

  /** Counts a vote for the next item; more than half of those present skip the current one. */
  public void voteSkip(String by, long nowNanos) {
    listeners.check(by);
    skipVotes.add(by);
    skipIfWanted(nowNanos);
  }

  private void skipIfWanted(long nowNanos) {
    if (timeline.item() != 0 && 2 * skipVotes.size() > listeners.count()) {
      load(queue.next(), nowNanos);
    }
  }

  // --- the queue ---

  /**
   * Adds a track at the end.
   *
   * @throws SyncException (LIMIT) if the queue is full
   */
  public QueueItem add(String by, String track, long durationNanos) {
    listeners.check(by);
    if (queue.full()) {
      throw new SyncException(
          SyncException.Kind.LIMIT, "the queue is full", "remove an item before adding another");
    }
    return queue.add(track, durationNanos, by);
  }

  /** Removes an item; who added it always may. If it is current, the next one follows. */
  public void remove(String by, long item, long nowNanos) {
    QueueItem found = item(item);
    if (!found.addedBy().equals(by)) {
      listeners.control(by, "remove what others added");
    }
    boolean current = timeline.item() == item;
    queue.remove(item);
    listeners.forget(item);
    if (current) {
      load(queue.next(), nowNanos);
    }
  }

  /** Moves an item to another place, 0 being the first. */
  public void move(String by, long item, int place) {
    listeners.control(by, "reorder the queue");
    item(item);
    queue.move(item, place);
  }

  /** Votes for an item that is to come; the one with the most votes comes first. */
  public void vote(String by, long item) {
    listeners.check(by);
    item(item);
    queue.vote(item, by);
  }

  /** Sets what comes after an item. */
  public void loop(String by, PlayQueue.Loop loop) {
    listeners.control(by, "loop");
    queue.loop(loop);
  }

  /** Plays in a random order, or again as people see the queue. */
  public void shuffle(String by, boolean on) {
    listeners.control(by, "shuffle");
    queue.shuffle(on);
  }

  // --- time ---

  /**
   * Does what is due: starts an item that some are still fetching, goes on to the next at the end
   * of one.
   *
   * @return when to poll again, {@link Long#MAX_VALUE} for never unless something is asked for
   */
  public long poll(long nowNanos) {
    if (timeline.phase() == Timeline.Phase.LOADING && nowNanos >= loadUntilNanos) {
      start(nowNanos + lead());
    }
    if (timeline.phase() == Timeline.Phase.PLAYING && nowNanos >= endNanos()) {
      goOn(endNanos(), nowNanos);
    }
    return switch (timeline.phase()) {
      case LOADING -> loadUntilNanos;
      case PLAYING -> endNanos();
      case IDLE, PAUSED -> Long.MAX_VALUE;
    };
  }

  private long endNanos() {
    QueueItem item = queue.current();
    long left = item == null ? 0 : item.durationNanos() - timeline.positionNanos();
    return timeline.anchorNanos() + left;
  }

  /** Without a gap if all fetched the next item before its turn. */
  private void goOn(long endNanos, long nowNanos) {
    QueueItem item = queue.ended();
    load(item, nowNanos);
    if (item != null && timeline.phase() == Timeline.Phase.PLAYING) {
      change(Timeline.Phase.PLAYING, item.id(), endNanos, 0);
    }
  }

  private void load(@Nullable QueueItem item, long nowNanos) {
    if (item == null) {
      skipVotes.clear();
      change(Timeline.Phase.IDLE, 0, nowNanos, 0);
    } else {
      load(item.id(), 0, nowNanos);
    }
  }

  private void load(long item, long positionNanos, long nowNanos) {
    if (item != timeline.item()) {
      skipVotes.clear();
    }
    startPositionNanos = positionNanos;
    loadUntilNanos = nowNanos + loadNanos;
    change(Timeline.Phase.LOADING, item, nowNanos, positionNanos);
    startIfLoaded(nowNanos);
  }

  private void startIfLoaded(long nowNanos) {
    if (timeline.phase() == Timeline.Phase.LOADING && listeners.allLoaded(timeline.item())) {
      start(nowNanos + lead());
    }
  }

  private void start(long atNanos) {
    change(Timeline.Phase.PLAYING, timeline.item(), atNanos, startPositionNanos);
  }

  /** Far enough ahead for the farthest listener to hear of it in time. */
  private long lead() {
    long farthest = Math.min(4 * listeners.farthestNanos(), LONGEST_LEAD_NANOS);
    return Math.max(leadNanos, farthest);
  }

  private void change(Timeline.Phase phase, long item, long anchorNanos, long positionNanos) {
    publish(
        new Timeline(
            timeline.version() + 1, phase, item, anchorNanos, positionNanos, timeline.volume()));
  }

  private void publish(Timeline next) {
    timeline = next;
    listener.accept(next);
  }

  private QueueItem item(long id) {
    return queue.items().stream()
        .filter(item -> item.id() == id)
        .findFirst()
        .orElseThrow(() -> unknownItem(id));
  }

  private static IllegalArgumentException unknownItem(long id) {
    return new IllegalArgumentException("there is no item " + id + " in the queue");
  }

  /** How a group is to be. Not safe for use by several threads. */
  public static final class Builder {

    private int memberCapacity = 1000;
    private int queueCapacity = 500;
    private boolean djsOnly;
    private long loadNanos = 3_000_000_000L;
    private long leadNanos = 500_000_000L;
    private long seed = 1;
    private Consumer<Timeline> listener = timeline -> {};

    private Builder() {}

    /** Sets how many listeners there may be; 1000 if nothing is said. */
    public Builder memberCapacity(int value) {
      memberCapacity = value;
      return this;
    }

    /** Sets how many items the queue takes; 500 if nothing is said. */
    public Builder queueCapacity(int value) {
      queueCapacity = value;
      return this;
    }

    /** Lets only DJs play, pause, seek, skip, reorder; otherwise everybody may. */
    public Builder djsOnly() {
      djsOnly = true;
      return this;
    }

    /** Sets how long those who fetch an item are waited for, ns; 3 s if nothing is said. */
    public Builder loadNanos(long value) {
      loadNanos = value;
      return this;
    }

    /** Sets how far ahead starts and stops are scheduled at least, ns; 0.5 s if nothing is said. */
    public Builder leadNanos(long value) {
      leadNanos = value;
      return this;
    }

    /** Sets where shuffled orders come from. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets who hears of every change, at once, on the thread that caused it. */
    public Builder listener(Consumer<Timeline> value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Builds the group. */
    public SyncGroup build() {
      if (memberCapacity < 1 || queueCapacity < 1 || loadNanos < 0 || leadNanos < 0) {
        throw new IllegalArgumentException(
            "memberCapacity and queueCapacity must be 1 or more, loadNanos and leadNanos 0 or more,"
                + " but they are "
                + List.of(memberCapacity, queueCapacity, loadNanos, leadNanos));
      }
      return new SyncGroup(this);
    }
  }
}
