package io.echosdk.biometric;

import io.echosdk.api.EchoException;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.ConsentException.Reason;
import io.echosdk.api.biometric.ConsentGate;
import io.echosdk.api.biometric.Purpose;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one participant allows at this moment, purpose by purpose; nothing until it is granted. A
 * grant is valid for the version of the text that it names, and for a time if it has one.
 *
 * <p>When a purpose is taken back, {@link #revoke} returns after everything that flowed for it has
 * stopped, its buffers were overwritten, and, for {@link Purpose#RECORD}, the keys of the
 * participant's recordings were destroyed. Taken back by another process, the same happens within a
 * second where {@link ConsentLedger#follow} listens. A grant that expires, or whose text is
 * replaced, stops the flow too, but leaves finished recordings as they are.
 *
 * <p>Safe for use from any thread; {@link #allows} never waits. Comes from a {@link ConsentLedger},
 * which keeps every change.
 */
public final class Consent implements ConsentGate {

  /** What the ledger's last entry about a purpose means, in terms of the clock. */
  record Standing(boolean granted, int textVersion, @Nullable Expiry expiry) {}

  private final ConsentLedger ledger;
  private final String participant;
  private final List<Runnable> enders = new CopyOnWriteArrayList<>();
  private final AtomicReferenceArray<@Nullable Standing> standings = // written under ledger's lock
      new AtomicReferenceArray<>(Purpose.values().length);

  Consent(ConsentLedger ledger, String participant) {
    this.ledger = ledger;
    this.participant = participant;
  }

  /** Returns whose consent this is. */
  public String participant() {
    return participant;
  }

  @Override
  public boolean allows(Purpose purpose) {
    return whyNot(purpose) == null;
  }

  @Override
  public void require(Purpose purpose) {
    Reason reason = whyNot(purpose);
    if (reason != null) {
      throw new ConsentException(purpose, reason);
    }
  }

  private @Nullable Reason whyNot(Purpose purpose) {
    Standing standing = standings.get(purpose.ordinal());
    if (standing == null) {
      return Reason.NOT_GIVEN;
    }
    if (!standing.granted) {
      return Reason.TAKEN_BACK;
    }
    if (standing.textVersion != ledger.textInForce(purpose)) {
      return Reason.OTHER_TEXT;
    }
    if (standing.expiry != null && standing.expiry.isOver(ledger.clock())) {
      return Reason.EXPIRED;
    }
    return ledger.isLost() ? Reason.UNKNOWN : null;
  }

  /** Returns where the keys of this participant's recordings are. */
  RecordingKeys keys() {
    RecordingKeys keys = ledger.keys();
    if (keys == null) {
      throw new IllegalStateException(
          "the ledger keeps no keys of recordings: call ConsentLedger.builder(clock).keys(...)");
    }
    return keys;
  }

  /** Returns whether the last word about a purpose was to take it back. */
  boolean tookBack(Purpose purpose) {
    return whyNot(purpose) == Reason.TAKEN_BACK;
  }

  /**
   * Allows a purpose until it is taken back or the text changes. In a file it waits for others that
   * write, at most ten seconds, and applies what they wrote first, on this thread.
   *
   * @param text what the participant agreed to; must be the version in force
   * @return what was written down
   * @throws IllegalArgumentException if another version is in force
   * @throws EchoException if it could not be stored; then it is not given
   */
  public ConsentLedger.Entry grant(Purpose purpose, ConsentText text) {
    return ledger.grant(this, purpose, text, null);
  }

  /**
   * Allows a purpose for a time; else as the other.
   *
   * @param text what the participant agreed to; must be the version in force
   * @param lifetime for how long; positive
   * @return what was written down
   * @throws IllegalArgumentException if another version is in force, or the time is not positive
   * @throws EchoException if it could not be stored; then it is not given
   */
  public ConsentLedger.Entry grant(Purpose purpose, ConsentText text, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("lifetime must be positive but is " + lifetime);
    }
    return ledger.grant(this, purpose, text, lifetime);
  }

  /**
   * Takes a purpose back. After it has returned no value flows for it, on any thread, and what was
   * held of the body for it is overwritten. The flow stops first, after the batch of samples that
   * is being worked on; then, in a file, this waits for others that write, at most ten seconds.
   *
   * @return what was written down
   * @throws EchoException if the change could not be stored or a key could not be destroyed; the
   *     flow has stopped all the same
   */
  public ConsentLedger.Entry revoke(Purpose purpose) {
    return ledger.revoke(this, purpose);
  }

  /**
   * Takes every purpose back that was granted, here or by others that use the ledger's file, and
   * not taken back yet, as {@link #revoke} does.
   *
   * @throws EchoException as by {@link #revoke}, or if what others granted cannot be read; what is
   *     known here has stopped all the same
   */
  public void revokeAll() {
    Failures failures = new Failures();
    ledger.catchUp(failures);
    for (Purpose purpose : Purpose.values()) {
      Standing standing = standings.get(purpose.ordinal());
      if (standing != null && standing.granted) {
        failures.collect(() -> revoke(purpose));
      }
    }
    failures.rethrow();
  }

  /** Runs something each time that something may have to end, on the thread that ends it. */
  void onEnd(Runnable ender) {
    enders.add(ender);
  }

  /** Runs it no more. */
  void forget(Runnable ender) {
    enders.remove(ender);
  }

  /** Lets everything look whether it may go on. */
  void endWhatIsNotAllowed(Failures failures) {
    enders.forEach(failures::collect);
  }

  void set(Purpose purpose, @Nullable Standing standing) {
    standings.set(purpose.ordinal(), standing);
  }

  /** Names nobody. */
  @Override
  public String toString() {
    List<Purpose> allowed = Arrays.stream(Purpose.values()).filter(this::allows).toList();
    return "Consent" + allowed;
  }
}
