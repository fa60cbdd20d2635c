package io.echosdk.biometric.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is to happen to a body, and when, beside what comes by chance. */
public final class Script {

  /** What can be asked for. */
  public enum Kind {
    /** A blink of the eyes; a moment. */
    BLINK,
    /** Chewing muscles in the EEG. */
    CLENCHED_JAW,
    /** Repeated squats: movement, and a heart that follows. */
    SQUAT,
    /** A ventricular beat after the next sinus beat; a moment. */
    ECTOPIC_BEAT,
    /** The next sinus beat is not conducted; a moment. */
    MISSED_BEAT,
    /** The sinus node is silent. */
    PAUSE,
    /** The ECG's electrode is off. */
    LEAD_OFF,
    /** The hand moves: noise in the PPG, seen by the accelerometer. */
    HAND_MOVEMENT,
    /** The baselines of ECG and PPG wander. */
    DRIFT,
    /** Walking. */
    WALK,
    /** Eyes closed: alpha waves. */
    EYES_CLOSED,
    /** Heart and breath quicken, the skin sweats, alpha falls; no movement. */
    AROUSAL
  }

  /** One entry. */
  private record Entry(double start, double end) {}

  private final Map<Kind, List<Entry>> entries = new EnumMap<>(Kind.class);

  /** Returns a copy that later additions do not change. */
  public Script copy() {
    Script copy = new Script();
    entries.forEach((kind, list) -> copy.entries.put(kind, new ArrayList<>(list)));
    return copy;
  }

  /** Adds an entry; for a moment both times are the same. */
  public void add(Kind kind, double startSeconds, double endSeconds) {
    if (!(startSeconds >= 0 && endSeconds >= startSeconds && endSeconds <= 1e9)) {
      throw new IllegalArgumentException(
          kind
              + " must begin at or after 0 s and not end before, but is "
              + startSeconds
              + " to "
              + endSeconds);
    }
    List<Entry> list = entries.computeIfAbsent(kind, k -> new ArrayList<>());
    list.add(new Entry(startSeconds, endSeconds));
    list.sort(Comparator.comparingDouble(Entry::start));
  }

  /** Tells every entry that begins before a time. */
  public void forEach(double untilSeconds, Body.Witness witness) {
    entries.forEach(
        (kind, list) ->
            list.stream()
                .filter(entry -> entry.start < untilSeconds)
                .forEach(entry -> witness.scripted(kind, entry.start, entry.end)));
  }

  /** Returns a view of one kind that is asked forward in time. */
  Cue cue(Kind kind) {
    return new Cue(List.copyOf(entries.getOrDefault(kind, List.of())));
  }

  /** The entries of one kind, seen by one who goes forward in time. */
  static final class Cue {

    private final List<Entry> list;
    private int next;

    private Cue(List<Entry> list) {
      this.list = list;
    }

    /** Returns 0 outside every entry, 1 inside, with smooth edges of {@code edge} seconds. */
    double strength(double seconds, double edge) {
      while (next < list.size() && list.get(next).end <= seconds) {
        next++;
      }
      if (next == list.size()) {
        return 0;
      }
      Entry entry = list.get(next);
      return Episodes.strength(seconds, entry.start, entry.end, edge);
    }

    /** Returns where the entry that is, or comes next, begins; infinite if none does. */
    double start() {
      return next == list.size() ? Double.POSITIVE_INFINITY : list.get(next).start;
    }

    /** Takes a moment that has come; false if none has. */
    boolean take(double seconds) {
      boolean come = next < list.size() && list.get(next).start <= seconds;
      next += come ? 1 : 0;
      return come;
    }
  }
}
