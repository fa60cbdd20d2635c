package io.echosdk.api.biometric;

import java.util.Objects;

/**
 * How a source is doing. A live source moves between these by itself:
 *
 * <pre>
 * Connecting -&gt; Live &lt;-&gt; Gap, Stale
 *                |
 *            Reconnecting -&gt; Lost         (both go back to Live when the device returns)
 * </pre>
 *
 * and ends in {@link Closed} or {@link Failed}, which it never leaves.
 */
public sealed interface SourceState {

  /** Looking for the device or opening the file; nothing was delivered yet. */
  record Connecting() implements SourceState {}

  /** Delivering. */
  record Live() implements SourceState {}

  /**
   * Connected, but what it delivers says nothing about the present: nothing arrives, one value
   * repeats, or the bytes cannot be read. What was delivered before only ages.
   *
   * @param reason one sentence for a person, without any biometric value
   */
  record Stale(String reason) implements SourceState {
    /** Checks that there is a reason. */
    public Stale {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** Delivering, but samples were lost within the last second. */
  record Gap() implements SourceState {}

  /**
   * The connection was lost and is being made again; no sample is repeated or made up meanwhile.
   */
  record Reconnecting() implements SourceState {}

  /**
   * The device has been away for so long that a person should look after it; it is still tried, at
   * the slowest pace.
   */
  record Lost() implements SourceState {}

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
