package io.echosdk.biometric;

import io.echosdk.api.MediaClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who allowed what, when, and when they took it back: one entry for each change, numbered from 1,
 * without any value of a body. Safe for use from any thread.
 */
public final class ConsentLedger {

  /**
   * One change of one participant's mind.
   *
   * @param version counts all changes in this ledger from 1
   * @param participant whose
   * @param purpose of what
   * @param granted whether it was allowed or taken back
   * @param wording which text was agreed to; empty when it was taken back
   * @param at when, for people
   */
  public record Entry(
      long version,
      String participant,
      Consent.Purpose purpose,
      boolean granted,
      String wording,
      Instant at) {

    /** Checks that the parts are there. */
    public Entry {
      Objects.requireNonNull(participant, "participant");
      Objects.requireNonNull(purpose, "purpose");
      Objects.requireNonNull(wording, "wording");
      Objects.requireNonNull(at, "at");
    }
  }

  private final MediaClock clock;
  private final Map<String, Consent> consents = new HashMap<>(); // guarded by this
  private final List<Entry> entries = new ArrayList<>(); // guarded by this

  /** Makes an empty ledger; entries are stamped by the clock. */
  public ConsentLedger(MediaClock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
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

  synchronized Entry change(
      Consent consent, Consent.Purpose purpose, boolean granted, String wording) {
    Entry entry =
        new Entry(
            entries.size() + 1L, consent.participant(), purpose, granted, wording, clock.instant());
    entries.add(entry);
    consent.set(purpose, granted);
    return entry;
  }
}
