package io.echosdk.sync;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.doc.Transaction;
import io.echosdk.sync.doc.UndoEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was done here to some types of a document, without touching what others did.
 * Edits that follow one another closely are one step. Used by the thread that uses the document.
 */
public final class UndoStack implements AutoCloseable {

  private final SharedDoc doc;
  private final UndoEngine engine;
  private final Set<@Nullable Object> trackedOrigins;
  private final Predicate<SharedTransaction> captures;
  private final Duration captureTime;
  private final MediaClock clock;
  private final SharedDoc.Subscription subscription;
  private final List<Consumer<UndoEvent>> listeners = new ArrayList<>(0);
  private Set<SharedType> lastChanged = Set.of(); // by the transaction remembered last
  private long lastChangeNanos;
  private boolean isCapturing;

  private UndoStack(Builder builder) {
    doc = builder.doc;
    trackedOrigins = new HashSet<>(builder.trackedOrigins);
    trackedOrigins.add(this);
    captures = builder.captures;
    captureTime = builder.captureTime;
    clock = builder.clock;
    EventMaker items = new EventMaker(doc);
    engine =
        new UndoEngine(
            doc.engine,
            builder.scope.isEmpty(),
            builder.ignoresRemoteMapChanges,
            item -> builder.deletes.test(items.item(item)));
    addToScope(builder.scope);
    subscription = doc.announcer.onCommit(this::committed);
  }

  /**
   * Returns a builder of a stack for some types of one document, with all that is in them.
   *
   * @param clock tells which edits follow one another closely
   */
  public static Builder builder(MediaClock clock, List<? extends SharedType> scope) {
    if (scope.isEmpty()) {
      throw new IllegalArgumentException("scope must not be empty");
    }
    return new Builder(clock, scope.get(0).doc(), scope);
  }

  /** Returns a builder of a stack for all types of a document. */
  public static Builder builder(MediaClock clock, SharedDoc doc) {
    return new Builder(clock, doc, List.of());
  }

  /** What can be said of a stack before it exists. */
  public static final class Builder {
    private final MediaClock clock;
    private final SharedDoc doc;
    private final List<SharedType> scope;
    private final Set<@Nullable Object> trackedOrigins = new HashSet<>();
    private Duration captureTime = Duration.ofMillis(500);
    private Predicate<SharedTransaction> captures = transaction -> true;
    private Predicate<SharedEvent.Item> deletes = item -> true;
    private boolean ignoresRemoteMapChanges;

    private Builder(MediaClock clock, SharedDoc doc, List<? extends SharedType> scope) {
      this.clock = clock;
      this.doc = doc;
      this.scope = List.copyOf(scope);
      trackedOrigins.add(null);
    }

    /** Takes transactions of an origin, or of a {@link Class} of origins, into account too. */
    public Builder trackOrigin(Object origin) {
      trackedOrigins.add(origin);
      return this;
    }

    /** Takes transactions of these origins into account only; null means those without one. */
    public Builder trackOnly(@Nullable Object... origins) {
      trackedOrigins.clear();
      trackedOrigins.addAll(Arrays.asList(origins));
      return this;
    }

    /** Sets how long after an edit another one belongs to the same step; 500 ms otherwise. */
    public Builder captureTime(Duration captureTime) {
      this.captureTime = captureTime;
      return this;
    }

    /** Takes only those transactions into account that pass; asked during their commit. */
    public Builder captureIf(Predicate<SharedTransaction> captures) {
      this.captures = captures;
      return this;
    }

    /** Takes only those items away again that pass; asked before each is deleted. */
    public Builder deleteIf(Predicate<SharedEvent.Item> deletes) {
      this.deletes = deletes;
      return this;
    }

    /** Sets a key back even if somebody else has set it since. */
    public Builder ignoreRemoteMapChanges(boolean ignores) {
      this.ignoresRemoteMapChanges = ignores;
      return this;
    }

    /** Returns the stack, which watches from now on. */
    public UndoStack build() {
      if (captureTime.isNegative()) {
        throw new IllegalArgumentException("captureTime must not be negative: " + captureTime);
      }
      return new UndoStack(this);
    }
  }

  /** Minds more types of the document, with all that is in them. */
  public void addToScope(List<? extends SharedType> types) {
    for (SharedType type : types) {
      if (type.doc() != doc) {
        throw new IllegalArgumentException("a type of another document: " + type.doc().guid());
      }
      engine.addToScope(type.node);
    }
  }

  /** Takes transactions of an origin, or of a {@link Class} of origins, into account. */
  public void trackOrigin(Object origin) {
    trackedOrigins.add(origin);
  }

  /** Takes transactions of an origin into account no longer. */
  public void untrackOrigin(Object origin) {
    trackedOrigins.remove(origin);
  }

