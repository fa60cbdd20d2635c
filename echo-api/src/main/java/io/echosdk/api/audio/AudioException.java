package io.echosdk.api.audio;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of an audio device, codec or file. */
public final class AudioException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** The named file or device is not there. */
    NOT_FOUND,
    /** The input breaks its own format. */
    MALFORMED,
    /** The format is sound but not handled. */
    UNSUPPORTED,
    /** The sink does not take sound any more. */
    SINK_LOST
  }

  private final Kind kind;

  /**
   * Creates an error without an underlying one.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   */
  public AudioException(Kind kind, String problem, String remedy) {
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
  public AudioException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
