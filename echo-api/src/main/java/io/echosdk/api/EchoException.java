package io.echosdk.api;

import io.echosdk.api.audio.AudioException;
import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.commerce.CommerceException;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.sync.SyncException;
import io.echosdk.api.visual.VisualException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An error of the environment: a file, a network, a device, a native library. (Errors of the
 * programmer are {@link IllegalArgumentException} and {@link IllegalStateException}.)
 *
 * <p>Each says what went wrong with what, and what to do next; {@link #getMessage()} joins the two
 * into one sentence that can be shown to a person. A message never carries a biometric value or a
 * {@link Secret}.
 */
public abstract sealed class EchoException extends RuntimeException
    permits AudioException,
        BiometricException,
        CommerceException,
        ConsentException,
        StreamException,
        SyncException,
        VisualException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String remedy;

  /**
   * Joins the problem and the way out.
   *
   * @param problem what was tried, with what, and what happened: "cannot resolve host live.example"
   * @param remedy what to do next: "check the host's name"
   * @param cause the underlying error, or null if this is where it was found
   */
  protected EchoException(String problem, String remedy, @Nullable Throwable cause) {
    super(problem + ": " + remedy, cause);
    this.problem = Objects.requireNonNull(problem, "problem");
    this.remedy = Objects.requireNonNull(remedy, "remedy");
  }

  /** Returns the problem and what to do about it, in one sentence. */
  @Override
  public final String getMessage() {
    return problem + ": " + remedy;
  }

  /** Returns what was tried, with what, and what happened. */
  public final String problem() {
    return problem;
  }

  /** Returns what to do next. */
  public final String remedy() {
    return remedy;
  }
}
