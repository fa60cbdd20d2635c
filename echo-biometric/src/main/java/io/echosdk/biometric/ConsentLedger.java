package io.echosdk.biometric;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.Consent.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Who allowed what, when, by which text and for how long, and when they took it back: one entry for
 * each change, numbered from 1, without any value of a body. In memory, or in a file that survives
 * a crash. Safe for use from any thread.
 *
 * <p>Several processes, and several ledgers of one process, may use one file. Each change is stored
 * behind what others have stored by then, and applies that first. What others store meanwhile is
 * heard by a ledger that {@link #follow follows} its file; one that does not hears it at its own
 * next change.
 */
public final class ConsentLedger {

  /**
   * One change of one participant's mind.
   *
   * @param number counts all changes in this ledger from 1
   * @param participant whose
   * @param purpose of what
   * @param granted whether it was allowed or taken back
   * @param text which text was agreed to; when it was taken back, the one that had been
   * @param at when, for people
   * @param until when a grant ends by itself; null if it does not
   */
  public record Entry(
      long number,
      String participant,
      Purpose purpose,
      boolean granted,
      ConsentText text,
      Instant at,
      @Nullable Instant until) {

    /** Checks that the parts are there. */
    public Entry {
      Objects.requireNonNull(participant, "participant");
      Objects.requireNonNull(purpose, "purpose");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(at, "at");
    }

    /** Returns the same change at another place. */
    Entry numbered(long place) {
      return new Entry(place, participant, purpose, granted, text, at, until);
    }

    boolean about(Entry other) {
      return purpose == other.purpose && participant.equals(other.participant);
    }

    /** Names nobody. */
    @Override
    public String toString() {
      return "Entry[" + number + (granted ? " granted " : " took back ") + purpose + "]";
    }
  }

  private final MediaClock clock;
  private final @Nullable RecordingKeys keys;
  private final @Nullable ConsentFile file;
  private final AtomicIntegerArray textsInForce;
  private final Map<String, Consent> consents = new LinkedHashMap<>(); // guarded by this
  private final ConsentEntries entries = new ConsentEntries(); // guarded by this
  private final Set<Entry> ending = new HashSet<>(); // until all has ended; guarded by this
  private volatile boolean lost; // written by a follower, read by any

  /** Makes an empty ledger in memory, for the first version of every text. */
  public ConsentLedger(MediaClock clock) {
    this(builder(clock));
  }

  private ConsentLedger(Builder builder) {
    clock = builder.clock;
    keys = builder.keys;
    textsInForce = new AtomicIntegerArray(Purpose.values().length);
    for (Purpose purpose : Purpose.values()) {
      textsInForce.set(purpose.ordinal(), builder.texts.getOrDefault(purpose, 1));
    }
    file = builder.file == null ? null : new ConsentFile(builder.file);
    Failures failures = new Failures();
    destroyKeys(look(), failures); // a process may have died between the entry and their end
    failures.rethrow();
  }

  /** Returns a builder of a ledger whose entries are stamped by a clock. */
  public static Builder builder(MediaClock clock) {
    return new Builder(Objects.requireNonNull(clock, "clock"));
  }

  /** Returns a participant's consent, always the same one; at first nothing is allowed. */
  public synchronized Consent of(String participant) {
    Objects.requireNonNull(participant, "participant");
    return consents.computeIfAbsent(participant, name -> new Consent(this, name));
  }

  /** Returns every change that is known here, oldest first. */
  public synchronized List<Entry> entries() {
    return entries.all();
  }

  /** Returns which version of a purpose's text is in force. */
  public int textInForce(Purpose purpose) {
    return textsInForce.get(purpose.ordinal());
  }

  /**
   * Puts a new version of a purpose's text in force: every grant of an earlier one ends, as if it
   * had expired. Returns once what flowed has stopped.
   *
   * @throws IllegalArgumentException if the version is not newer than the one in force
   */
  public void replaceText(Purpose purpose, int version) {
    List<Consent> all;
    synchronized (this) {
      if (version <= textInForce(purpose)) {
        throw new IllegalArgumentException(
            "a new text needs a version above " + textInForce(purpose) + " but has " + version);
      }
      textsInForce.set(purpose.ordinal(), version);
      all = List.copyOf(consents.values());
    }
    Failures failures = new Failures();
    all.forEach(consent -> consent.endWhatIsNotAllowed(failures));
    failures.rethrow();
  }

  /**
   * Hears from now on what others write into the ledger's file. What they grant or take back is
   * applied within a second: the file is looked at five times in one, and a revocation has all the
   * effects of {@link Consent#revoke}, on the follower's thread. Once for a ledger is enough.
   *
   * @param runtime gives a thread and the time, hears of errors, and ends following when it is
   *     closed
   * @return ends following when it is closed
   * @throws BiometricException if the file cannot be read now
   * @throws IllegalStateException if the ledger is not in a file
   */
  public ConsentFollower follow(EchoRuntime runtime) {
    if (file == null) {
      throw new IllegalStateException(
          "a ledger in memory has nothing to follow: call ConsentLedger.builder(clock).file(...)");
    }
    return new ConsentFollower(this, runtime).start();
  }

  MediaClock clock() {
    return clock;
  }

  @Nullable RecordingKeys keys() {
    return keys;
  }

  /** Returns whether nobody can know what was taken back. */
  boolean isLost() {
    return lost;
  }

  /** Sets it, and ends what is not allowed then. */
  void setLost(boolean value, Failures failures) {
    lost = value;
    List<Consent> all;
    synchronized (this) {
      all = List.copyOf(consents.values());
    }
    all.forEach(consent -> consent.endWhatIsNotAllowed(failures));
  }

  Entry grant(Consent consent, Purpose purpose, ConsentText text, @Nullable Duration lifetime) {
    if (text.version() != textInForce(purpose)) {
      throw new IllegalArgumentException(
          "version "
              + textInForce(purpose)
              + " of the text for "
              + purpose
              + " is in force, so nobody can agree to version "
              + text.version());
    }
    Instant now = clock.instant();
    Instant until = lifetime == null ? null : now.plus(lifetime);
    Entry draft = new Entry(0, consent.participant(), purpose, true, text, now, until);
    Failures failures = new Failures();
    List<Entry> news = new ArrayList<>();
    failures.collect(() -> store(List.of(draft), news));
    if (failures.any() && find(draft) != null) {
      news.add(takeBack(draft.participant(), purpose)); // it could not be cut off again
    }
    settle(news, failures);
    failures.rethrow();
    return stored(draft);
  }

  /** The flow ends before anything else is waited for. */
  Entry revoke(Consent consent, Purpose purpose) {
    Entry draft = takeBack(consent.participant(), purpose);
    Failures failures = new Failures();
    List<Entry> news = new ArrayList<>(List.of(draft));
    end(news, failures);
    failures.collect(() -> store(List.of(), news));
    settle(news, failures);
    failures.rethrow();
    return stored(draft);
  }

  /** In force from here on, whether it can be stored or not. */
  private synchronized Entry takeBack(String participant, Purpose purpose) {
    ConsentText none = new ConsentText(textInForce(purpose), "");
    Entry first = new Entry(0, participant, purpose, false, none, clock.instant(), null);
    Entry last = entries.last(first);
    ConsentText text = last == null ? none : last.text();
    Entry draft = new Entry(0, participant, purpose, false, text, first.at(), null);
    entries.owe(draft);
    ending.add(draft);
    set(draft);
    return draft;
  }

  /** Stores what is owed, and more, behind what others have stored; all of it or none. */
  private void store(List<Entry> drafts, List<Entry> news) {
    if (file == null) {
      remember(drafts);
      return;
    }
    try (ConsentLock turn = file.lock()) {
      List<Entry> next;
      long end;
      synchronized (this) {
        news.addAll(lookNow());
        next = entries.next(drafts);
        end = file.end();
      }
      try {
        file.append(end, next);
      } finally {
        news.addAll(lookNow()); // also unlearns what a follower read, if it could not be stored
      }
    }
  }

  private synchronized void remember(List<Entry> drafts) {
    List<Entry> next = entries.next(drafts);
    entries.store(next);
    next.forEach(this::set);
  }

  private Entry stored(Entry draft) {
    Entry found = find(draft);
    if (found == null) {
      throw new IllegalStateException(
          "the ledger does not hold what was just written: a name or a wording has half a surrogate"
              + " pair, or somebody writes without taking turns");
    }
    return found;
  }

  private synchronized @Nullable Entry find(Entry draft) {
    return entries.find(draft);
  }

  /** Reads and applies what is new in the file; returns it, with what has gone from there. */
  List<Entry> look() {
    try {
      return lookNow();
    } catch (BiometricException e) {
      if (file == null || e.kind() != BiometricException.Kind.MALFORMED) {
        throw e;
      }
    }
    try (ConsentLock turn = file.lock()) { // so that nobody is just writing
      return lookNow();
    }
  }

  private synchronized List<Entry> lookNow() {
    if (file == null) {
      return List.of();
    }
    boolean first = entries.stored().isEmpty(); // so that nothing flows yet
    ConsentFile.Tail tail = file.read(entries.stored());
    List<Entry> news = new ArrayList<>(entries.replace(tail));
    news.forEach(this::forget);
    for (Entry entry : tail.entries()) {
      boolean ours = entries.pay(entry);
      if (!first && !ours && !entry.granted()) {
        ending.add(entry);
      }
      set(entry);
      news.add(entry);
    }
    return news;
  }

  /** What is gone from the file was not given; the word before it stands. */
  private synchronized void forget(Entry gone) {
    Entry last = entries.last(gone);
    of(gone.participant()).set(gone.purpose(), last == null ? null : standing(last));
  }

  /** A revocation that is owed stands behind a grant; one that is ending is waited for. */
  private synchronized void set(Entry entry) {
    boolean waits = entries.owes(entry) || ending.stream().anyMatch(entry::about);
    if (!entry.granted() || !waits) {
      of(entry.participant()).set(entry.purpose(), standing(entry));
    }
  }

  private Standing standing(Entry entry) {
    Instant until = entry.until();
    return new Standing(
        entry.granted(), entry.text().version(), until == null ? null : Expiry.at(until, clock));
  }

  /** Applies what others wrote, with its effects. */
  void catchUp(Failures failures) {
    failures.collect(() -> settle(look(), failures));
  }

  /** Lets what was applied have its effects. */
  private void settle(List<Entry> news, Failures failures) {
    end(news, failures);
    destroyKeys(news, failures);
  }

  /** Ends what flowed for those whose mind has changed; then what they granted since may begin. */
  void end(List<Entry> news, Failures failures) {
    news.stream()
        .map(entry -> of(entry.participant()))
        .distinct()
        .forEach(consent -> consent.endWhatIsNotAllowed(failures));
    synchronized (this) {
      List<Entry> ended = news.stream().filter(ending::remove).toList();
      ended.stream().map(entries::last).filter(Objects::nonNull).forEach(this::set);
    }
  }

  /**
   * Destroys the keys of those who took {@link Purpose#RECORD} back. Looks again before each: who
   * has granted it anew since may have been recorded.
   */
  void destroyKeys(List<Entry> news, Failures failures) {
    if (keys == null) {
      return;
    }
    List<Consent> doomed =
        news.stream()
            .filter(entry -> entry.purpose() == Purpose.RECORD && !entry.granted())
            .map(entry -> of(entry.participant()))
            .distinct()
            .filter(consent -> consent.tookBack(Purpose.RECORD))
            .toList();
    for (Consent each : doomed) {
      catchUp(failures);
      if (each.tookBack(Purpose.RECORD)) {
        failures.collect(() -> keys.destroy(each.participant()));
      }
    }
  }

  /** What a ledger is made of. Not safe for use by several threads. */
  public static final class Builder {

    private final MediaClock clock;
    private final Map<Purpose, Integer> texts = new EnumMap<>(Purpose.class);
    private @Nullable RecordingKeys keys;
    private @Nullable Path file;

    private Builder(MediaClock clock) {
      this.clock = clock;
    }

    /** Sets which version of a purpose's text is in force, from 1; 1 if not called. */
    public Builder text(Purpose purpose, int version) {
      texts.put(purpose, ConsentText.checked(version));
      return this;
    }

    /**
     * Sets where the keys of recordings are kept; without, nobody can be recorded under a consent.
     * The keys of participants whose last word was to take {@link Purpose#RECORD} back are
     * destroyed when the ledger is built.
     */
    public Builder keys(RecordingKeys value) {
      keys = Objects.requireNonNull(value, "keys");
      return this;
    }

    /**
     * Keeps the ledger in a file, which is made for its owner alone if it is not there, and forced
     * to the disk at each change. Others may use the same one, on this machine; those who write
     * take turns by {@code NAME.lock} beside it.
     */
    public Builder file(Path value) {
      file = Objects.requireNonNull(value, "file");
      return this;
    }

    /**
     * Builds the ledger.
     *
     * @throws BiometricException if the file cannot be read or written, is damaged, or a key that
     *     should be gone cannot be destroyed
     */
    public ConsentLedger build() {
      return new ConsentLedger(this);
    }
  }
}
