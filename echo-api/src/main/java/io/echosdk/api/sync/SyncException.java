package io.echosdk.api.sync;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of a shared document, a room, a store or a bus. */
public final class SyncException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** Bytes from a peer break the wire format. */
    MALFORMED,
    /** A store did not read or write. */
    STORE_FAILED,
    /** A store has no room left; what it holds can still be read. */
    STORE_FULL,
    /** A store holds something else than what was written to it. */
    STORE_DAMAGED,
    /** A bus or transport went away. */
    TRANSPORT_LOST,
    /** A limit was reached; the problem names it. */
    LIMIT,
    /** Somebody asked for what they may not do. */
    FORBIDDEN
  }

  private final Kind kind;

  /**
   * Creates an error without an underlying one.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   */
  public SyncException(Kind kind, String problem, String remedy) {
    this(kind, problem, remedy, null);
  }

  /**
   * Creates an error.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   * @param cause the underlying error, or null if there is none
   */
  public SyncException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
