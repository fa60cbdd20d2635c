package io.echosdk.api.biometric;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of a body-signal source or file. */
public final class BiometricException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** The named file, device or service is not there. */
    NOT_FOUND,
    /** The input breaks its own format or ends early; the problem names file and offset. */
    MALFORMED,
    /** The input is sound but uses something that Echo does not read. */
    UNSUPPORTED,
    /** A channel was asked for that the input does not have. */
    NO_SUCH_CHANNEL,
    /** A source stopped delivering. */
    SOURCE_LOST,
    /** An encrypted recording was opened without its key, or with another. */
    WRONG_KEY,
    /** A recording cannot be written: the disk is full, the name is taken. */
    STORAGE
  }

  private final Kind kind;

  /**
   * Creates an error without an underlying one.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   */
  public BiometricException(Kind kind, String problem, String remedy) {
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
  public BiometricException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
