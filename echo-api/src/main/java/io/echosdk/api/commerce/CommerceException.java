package io.echosdk.api.commerce;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of a payment, a chain, a delivery or a store of objects. */
public final class CommerceException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** The other side refused. */
    REFUSED,
    /** The other side cannot be reached; the outcome is known to be 'not done'. */
    UNREACHABLE,
    /** The other side went away in the middle; ask it before trying again. */
    OUTCOME_UNKNOWN,
    /** A document or message breaks its format. */
    MALFORMED
  }

  private final Kind kind;

  /**
   * Creates an error without an underlying one.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   */
  public CommerceException(Kind kind, String problem, String remedy) {
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
  public CommerceException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
