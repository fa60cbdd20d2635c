package io.echosdk.sync;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.doc.Transaction;
import io.echosdk.sync.doc.UndoEngine;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done here to some types of a document, without touching what others did.
 * Edits that follow one another closely are one step. Used by the thread that uses the document.
 */
public final class UndoStack implements AutoCloseable {

  private final SharedDoc doc;
  private final UndoEngine engine;
  private final Set<@Nullable Object> trackedOrigins;
  private final Duration captureTime;
  private final MediaClock clock;
  private final SharedDoc.Subscription subscription;
  private long lastChangeNanos;
  private boolean isCapturing;

  private UndoStack(Builder builder) {
    doc = builder.scope.get(0).doc();
    trackedOrigins = new HashSet<>(builder.trackedOrigins);
    trackedOrigins.add(this);
    captureTime = builder.captureTime;
    clock = builder.clock;
    engine =
        new UndoEngine(
            doc.engine, builder.scope.stream().map(type -> type.node).collect(Collectors.toList()));
    subscription = doc.onCommit(this::committed);
  }

  /**
   * Returns a builder of a stack for some types of one document, with all that is in them.
   *
   * @param clock tells which edits follow one another closely
   */
  public static Builder builder(MediaClock clock, List<? extends SharedType> scope) {
    return new Builder(clock, scope);
  }

  /** What can be said of a stack before it exists. */
  public static final class Builder {
    private final MediaClock clock;
    private final List<SharedType> scope;
    private final Set<@Nullable Object> trackedOrigins = new HashSet<>();
    private Duration captureTime = Duration.ofMillis(500);

    private Builder(MediaClock clock, List<? extends SharedType> scope) {
      this.clock = clock;
      this.scope = List.copyOf(scope);
      trackedOrigins.add(null);
    }

    /** Takes transactions of an origin into account, beside those without one. */
    public Builder trackOrigin(Object origin) {
      trackedOrigins.add(origin);
      return this;
    }

    /** Sets how long after an edit another one belongs to the same step; 500 ms otherwise. */
    public Builder captureTime(Duration captureTime) {
      this.captureTime = captureTime;
      return this;
    }

    /** Returns the stack, which watches from now on. */
    public UndoStack build() {
      if (scope.isEmpty() || captureTime.isNegative()) {
        throw new IllegalArgumentException(
            "scope must not be empty and captureTime not negative but they are "
                + scope
                + " and "
                + captureTime);
      }
      return new UndoStack(this);
    }
  }

  private void committed(Transaction transaction) {
    if (trackedOrigins.contains(transaction.origin())
        && engine.remember(transaction, this::followsClosely)
        && transaction.origin() != this) {
      lastChangeNanos = clock.nanos();
      isCapturing = true;
    }
  }

  private boolean followsClosely() {
    return isCapturing && clock.nanos() - lastChangeNanos < captureTime.toNanos();
  }

  /** Takes the last step back; returns false if there is none. */
  public boolean undo() {
    isCapturing = false;
    return engine.undo(this);
  }

  /** Does again what was taken back last; returns false if there is nothing. */
  public boolean redo() {
    return engine.redo(this);
  }

  /** Returns whether there is something to take back. */
  public boolean canUndo() {
    return engine.canUndo();
  }

  /** Returns whether there is something to do again. */
  public boolean canRedo() {
    return engine.canRedo();
  }

  /** Makes the next edit begin a new step. */
  public void stopCapturing() {
    isCapturing = false;
  }

  /** Forgets all steps. */
  public void clear() {
    engine.clear();
  }

  /** Watches no longer. Idempotent. */
  @Override
  public void close() {
    subscription.close();
  }
}
