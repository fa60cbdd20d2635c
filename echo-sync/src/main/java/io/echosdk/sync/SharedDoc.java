package io.echosdk.sync;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.doc.DocEngine;
import io.echosdk.sync.doc.DocListener;
import io.echosdk.sync.doc.Edits;
import io.echosdk.sync.doc.Positions;
import io.echosdk.sync.doc.Transaction;
import io.echosdk.sync.doc.TypeNode;
import io.echosdk.sync.doc.Views;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A document that its peers edit together and that converges, whatever order their updates arrive
 * in. It speaks the document format of Yjs 13.6, byte for byte, so that unchanged browsers can be
 * among the peers.
 *
 * <p>A document and its types belong to one thread at a time.
 */
public final class SharedDoc {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long MAX_CLIENT_ID = (1L << 53) - 1;

  final DocEngine engine;
  final Edits edits;
  final Views views;
  private final Positions positions;
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Consumer<Transaction>> commitWatchers = new ArrayList<>(0);

  /** Hears of the updates of a document. */
  @FunctionalInterface
  public interface UpdateListener {
    /**
     * A transaction was committed.
     *
     * @param update what it did; not changed afterwards by anybody
     * @param origin what its author gave as its origin
     */
    void updated(byte[] update, @Nullable Object origin);
  }

  /** Ends what was begun. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private record Watcher(int version, UpdateListener listener) {}

  private SharedDoc(long clientId, boolean collectsGarbage) {
    engine = new DocEngine(clientId, collectsGarbage, SharedDoc::randomClientId, new Announcer());
    edits = new Edits(engine);
    views = new Views(engine);
    positions = new Positions(engine);
  }

  /** Creates an empty document with a random client id that forgets deleted content. */
  public static SharedDoc create() {
    return builder().build();
  }

  /** Returns a builder of a document. */
  public static Builder builder() {
    return new Builder();
  }

  /** What can be said of a document before it exists. */
  public static final class Builder {
    private long clientId = randomClientId();
    private boolean collectsGarbage = true;
    private int maxPendingBytes = 16 << 20;

    private Builder() {}

    /** Sets the author of what is written here, 0 to 2^53 - 1; otherwise it is random. */
    public Builder clientId(long clientId) {
      this.clientId = clientId;
      return this;
    }

    /** Sets whether deleted content is forgotten, which it is if nothing is said. */
    public Builder collectsGarbage(boolean collectsGarbage) {
      this.collectsGarbage = collectsGarbage;
      return this;
    }

    /**
     * Sets how many bytes of updates may wait for others that have not come, 16 MiB if nothing is
     * said. An update that would have to wait beyond that is refused.
     */
    public Builder maxPendingBytes(int maxPendingBytes) {
      this.maxPendingBytes = maxPendingBytes;
      return this;
    }

    /** Returns the document. */
    public SharedDoc build() {
      if (clientId < 0 || clientId > MAX_CLIENT_ID) {
        throw new IllegalArgumentException(
            "clientId must be between 0 and 2^53 - 1 but is " + clientId);
      }
      if (maxPendingBytes < 0) {
        throw new IllegalArgumentException(
            "maxPendingBytes must not be negative but is " + maxPendingBytes);
      }
      SharedDoc doc = new SharedDoc(clientId, collectsGarbage);
      doc.engine.limitPending(maxPendingBytes);
      return doc;
    }
  }

  private static long randomClientId() {
    return RANDOM.nextInt() & 0xffffffffL;
  }

  /** Returns the author of what is written here; it changes if another peer turns out to use it. */
  public long clientId() {
    return engine.clientId();
  }

  /** Returns the root text of a name. */
  public SharedText text(String name) {
    return (SharedText) root(name, TypeNode.Type.TEXT);
  }

  /** Returns the root list of a name. */
  public SharedArray array(String name) {
    return (SharedArray) root(name, TypeNode.Type.ARRAY);
  }

  /** Returns the root map of a name. */
  public SharedMap map(String name) {
    return (SharedMap) root(name, TypeNode.Type.MAP);
  }

  /** Returns the root XML fragment of a name. */
  public SharedXmlFragment xml(String name) {
    return (SharedXmlFragment) root(name, TypeNode.Type.XML_FRAGMENT);
  }

  private SharedType root(String name, TypeNode.Type type) {
    return handle(engine.root(name, type));
  }

  SharedType handle(TypeNode node) {
    return (SharedType) node.handle(this::newHandle);
  }