  /** Hears what happens to steps; its exceptions go to the document's listener for errors. */
  public SharedDoc.Subscription onEvent(Consumer<UndoEvent> listener) {
    listeners.add(listener);
    return () -> listeners.removeIf(other -> other == listener);
  }

  private void committed(Transaction transaction) {
    Object origin = transaction.origin();
    if (!isTracked(origin)
        || !captures.test(new SharedTransaction(origin, transaction.isLocal()))) {
      return;
    }
    boolean isUndoing = engine.isUndoing();
    boolean hadRedo = !engine.redoSteps().isEmpty();
    UndoEngine.Remembered remembered = engine.remember(transaction, this::followsClosely);
    if (remembered == null) {
      return;
    }
    if (origin != this) {
      lastChangeNanos = clock.nanos();
      isCapturing = true;
    }
    lastChanged = new LinkedHashSet<>();
    doc.changes()
        .changedWithHolders(transaction)
        .forEach(type -> lastChanged.add(doc.handle(type)));
    if (hadRedo && origin != this) {
      later(event(UndoEvent.Kind.CLEARED, UndoEvent.Direction.REDO, null, null));
    }
    later(
        event(
            remembered.isNew() ? UndoEvent.Kind.ADDED : UndoEvent.Kind.UPDATED,
            isUndoing ? UndoEvent.Direction.REDO : UndoEvent.Direction.UNDO,
            step(remembered.step()),
            origin));
  }

  private boolean isTracked(@Nullable Object origin) {
    return trackedOrigins.contains(origin)
        || (origin != null && trackedOrigins.contains(origin.getClass()));
  }

  private boolean followsClosely() {
    return isCapturing && clock.nanos() - lastChangeNanos < captureTime.toNanos();
  }

  private static UndoStep step(UndoEngine.Step step) {
    return (UndoStep) step.handle(UndoStep::new);
  }

  private UndoEvent event(
      UndoEvent.Kind kind,
      UndoEvent.Direction direction,
      @Nullable UndoStep step,
      @Nullable Object origin) {
    return new UndoEvent(kind, direction, step, origin, Set.copyOf(lastChanged));
  }

  private void later(UndoEvent event) {
    if (!listeners.isEmpty()) {
      doc.announcer.observers().later(() -> tell(event));
    }
  }

  private void tell(UndoEvent event) {
    List.copyOf(listeners)
        .forEach(listener -> doc.announcer.observers().guard(() -> listener.accept(event)));
  }

  /** Takes the last step back; returns it, or null if there is none that changes anything. */
  public @Nullable UndoStep undo() {
    isCapturing = false;
    return popped(engine.undo(this), UndoEvent.Direction.UNDO);
  }

  /** Does again what was taken back last; returns that step, or null if there is nothing. */
  public @Nullable UndoStep redo() {
    return popped(engine.redo(this), UndoEvent.Direction.REDO);
  }

  private @Nullable UndoStep popped(UndoEngine.@Nullable Step done, UndoEvent.Direction direction) {
    if (done == null) {
      return null;
    }
    UndoStep step = step(done);
    tell(event(UndoEvent.Kind.POPPED, direction, step, this));
    return step;
  }

  /** Returns whether there is something to take back. */
  public boolean canUndo() {
    return !engine.undoSteps().isEmpty();
  }

  /** Returns whether there is something to do again. */
  public boolean canRedo() {
    return !engine.redoSteps().isEmpty();
  }

  /** Returns the steps that can be taken back, the oldest first. */
  public List<UndoStep> undoSteps() {
    return engine.undoSteps().stream().map(UndoStack::step).toList();
  }

  /** Returns the steps that can be done again, the next one last. */
  public List<UndoStep> redoSteps() {
    return engine.redoSteps().stream().map(UndoStack::step).toList();
  }

  /** Makes the next edit begin a new step. */
  public void stopCapturing() {
    isCapturing = false;
  }

  /** Forgets all steps, and lets go of the deleted content that was kept for them. */
  public void clear() {
    clear(true, true);
  }

  /** Forgets the steps that can be taken back, those that can be done again, or both. */
  public void clear(boolean undo, boolean redo) {
    boolean clearsUndo = undo && canUndo();
    boolean clearsRedo = redo && canRedo();
    engine.clear(undo, redo);
    if (clearsUndo) {
      tell(event(UndoEvent.Kind.CLEARED, UndoEvent.Direction.UNDO, null, null));
    }
    if (clearsRedo) {
      tell(event(UndoEvent.Kind.CLEARED, UndoEvent.Direction.REDO, null, null));
    }
  }

  /** Watches no longer. Idempotent. */
  @Override
  public void close() {
    subscription.close();
  }
}
