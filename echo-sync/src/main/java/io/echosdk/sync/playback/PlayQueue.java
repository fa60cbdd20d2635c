package io.echosdk.sync.playback;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a group plays, and in which order: the list that people see and edit, a mark on the item
 * that is current, and, while shuffled, an order of its own in which every item comes once a round.
 * Items with votes come before items without among those that have not been played in this round,
 * the one with the most votes first.
 *
 * <p>Belongs to one thread.
 */
public final class PlayQueue {

  /** What comes after an item. */
  public enum Loop {
    /** The next item; after the last, silence. */
    OFF,
    /** The same item again. */
    ONE,
    /** The next item; after the last, the first. */
    ALL
  }

  private final int capacity;
  private final SplittableRandom random;
  private final List<QueueItem> items = new ArrayList<>();
  private final Set<Long> played = new HashSet<>(); // in this round
  private final List<Long> history = new ArrayList<>();
  private final Map<Long, Set<String>> votes = new LinkedHashMap<>();
  private List<Long> shuffled = List.of(); // empty unless shuffled
  private boolean shuffle;
  private Loop loop = Loop.OFF;
  private long current; // 0 if none
  private long lastId;

  /**
   * Creates an empty queue.
   *
   * @param capacity how many items it takes
   * @param seed where shuffled orders come from
   */
  public PlayQueue(int capacity, long seed) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more but is " + capacity);
    }
    this.capacity = capacity;
    random = new SplittableRandom(seed);
  }

  /** Returns the items in the order in which people see them. */
  public List<QueueItem> items() {
    return List.copyOf(items);
  }

  /** Returns the current item, or null if there is none. */
  public @Nullable QueueItem current() {
    return current == 0 ? null : find(current);
  }

  /** Returns whether the queue takes no more. */
  public boolean full() {
    return items.size() >= capacity;
  }

  /** Adds an item at the end. The queue must not be {@link #full}. */
  public QueueItem add(String track, long durationNanos, String by) {
    if (full()) {
      throw new IllegalStateException("the queue already holds " + capacity + " items");
    }
    QueueItem item = new QueueItem(++lastId, track, durationNanos, by);
    items.add(item);
    if (shuffle) {
      insertShuffled(item.id());
    }
    return item;
  }

  private void insertShuffled(long id) {
    List<Long> order = new ArrayList<>(shuffled);
    int from = order.indexOf(current) + 1;
    order.add(from + random.nextInt(order.size() - from + 1), id);
    shuffled = order;
  }

  /** Removes an item; if it was current, none is. Returns whether it was there. */
  public boolean remove(long id) {
    boolean there = items.removeIf(item -> item.id() == id);
    if (there) {
      shuffled = shuffled.stream().filter(other -> other != id).toList();
      history.removeIf(other -> other == id);
      played.remove(id);
      votes.remove(id);
      current = current == id ? 0 : current;
    }
    return there;
  }

  /** Moves an item to another place, 0 being the first; a place beyond the end is the end. */
  public boolean move(long id, int place) {
    QueueItem item = find(id);
    if (item == null) {
      return false;
    }
    items.remove(item);
    items.add(Math.max(0, Math.min(items.size(), place)), item);
    return true;
  }

  /** Counts a person's vote for an item that is to come; a person has one vote an item. */
  public boolean vote(long id, String by) {
    return find(id) != null
        && id != current
        && votes.computeIfAbsent(id, any -> new HashSet<>()).add(by);
  }

  /** Returns how many people voted for an item since it was last played. */
  public int votes(long id) {
    return votes.getOrDefault(id, Set.of()).size();
  }

  /** Forgets a person's votes. */
  public void forget(String person) {
    votes.values().forEach(voters -> voters.remove(person));
  }

  /** Sets what comes after an item. */
  public void loop(Loop value) {
    loop = value;
  }

  /** Returns what comes after an item. */
  public Loop loop() {
    return loop;
  }

  /** Plays the items in a random order from the current one on, or again as people see them. */
  public void shuffle(boolean on) {
    shuffle = on;
    shuffled = on ? order() : List.of();
  }

  /** Returns whether the order is random. */
  public boolean shuffle() {
    return shuffle;
  }

  /** A fair shuffle (Durstenfeld 1964) with the current item first. */
  private List<Long> order() {
    List<Long> order = new ArrayList<>(items.stream().map(QueueItem::id).toList());
    for (int i = order.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Long other = order.get(j);
      order.set(j, order.get(i));
      order.set(i, other);
    }
    if (order.remove(current)) {
      order.add(0, current);
    }
    return order;
  }

  /** Makes an item current. Returns whether it is there. */
  public boolean choose(long id) {
    if (find(id) == null) {
      return false;
    }
    if (current != 0 && current != id) {
      history.add(current);
    }
    current = id;
    played.add(id);
    votes.remove(id);
    return true;
  }

  /** Makes current what comes when the current item has been heard to its end. */
  public @Nullable QueueItem ended() {
    return loop == Loop.ONE && current() != null ? current() : next();
  }

  /**
   * Makes current what comes next, which is not the current item again unless it is alone and all
   * is looped.
   *
   * @return the item, or null if the queue is at its end
   */
  public @Nullable QueueItem next() {
    long following = upcoming();
    if (following == 0 && loop != Loop.OFF && !items.isEmpty()) {
      played.clear();
      shuffled = shuffle ? order() : List.of();
      following = upcoming();
      following = following == 0 ? firstInOrder() : following;
    }
    if (following == 0) {
      stop();
      return null;
    }
    choose(following);
    return current();
  }

  /** Makes current what was before, or the current item again if nothing was. */
  public @Nullable QueueItem previous() {
    while (!history.isEmpty()) {
      long before = history.remove(history.size() - 1);
      if (find(before) != null) {
        current = before;
        return current();
      }
    }
    return current();
  }

  /** Makes no item current, and begins a new round. */
  public void stop() {
    current = 0;
    played.clear();
    history.clear();
  }

  private long upcoming() {
    long favourite = 0;
    for (long id : inOrder()) {
      if (!played.contains(id) && votes(id) > votes(favourite)) {
        favourite = id;
      }
    }
    return favourite != 0 ? favourite : following();
  }

  /** The first item behind the current one in the order of playing that this round has not had. */
  private long following() {
    List<Long> order = inOrder();
    for (long id : order.subList(order.indexOf(current) + 1, order.size())) {
      if (!played.contains(id)) {
        return id;
      }
    }
    return 0;
  }

  private long firstInOrder() {
    List<Long> order = inOrder();
    return order.isEmpty() ? 0 : order.get(0);
  }

  private List<Long> inOrder() {
    return shuffle ? shuffled : items.stream().map(QueueItem::id).toList();
  }

  private @Nullable QueueItem find(long id) {
    for (QueueItem item : items) {
      if (item.id() == id) {
        return item;
      }
    }
    return null;
  }
}
