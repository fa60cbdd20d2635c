package io.echosdk.api.stream;

import io.echosdk.api.EchoException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An error of an encoder, a destination, an ingest server or a recording. */
public final class StreamException extends EchoException {

  private static final long serialVersionUID = 1L;

  /** What kind of thing failed, for code that reacts to it. */
  public enum Kind {
    /** A native library for this platform is missing or cannot be loaded. */
    NO_NATIVE,
    /** No encoder of the asked kind opens here. */
    NO_ENCODER,
    /** A host's name cannot be resolved. */
    UNRESOLVED,
    /** A server cannot be reached or dropped the connection. */
    UNREACHABLE,
    /** A server refused the stream, its key or its codec. */
    REFUSED,
    /** A server's identity could not be verified. */
    UNTRUSTED,
    /** A peer broke the protocol. */
    PROTOCOL,
    /** A local port is in use. */
    PORT_BUSY,
    /** A recording could not be written. */
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
  public StreamException(Kind kind, String problem, String remedy) {
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
  public StreamException(Kind kind, String problem, String remedy, @Nullable Throwable cause) {
    super(problem, remedy, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** Returns what kind of thing failed. */
  public Kind kind() {
    return kind;
  }
}
