package io.echosdk.sync;

import io.echosdk.sync.doc.History;

/** A version whose content a document keeps until this is closed. */
public final class RetainedVersion implements AutoCloseable {

  private final History history;
  private final History.Held held;
  private final DocVersion version;

  RetainedVersion(History history, DocVersion version) {
    this.history = history;
    this.version = version;
    this.held = history.hold(version.state(), version.deletes());
  }

  /** Returns the version. */
  public DocVersion version() {
    return version;
  }

  /** Lets the version go; {@link SharedDoc#collect} forgets what only it needed. Idempotent. */
  @Override
  public void close() {
    history.release(held);
  }
}
