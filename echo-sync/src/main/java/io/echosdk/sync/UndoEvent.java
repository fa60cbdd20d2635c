package io.echosdk.sync;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the steps of an {@link UndoStack}.
 *
 * @param kind what happened
 * @param direction whether the step can be, or was, taken back (UNDO) or done again (REDO)
 * @param step the step; null if all were cleared
 * @param origin the origin of the transaction behind it
 * @param changed the types that the transaction changed and all that hold one of them
 */
public record UndoEvent(
    Kind kind,
    Direction direction,
    @Nullable UndoStep step,
    @Nullable Object origin,
    Set<SharedType> changed) {

  /** What happened. */
  public enum Kind {
    /** A step was remembered. */
    ADDED,
    /** A transaction joined the last step. */
    UPDATED,
    /** A step was taken back, or done again. */
    POPPED,
    /** Steps were forgotten. */
    CLEARED
  }

  /** Which of the two stacks. */
  public enum Direction {
    /** What can be taken back. */
    UNDO,
    /** What can be done again. */
    REDO
  }
}