  private SharedType newHandle(TypeNode node) {
    switch (node.type()) {
      case TEXT:
      case XML_TEXT:
        return new SharedText(this, node);
      case ARRAY:
        return new SharedArray(this, node);
      case XML_FRAGMENT:
        return new SharedXmlFragment(this, node);
      case XML_ELEMENT:
        return new SharedXmlElement(this, node);
      default:
        return new SharedMap(this, node);
    }
  }

  /** Runs edits as one change. */
  public void transact(Runnable edits) {
    transact(null, edits);
  }

  /** Runs edits as one change and tells listeners where it comes from. */
  public void transact(@Nullable Object origin, Runnable edits) {
    engine.transact(origin, true, transaction -> edits.run());
  }

  /**
   * Applies a peer's update.
   *
   * @param origin told to listeners
   * @throws io.echosdk.api.sync.SyncException if the bytes are no update; nothing has changed then
   */
  public void apply(byte[] update, UpdateFormat format, @Nullable Object origin) {
    engine.apply(update, format.version(), origin);
  }

  /** Returns all that the document holds. */
  public byte[] encode(UpdateFormat format) {
    return engine.encode(format.version(), StateVector.EMPTY);
  }

  /** Returns what the sender of a state vector lacks. */
  public byte[] encode(UpdateFormat format, byte[] stateVector) {
    return engine.encode(format.version(), StateVector.decode(stateVector));
  }

  /** Returns what the document has of each client, as peers send it. */
  public byte[] stateVector() {
    return engine.stateVector().encode();
  }

  /** Returns what the document holds now, as a moment to which others can be compared. */
  public DocVersion version() {
    return new DocVersion(engine.deletes(), engine.stateVector());
  }

  /**
   * Returns a new document that holds what this one held at a moment.
   *
   * @throws IllegalStateException if this document forgets deleted content
   */
  public SharedDoc at(DocVersion version) {
    SharedDoc past = create();
    past.apply(engine.encodeAt(version.state(), version.deletes()), UpdateFormat.V2, null);
    return past;
  }

  /**
   * Returns the place of a position.
   *
   * @param association negative: the place sticks to what is before it; otherwise to what follows
   */
  public RelativePosition relativePosition(SharedType type, int index, int association) {
    return new RelativePosition(positions.relative(type.node, index, association));
  }

  /** Returns where a place is now, or null if what it names is not here or forgotten. */
  public @Nullable Place resolve(RelativePosition position) {
    Positions.Place place = positions.absolute(position.anchor());
    return place == null ? null : new Place(handle(place.type()), place.index());
  }

  /**
   * Where a {@link RelativePosition} is now.
   *
   * @param type the list or text
   * @param index 0 to its length
   */
  public record Place(SharedType type, int index) {}

  /** Returns whether updates wait for others that have not come. */
  public boolean hasPending() {
    return engine.hasPendingStructs();
  }

  /** Returns what all roots hold, in the order in which they came into use. */
  public Map<String, @Nullable Object> toPlain() {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (TypeNode root : engine.roots()) {
      if (root.type() != TypeNode.Type.UNKNOWN) {
        plain.put(root.rootName(), handle(root).toPlain());
      }
    }
    return plain;
  }

  /** Returns a value that came out of a document without shared types in it. */
  public static @Nullable Object plain(@Nullable Object value) {
    return SharedType.plain(value);
  }

  /** Hears every change as an update, on the thread that commits it. */
  public Subscription onUpdate(UpdateFormat format, UpdateListener listener) {
    Watcher watcher = new Watcher(format.version(), listener);
    watchers.add(watcher);
    return () -> watchers.removeIf(other -> other == watcher);
  }

  /** Hears every transaction before its deleted content is forgotten. */
  Subscription onCommit(Consumer<Transaction> listener) {
    commitWatchers.add(listener);
    return () -> commitWatchers.removeIf(other -> other == listener);
  }

  private final class Announcer implements DocListener {
    @Override
    public boolean wantsUpdates(int version) {
      for (int i = 0; i < watchers.size(); i++) {
        if (watchers.get(i).version() == version) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void changed(Transaction transaction) {
      if (!commitWatchers.isEmpty()) {
        List.copyOf(commitWatchers).forEach(watcher -> watcher.accept(transaction));
      }
    }

    @Override
    public void update(int version, byte[] update, Transaction transaction) {
      for (Watcher watcher : List.copyOf(watchers)) {
        if (watcher.version() == version) {
          watcher.listener().updated(update, transaction.origin());
        }
      }
    }

    @Override
    public void committed(Transaction transaction) {}
  }
}
