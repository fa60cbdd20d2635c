package io.echosdk.biometric;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one participant allows at this moment, purpose by purpose; nothing until it is granted. What
 * holds a participant's consent looks at it each time it is about to do something, so that a
 * revocation takes effect at its next step.
 *
 * <p>Safe for use from any thread. Comes from a {@link ConsentLedger}, which keeps every change.
 */
public final class Consent {

  /** What somebody may allow. */
  public enum Purpose {
    /** To make meaning of the signals at all, for the participant's own eyes and ears. */
    VISUALISE,
    /** To give derived values, never samples, to others in a room. */
    SHARE,
    /** To keep the samples. */
    RECORD,
    /** To judge whether the body is aroused. */
    INFER_AROUSAL,
    /** To let a peak trigger a mint. */
    MINT,
    /** To use recordings for research. */
    RESEARCH
  }

  private final ConsentLedger ledger;
  private final String participant;
  private final List<Runnable> revocationListeners = new CopyOnWriteArrayList<>();
  private volatile Set<Purpose> granted = Set.of(); // written under the ledger's lock, read by any

  Consent(ConsentLedger ledger, String participant) {
    this.ledger = ledger;
    this.participant = participant;
  }

  /** Returns whose consent this is. */
  public String participant() {
    return participant;
  }

  /** Returns whether a purpose is allowed now. */
  public boolean allows(Purpose purpose) {
    return granted.contains(purpose);
  }

  /**
   * Allows a purpose.
   *
   * @param wording which text the participant agreed to: "2026-11, English"
   * @return what was written down
   */
  public ConsentLedger.Entry grant(Purpose purpose, String wording) {
    return ledger.change(this, purpose, true, wording);
  }

  /**
   * Takes a purpose back. Returns once everybody who waits for that was told. Recordings keep their
   * key: who holds it must destroy it.
   *
   * @return what was written down
   */
  public ConsentLedger.Entry revoke(Purpose purpose) {
    ConsentLedger.Entry entry = ledger.change(this, purpose, false, "");
    revocationListeners.forEach(Runnable::run);
    return entry;
  }

  /** Takes every purpose back that is allowed. */
  public void revokeAll() {
    granted.forEach(this::revoke);
  }

  /** Runs something after each revocation, on the thread that revokes. */
  void onRevocation(Runnable listener) {
    revocationListeners.add(listener);
  }

  /** Runs it no more. */
  void forget(Runnable listener) {
    revocationListeners.remove(listener);
  }

  void set(Purpose purpose, boolean allowed) {
    EnumSet<Purpose> next = EnumSet.noneOf(Purpose.class);
    next.addAll(granted);
    if (allowed) {
      next.add(purpose);
    } else {
      next.remove(purpose);
    }
    granted = next; // never changed after this
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Consent[" + granted + "]";
  }
}
