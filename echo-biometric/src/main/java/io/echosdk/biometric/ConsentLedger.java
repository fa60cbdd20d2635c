package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.biometric.Consent.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Who allowed what, when, by which text and for how long, and when they took it back: one entry for
 * each change, numbered from 1, without any value of a body. In memory, or in a file that survives
 * a crash. Safe for use from any thread.
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
  private final List<Entry> entries = new ArrayList<>(); // guarded by this

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
    if (file != null) {
      entries.addAll(file.read());
      entries.forEach(this::apply);
    }
    finishRevocations();
  }

  /** Returns a builder of a ledger whose entries are stamped by a clock. */
  public static Builder builder(MediaClock clock) {
    return new Builder(Objects.requireNonNull(clock, "clock"));
  }

  /** The process may have died between the entry and the end of the keys. */
  private void finishRevocations() {
    if (keys != null) {
      for (Consent consent : List.copyOf(consents.values())) {
        if (consent.tookBack(Purpose.RECORD)) {
          keys.destroy(consent.participant());
        }
      }
    }
  }

  /** Returns a participant's consent, always the same one; at first nothing is allowed. */
  public synchronized Consent of(String participant) {
    Objects.requireNonNull(participant, "participant");
    return consents.computeIfAbsent(participant, name -> new Consent(this, name));
  }

  /** Returns every change, oldest first. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
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

  MediaClock clock() {
    return clock;
  }

  @Nullable RecordingKeys keys() {
    return keys;
  }

  synchronized Entry grant(
      Consent consent, Purpose purpose, ConsentText text, @Nullable Duration lifetime) {
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
    long number = entries.size() + 1L;
    Entry entry = new Entry(number, consent.participant(), purpose, true, text, now, until);
    entries.add(entry);
    try {
      store();
    } catch (BiometricException e) {
      entries.remove(entries.size() - 1); // what is not written down was not agreed to
      throw e;
    }
    apply(entry);
    return entry;
  }

  Entry revoke(Consent consent, Purpose purpose) {
    Failures failures = new Failures();
    Entry entry = writeRevocation(consent, purpose, failures);
    consent.endWhatIsNotAllowed(failures);
    if (purpose == Purpose.RECORD && keys != null) {
      failures.collect(() -> keys.destroy(consent.participant()));
    }
    failures.rethrow();
    return entry;
  }

  /** Takes effect even where it cannot be stored. */
  private synchronized Entry writeRevocation(Consent consent, Purpose purpose, Failures failures) {
    String who = consent.participant();
    ConsentText text =
        entries.stream()
            .filter(e -> e.participant().equals(who) && e.purpose() == purpose)
            .reduce((earlier, later) -> later)
            .map(Entry::text)
            .orElse(new ConsentText(textInForce(purpose), ""));
    Entry entry = new Entry(entries.size() + 1L, who, purpose, false, text, clock.instant(), null);
    entries.add(entry);
    apply(entry);
    failures.collect(this::store);
    return entry;
  }

  private synchronized void store() {
    if (file != null) {
      file.store(entries);
    }
  }

  private synchronized void apply(Entry entry) {
    Instant until = entry.until();
    of(entry.participant())
        .set(
            entry.purpose(),
            new Standing(
                entry.granted(),
                entry.text().version(),
                until == null ? null : Expiry.at(until, clock)));
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
     * to the disk at each change. One process at a time.
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
