package io.echosdk.sync.codec;

import io.echosdk.api.sync.SyncException;

/** Errors of bytes that break the wire format or one of its limits. */
public final class Malformed {

  private Malformed() {}

  /** Returns the error for bytes that cannot be an update of the format. */
  public static SyncException update(String problem) {
    return new SyncException(
        SyncException.Kind.MALFORMED,
        "cannot read the update, " + problem,
        "reject the peer's message and ask it for its state again");
  }

  /** Returns the error for well-formed bytes beyond what a document holds. */
  public static SyncException limit(String problem) {
    return new SyncException(
        SyncException.Kind.LIMIT,
        "cannot read the update, " + problem,
        "reject the peer's message; no document of this size can be held");
  }
}
