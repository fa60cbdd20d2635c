package io.echosdk.biometric;

import io.echosdk.api.biometric.Purpose;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread pass values while a participant allows it. A revocation waits until that thread
 * has left, then runs what ends the flow; so after {@link Consent#revoke} has returned nothing
 * passes any more. If the passing thread itself revokes, from a listener, the end is run when it
 * leaves. Without a consent everything passes and no lock is taken.
 */
final class Flow implements AutoCloseable {

  private final @Nullable Consent consent;
  private final List<Purpose> purposes;
  private final Runnable end;
  private final Runnable look = this::look;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean due; // guarded by lock

  /**
   * Makes a flow.
   *
   * @param end run under the flow's lock, on any thread, each time a consent ends; looks itself at
   *     what is still allowed
   * @param purposes all of which must be allowed
   */
  Flow(@Nullable Consent consent, Runnable end, Purpose... purposes) {
    this.consent = consent;
    this.end = end;
    this.purposes = List.of(purposes);
    if (consent != null) {
      consent.onEnd(look);
    }
  }

  /** Returns whether everything is allowed now. */
  boolean allowed() {
    if (consent == null) {
      return true;
    }
    for (int i = 0; i < purposes.size(); i++) {
      if (!consent.allows(purposes.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Keeps revocations waiting until {@link #leave}; must be followed by it. */
  void enter() {
    if (consent != null) {
      lock.lock();
    }
  }

  /** Lets revocations in, and runs the end if this thread revoked meanwhile. */
  void leave() {
    if (consent == null) {
      return;
    }
    try {
      if (due && lock.getHoldCount() == 1) {
        due = false;
        end.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    enter();
    due = true; // before others that wait; run now, or by the outermost leave() of this thread
    leave();
  }

  /** Is ended by no consent any more, for what did not come to be. */
  void abandon() {
    if (consent != null) {
      consent.forget(look);
    }
  }

  /**
   * Runs the end a last time, or lets the passing thread do it when it leaves; then no consent ends
   * this any more. Never waits. Idempotent.
   */
  @Override
  public void close() {
    if (consent != null) {
      abandon();
      if (lock.tryLock()) {
        due = true;
        leave();
      }
    }
  }
}
