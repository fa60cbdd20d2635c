package io.echosdk.api.biometric;

import java.util.Objects;

/** How a source is doing. */
public sealed interface SourceState {

  /** Looking for the device or opening the file. */
  record Connecting() implements SourceState {}

  /** Delivering. */
  record Live() implements SourceState {}

  /** Connected, but nothing has arrived for longer than the source's own rhythm allows. */
  record Stale() implements SourceState {}

  /**
   * The connection was lost and is being made again; no sample is repeated or made up meanwhile.
   */
  record Reconnecting() implements SourceState {}

  /** The input came to its end, or the source was closed. */
  record Closed() implements SourceState {}

  /**
   * Given up.
   *
   * @param reason one sentence for a person, without any biometric value
   */
  record Failed(String reason) implements SourceState {
    /** Checks that there is a reason. */
    public Failed {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
