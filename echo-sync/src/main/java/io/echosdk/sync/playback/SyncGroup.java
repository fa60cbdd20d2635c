package io.echosdk.sync.playback;

import io.echosdk.api.sync.SyncException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

  private static final class Member {
    boolean dj;
    final Set<Long> loaded = new HashSet<>();
    @Nullable Drift drift;
  }

  private final PlayQueue queue;
  private final boolean djsOnly;
  private final long loadNanos;
  private final long leadNanos;
  private final int capacity;
  private final Consumer<Timeline> listener;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final Set<String> skipVotes = new HashSet<>();
  private Timeline timeline = new Timeline(1, Timeline.Phase.IDLE, 0, 0, 0, 1);
  private long loadUntilNanos;
  private long startPositionNanos;

  private SyncGroup(Builder builder) {
    queue = new PlayQueue(builder.queueCapacity, builder.seed);
    djsOnly = builder.djsOnly;
    loadNanos = builder.loadNanos;
    leadNanos = builder.leadNanos;
    capacity = builder.memberCapacity;
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
    return List.copyOf(members.keySet());
  }

  /** Returns what each listener last told of itself; who told nothing is not in it. */
  public Map<String, Drift> drifts() {
    Map<String, Drift> drifts = new TreeMap<>();
    members.forEach(
        (id, member) -> {
          if (member.drift != null) {
            drifts.put(id, member.drift);
          }
        });
    return drifts;
  }

  // --- coming and going ---

  /**
   * Lets somebody in; nothing happens if they are in. The first one is a DJ.
   *
   * @throws SyncException (LIMIT) if the group is full
   */
  public void join(String id) {
    Objects.requireNonNull(id, "id");
    if (!members.containsKey(id) && members.size() >= capacity) {
      throw new SyncException(
          SyncException.Kind.LIMIT,
          "the group already has " + capacity + " listeners",
          "wait until somebody leaves, or raise memberCapacity");
    }
    Member member = members.computeIfAbsent(id, any -> new Member());
    member.dj |= members.size() == 1;
  }

  /** Sees somebody off, with their votes. If no DJ is left, who has been there longest is one. */
  public void leave(String id, long nowNanos) {
    if (members.remove(id) == null) {
      return;
    }
    skipVotes.remove(id);
    queue.forget(id);
    if (!members.isEmpty() && members.values().stream().noneMatch(member -> member.dj)) {
      members.values().iterator().next().dj = true;
    }
    skipIfWanted(nowNanos);
    startIfLoaded(nowNanos);
  }

  /** Makes somebody a DJ, or no longer one. At least one DJ stays. */
  public void dj(String by, String who, boolean is) {
    Member chooser = member(by);
    if (!chooser.dj) {
      throw forbidden(by, "choose DJs", "ask a DJ");
    }
    Member chosen = member(who);
    boolean last = chosen.dj && members.values().stream().filter(member -> member.dj).count() == 1;
    if (last && !is) {
      throw forbidden(by, "leave the group without a DJ", "make somebody else a DJ first");
    }
    chosen.dj = is;
  }

  /** A listener has fetched an item, perhaps before its turn. */
  public void loaded(String id, long item, long nowNanos) {
    member(id).loaded.add(item);
    startIfLoaded(nowNanos);
  }

  /** Takes what a listener tells of itself. */
  public void report(String id, Drift drift) {
    member(id).drift = Objects.requireNonNull(drift, "drift");
  }

  /**
   * Takes the position of a client that can neither schedule nor be nudged, and says what to do.
   *
   * @param positionNanos what it hears now
   */
  public Correction ping(String id, long positionNanos, long nowNanos) {
    long drift = positionNanos - timeline.positionAt(nowNanos);
    member(id).drift = new Drift(drift, Long.MAX_VALUE, 1, 0, false);
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
    control(by, "play");
    if (timeline.phase() == Timeline.Phase.PAUSED) {
      load(timeline.item(), timeline.positionNanos(), nowNanos);
    } else if (timeline.phase() == Timeline.Phase.IDLE) {
      load(queue.next(), nowNanos);
    }
  }

  /** Plays this item from its beginning. */
  public void play(String by, long item, long nowNanos) {
    control(by, "play");
    if (!queue.choose(item)) {
      throw unknownItem(item);
    }
    load(item, 0, nowNanos);
  }

  /** Falls silent, a moment from now so that all do at the same sample. */
  public void pause(String by, long nowNanos) {
    control(by, "pause");
    if (timeline.phase() == Timeline.Phase.PLAYING) {
      long at = nowNanos + lead();
      change(Timeline.Phase.PAUSED, timeline.item(), at, timeline.positionAt(at));
    } else if (timeline.phase() == Timeline.Phase.LOADING) {
      change(Timeline.Phase.PAUSED, timeline.item(), nowNanos, startPositionNanos);
    }
  }

  /** Goes on elsewhere in the current item. */
  public void seek(String by, long positionNanos, long nowNanos) {
    control(by, "seek");
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
    control(by, "skip");
    load(queue.next(), nowNanos);
  }

  /** Plays what was before. */
  public void previous(String by, long nowNanos) {
    control(by, "go back");
    load(queue.previous(), nowNanos);
  }

  /** Sets how loud all are, 0 to 1. */
  public void volume(String by, double volume) {
    control(by, "set the volume");
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
    member(by);
    skipVotes.add(by);
    skipIfWanted(nowNanos);
  }

  private void skipIfWanted(long nowNanos) {
    if (timeline.item() != 0 && 2 * skipVotes.size() > members.size()) {
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
    member(by);
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
      control(by, "remove what others added");
    }
    boolean current = timeline.item() == item;
    queue.remove(item);
    members.values().forEach(member -> member.loaded.remove(item));
    if (current) {
      load(queue.next(), nowNanos);
    }
  }

  /** Moves an item to another place, 0 being the first. */
  public void move(String by, long item, int place) {
    control(by, "reorder the queue");
    item(item);
    queue.move(item, place);
  }

  /** Votes for an item that is to come; the one with the most votes comes first. */
  public void vote(String by, long item) {
    member(by);
    item(item);
    queue.vote(item, by);
  }

  /** Sets what comes after an item. */
  public void loop(String by, PlayQueue.Loop loop) {
    control(by, "loop");
    queue.loop(loop);
  }

  /** Plays in a random order, or again as people see the queue. */
  public void shuffle(String by, boolean on) {
    control(by, "shuffle");
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
    if (timeline.phase() == Timeline.Phase.LOADING
        && members.values().stream().allMatch(member -> member.loaded.contains(timeline.item()))) {
      start(nowNanos + lead());
    }
  }

  private void start(long atNanos) {
    change(Timeline.Phase.PLAYING, timeline.item(), atNanos, startPositionNanos);
  }

  /**
   * Far enough ahead for the farthest listener to hear of it; its bound is over half a round trip.
   */
  private long lead() {
    long farthest = leadNanos;
    for (Member member : members.values()) {
      if (member.drift != null && member.drift.boundNanos() != Long.MAX_VALUE) {
        farthest = Math.max(farthest, 4 * member.drift.boundNanos());
      }
    }
    return Math.min(farthest, Math.max(leadNanos, LONGEST_LEAD_NANOS));
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

  // --- who may what ---

  private void control(String by, String what) {
    if (!member(by).dj && djsOnly) {
      throw forbidden(by, what, "ask a DJ, or vote");
    }
  }

  private Member member(String id) {
    Member member = members.get(id);
    if (member == null) {
      throw forbidden(id, "do anything here without being in the group", "join first");
    }
    return member;
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

  private static SyncException forbidden(String who, String what, String remedy) {
    return new SyncException(
        SyncException.Kind.FORBIDDEN, "listener " + who + " may not " + what, remedy);
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
