package io.echosdk.api.visual;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of a graphics device or of the picture's output. */
public final class VisualException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** No engine of the asked kind runs here. */
    NO_BACKEND,
    /** The device went away while it was in use. */
    DEVICE_LOST,
    /** Every picture of the engine's pool is on loan; the next call may succeed. */
    FRAMES_ON_LOAN,
    /** The picture could not be written. */
    OUTPUT_FAILED
  }

  private final Kind kind;

  /**
   * Creates an error without an underlying one.
   *
   * @param kind what kind of thing failed
   * @param problem what was tried, with what, and what happened
   * @param remedy what to do next
   */
  public VisualException(Kind kind, String problem, String remedy) {
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
  public VisualException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
