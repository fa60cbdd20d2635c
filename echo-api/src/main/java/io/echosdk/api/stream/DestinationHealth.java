package io.echosdk.api.stream;

import java.util.Objects;

/**
 * How one destination is doing, at one moment.
 *
 * @param name the destination's name
 * @param state what it is doing
 * @param detail one sentence for a person about the last trouble, without the key; empty if there
 *     was none
 * @param uptimeNanos how long it has been live without a break; 0 if it is not
 * @param reconnects how often the connection was made again
 * @param bytesSent written to the socket since the start
 * @param bytesAcknowledged what the server says it has read on this connection
 * @param sendKbps over the last second
 * @param queueBytes waiting to be written
 * @param queueNanos media time that is waiting to be written
 * @param droppedVideo pictures that were not sent
 * @param droppedAudio frames of sound that were not sent
 * @param connectNanos how long the last connect took, from resolving to the server's consent
 */
public record DestinationHealth(
    String name,
    State state,
    String detail,
    long uptimeNanos,
    long reconnects,
    long bytesSent,
    long bytesAcknowledged,
    long sendKbps,
    long queueBytes,
    long queueNanos,
    long droppedVideo,
    long droppedAudio,
    long connectNanos) {

  /** What a destination is doing. */
  public enum State {
    /** Resolving, connecting, or asking the server's consent. */
    CONNECTING,
    /** Sending, all is well. */
    LIVE,
    /** Sending, but slower than the programme: pictures are being dropped. */
    DEGRADED,
    /** Waiting before the next try. */
    BACKOFF,
    /** Given up: the server refused in a way that a retry cannot heal. */
    FAILED,
    /** Ended by its owner. */
    STOPPED
  }

  /** Checks the names. */
  public DestinationHealth {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(detail, "detail");
  }
}
