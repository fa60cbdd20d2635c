package io.echosdk.sync.playback;

import io.echosdk.api.sync.SyncException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is in a group, what they may do, and what they told of themselves. */
final class Listeners {

  private static final class Listener {
    boolean dj;
    final Set<Long> loaded = new HashSet<>();
    @Nullable Drift drift;
  }

  private final int capacity;
  private final boolean djsOnly;
  private final Map<String, Listener> present = new LinkedHashMap<>();

  Listeners(int capacity, boolean djsOnly) {
    this.capacity = capacity;
    this.djsOnly = djsOnly;
  }

  void join(String id) {
    Objects.requireNonNull(id, "id");
    if (!present.containsKey(id) && present.size() >= capacity) {
      throw new SyncException(
          SyncException.Kind.LIMIT,
          "the group already has " + capacity + " listeners",
          "wait until somebody leaves, or raise memberCapacity");
    }
    present.computeIfAbsent(id, any -> new Listener()).dj |= present.size() == 1;
  }

  /** Returns whether they were there. If no DJ is left, who has been there longest is one. */
  boolean leave(String id) {
    boolean there = present.remove(id) != null;
    if (!present.isEmpty() && djs() == 0) {
      present.values().iterator().next().dj = true;
    }
    return there;
  }

  private long djs() {
    return present.values().stream().filter(listener -> listener.dj).count();
  }

  void dj(String by, String who, boolean is) {
    if (!required(by).dj) {
      throw forbidden(by, "choose DJs", "ask a DJ");
    }
    Listener chosen = required(who);
    if (chosen.dj && !is && djs() == 1) {
      throw forbidden(by, "leave the group without a DJ", "make somebody else a DJ first");
    }
    chosen.dj = is;
  }

  /** Checks that somebody may do what only DJs may, where only they may. */
  void control(String by, String what) {
    if (!required(by).dj && djsOnly) {
      throw forbidden(by, what, "ask a DJ, or vote");
    }
  }

  /** Checks that somebody is in the group. */
  void check(String id) {
    required(id);
  }

  private Listener required(String id) {
    Listener listener = present.get(id);
    if (listener == null) {
      throw forbidden(id, "do anything here without being in the group", "join first");
    }
    return listener;
  }

  private static SyncException forbidden(String who, String what, String remedy) {
    return new SyncException(
        SyncException.Kind.FORBIDDEN, "listener " + who + " may not " + what, remedy);
  }

  void loaded(String id, long item) {
    required(id).loaded.add(item);
  }

  boolean allLoaded(long item) {
    return present.values().stream().allMatch(listener -> listener.loaded.contains(item));
  }

  void forget(long item) {
    present.values().forEach(listener -> listener.loaded.remove(item));
  }

  void report(String id, Drift drift) {
    required(id).drift = Objects.requireNonNull(drift, "drift");
  }

  Map<String, Drift> drifts() {
    Map<String, Drift> drifts = new TreeMap<>();
    present.forEach(
        (id, listener) -> {
          if (listener.drift != null) {
            drifts.put(id, listener.drift);
          }
        });
    return drifts;
  }

  /** Returns the largest bound that anybody told, 0 if nobody did; over half of a round trip. */
  long farthestNanos() {
    long farthest = 0;
    for (Listener listener : present.values()) {
      if (listener.drift != null && listener.drift.boundNanos() != Long.MAX_VALUE) {
        farthest = Math.max(farthest, listener.drift.boundNanos());
      }
    }
    return farthest;
  }

  List<String> ids() {
    return List.copyOf(present.keySet());
  }

  int count() {
    return present.size();
  }
}
