package io.echosdk.sync;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be said of a document before it exists. */
public final class DocBuilder {

  private static final long MAX_CLIENT_ID = (1L << 53) - 1;

  long clientId;
  boolean collectsGarbage = true;
  boolean publishesSnapshots;
  int maxPendingBytes = 16 << 20;
  private @Nullable String guid;
  private boolean autoLoad;
  private boolean shouldLoad = true;
  private @Nullable Object meta;
  Consumer<Throwable> errorListener = Announcer.logged();

  DocBuilder(long clientId) {
    this.clientId = clientId;
  }

  /** Sets the author of what is written here, 0 to 2^53 - 1; otherwise it is random. */
  public DocBuilder clientId(long clientId) {
    this.clientId = clientId;
    return this;
  }

  /** Sets whether deleted content is forgotten, which it is if nothing is said. */
  public DocBuilder collectsGarbage(boolean collectsGarbage) {
    this.collectsGarbage = collectsGarbage;
    return this;
  }

  /**
   * Sets how many bytes of updates may wait for others that have not come, 16 MiB if nothing is
   * said. An update that would have to wait beyond that is refused.
   */
  public DocBuilder maxPendingBytes(int maxPendingBytes) {
    this.maxPendingBytes = maxPendingBytes;
    return this;
  }

  /**
   * Sets whether each commit ends with a snapshot for readers on other threads ({@link
   * SharedDoc#latest()}). It costs each commit a walk over the types that it changed.
   */
  public DocBuilder publishSnapshots(boolean publishes) {
    this.publishesSnapshots = publishes;
    return this;
  }

  /** Sets the name by which other documents know it; otherwise it is a random UUID. */
  public DocBuilder guid(String guid) {
    this.guid = guid;
    return this;
  }

  /** Sets that peers load it as soon as they see it within another document. */
  public DocBuilder autoLoad(boolean autoLoad) {
    this.autoLoad = autoLoad;
    return this;
  }

  /** Sets whether it is to be loaded here when it is put into another document; it is else. */
  public DocBuilder shouldLoad(boolean shouldLoad) {
    this.shouldLoad = shouldLoad;
    return this;
  }

  /** Sets a plain value that travels with its name. */
  public DocBuilder meta(Object meta) {
    this.meta = meta;
    return this;
  }

  /**
   * Sets who hears of exceptions that leave listeners and observers; otherwise they are logged as
   * warnings. The document is as if they had not been thrown.
   */
  public DocBuilder errorListener(Consumer<Throwable> errorListener) {
    this.errorListener = errorListener;
    return this;
  }

  static long checkedClientId(long clientId) {
    if (clientId < 0 || clientId > MAX_CLIENT_ID) {
      throw new IllegalArgumentException(
          "clientId must be between 0 and 2^53 - 1 but is " + clientId);
    }
    return clientId;
  }

  /** Returns the document. */
  public SharedDoc build() {
    checkedClientId(clientId);
    if (maxPendingBytes < 0) {
      throw new IllegalArgumentException(
          "maxPendingBytes must not be negative but is " + maxPendingBytes);
    }
    String name = guid == null ? UUID.randomUUID().toString() : guid;
    return new SharedDoc(
        this, Subdocuments.place(name, collectsGarbage, autoLoad, shouldLoad, meta), null);
  }
}
