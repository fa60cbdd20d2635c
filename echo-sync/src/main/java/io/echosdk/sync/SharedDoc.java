package io.echosdk.sync;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.doc.ChangeReader;
import io.echosdk.sync.doc.DocEngine;
import io.echosdk.sync.doc.Edits;
import io.echosdk.sync.doc.PastViews;
import io.echosdk.sync.doc.Positions;
import io.echosdk.sync.doc.Subdocument;
import io.echosdk.sync.doc.TypeNode;
import io.echosdk.sync.doc.Views;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  final DocEngine engine;
  final Edits edits;
  final Views views;
  private final Positions positions;
  final Announcer announcer;
  private final ChangeReader changes;
  private final Subdocuments subdocuments;
  private final Snapshots snapshots;

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

  SharedDoc(DocBuilder builder, Subdocument place, @Nullable SharedDoc outer) {
    subdocuments = new Subdocuments(this, place, outer);
    snapshots = new Snapshots(this, builder.publishesSnapshots);
    announcer = new Announcer(this, builder.errorListener);
    engine =
        new DocEngine(
            builder.clientId, builder.collectsGarbage, SharedDoc::randomClientId, announcer);
    engine.limitPending(builder.maxPendingBytes);
    changes = new ChangeReader(engine);
    edits = new Edits(engine);
    views = new Views(engine);
    positions = new Positions(engine);
  }

  /** Creates an empty document with a random client id that forgets deleted content. */
  public static SharedDoc create() {
    return builder().build();
  }

  /** Returns a builder of a document. */
  public static DocBuilder builder() {
    return new DocBuilder(randomClientId());
  }

  private static long randomClientId() {
    return RANDOM.nextInt() & 0xffffffffL;
  }

  /** Returns the author of what is written here; it changes if another peer turns out to use it. */
  public long clientId() {
    return engine.clientId();
  }

  /**
   * Sets the author of what is written here from now on, 0 to 2^53 - 1. The document must have all
   * that was ever written as it, and nobody else may write as it.
   */
  public void writeAs(long author) {
    engine.become(DocBuilder.checkedClientId(author));
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

  /** Returns the root of a name and any type; a root has no name of its own. */
  public <T extends SharedType> T root(String name, NewType<T> type) {
    return type.handle(this, engine.root(name, type.type()));
  }

  private SharedType root(String name, TypeNode.Type type) {
    return handle(engine.root(name, type));
  }

  SharedType handle(TypeNode node) {
    return (SharedType) node.handle(inner -> SharedType.of(this, inner));
  }

  SharedDoc handle(Subdocument inner) {
    return (SharedDoc) inner.handle(this::newDoc);
  }

  private SharedDoc newDoc(Subdocument place) {
    DocBuilder builder = builder();
    builder.collectsGarbage = !Boolean.FALSE.equals(place.description().options().get("gc"));
    builder.errorListener = announcer.errorListener();
    return new SharedDoc(builder, place, this);
  }

  Subdocuments places() {
    return subdocuments;
  }

  ChangeReader changes() {
    return changes;
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

  Snapshots snapshots() {
    return snapshots;
  }

  /**
   * Returns all that the document holds now, to be read by any thread. What did not change since
   * the last snapshot is shared with it.
   */
  public DocSnapshot snapshot() {
    return snapshots.take();
  }

  /**
   * Returns what the document held when the last transaction was committed. Any thread may ask; it
   * never waits for the thread that writes, nor that for it.
   *
   * @throws IllegalStateException if the document was not built with {@code publishSnapshots}
   */
  public DocSnapshot latest() {
    return snapshots.latest();
  }

  /**
   * Keeps what going back to this moment needs, until the result is closed. A document that forgets
   * deleted content then has a bounded history: {@link #at} works for the versions it retains.
   */
  public RetainedVersion retain() {
    return retain(version());
  }

  /**
   * Keeps what going back to a version needs, as far as it is still here. A document that is about
   * to be loaded can so be told which of its versions matter.
   */
  public RetainedVersion retain(DocVersion version) {
    return new RetainedVersion(engine.history(), version);
  }

  /**
   * Forgets deleted content that nobody needs any more: that of versions that were let go, and that
   * of undo steps that were cleared. Works in steps, so that none takes long.
   *
   * @param maxStructs how many structs a step may look at
   * @return whether all structs have been looked at; the next call begins anew
   */
  public boolean collect(int maxStructs) {
    if (maxStructs <= 0) {
      throw new IllegalArgumentException("maxStructs must be positive but is " + maxStructs);
    }
    return engine.history().sweep(maxStructs);
  }

  PastViews past(DocVersion version) {
    return new PastViews(engine, version.state(), version.deletes());
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
    return resolve(position, true);
  }

  /**
   * Returns where a place is now, or null if what it names is not here or forgotten.
   *
   * @param followsUndone whether content that came back by an undo here stands for what had been
   *     deleted; if not, the place is where the deleted content was, as it is for peers
   */
  public @Nullable Place resolve(RelativePosition position, boolean followsUndone) {
    Positions.Place place = positions.absolute(position.anchor(), followsUndone);
    return place == null ? null : new Place(handle(place.type()), place.index());
  }

  /**
   * Where a {@link RelativePosition} is now.
   *
   * @param type the list or text
   * @param index 0 to its length
   */
  public record Place(SharedType type, int index) {}

  /** Returns the name by which other documents know it. */
  public String guid() {
    return subdocuments.place().description().guid();
  }

  /** Returns the plain value that travels with its name, or null if there is none. */
  public @Nullable Object meta() {
    return subdocuments.place().description().options().get("meta");
  }

  /** Returns whether peers load it as soon as they see it within another document. */
  public boolean autoLoad() {
    return Boolean.TRUE.equals(subdocuments.place().description().options().get("autoLoad"));
  }

  /** Returns whether somebody here wants what is in it. */
  public boolean shouldLoad() {
    return subdocuments.place().shouldLoad();
  }

  /** Tells the document that holds this one that what is in it is wanted. */
  public void load() {
    subdocuments.load();
  }

  /**
   * Lets go of what is in it. Within another document an unloaded one of the same name takes its
   * place, and can be loaded again. Idempotent.
   */
  public void destroy() {
    subdocuments.destroy();
  }

  /** Returns whether it was destroyed, or deleted from the document that held it. */
  public boolean isDestroyed() {
    return subdocuments.isDestroyed();
  }

  /** Returns the document that holds this one, or null if none does. */
  public @Nullable SharedDoc outer() {
    return subdocuments.outer();
  }

  /** Returns the documents in it, in the order in which they came in. */
  public Set<SharedDoc> subdocuments() {
    return subdocuments.inner();
  }

  /** Hears of documents that come in, go, or are wanted; after observers. */
  public Subscription onSubdocuments(Consumer<SubdocumentEvent> listener) {
    return subdocuments.watch(listener);
  }

  /** Hears when it is destroyed. */
  public Subscription onDestroy(Runnable listener) {
    return subdocuments.watchEnd(listener);
  }

  /** Returns whether updates wait for others that have not come. */
  public boolean hasPending() {
    return engine.hasPendingStructs();
  }

  /** Returns the names of all roots, in the order in which they came into use. */
  public List<String> rootNames() {
    List<String> names = new ArrayList<>();
    for (TypeNode root : engine.roots()) {
      names.add(root.rootName());
    }
    return names;
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
    return announcer.onUpdate(format.version(), listener);
  }

  /** Hears of every transaction after observers were told of it, empty ones included. */
  public Subscription onTransaction(Consumer<SharedTransaction> listener) {
    return announcer.onTransaction(listener);
  }

  /** Returns how many listeners, observers, undo stacks and retained versions it has. */
  public int dependents() {
    return announcer.listeners() + subdocuments.listeners() + engine.history().size();
  }
}
