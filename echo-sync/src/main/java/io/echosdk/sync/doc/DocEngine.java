package io.echosdk.sync.doc;

import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.codec.UpdateEncoder;
import io.echosdk.sync.update.Deletes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A document: columns of structs ({@link Rows}), the clients that made them, the shared types they
 * belong to, and the transactions that change them. One thread at a time.
 */
public final class DocEngine {

  final Rows rows = new Rows();
  final Clients clients = new Clients(rows);
  final Structs structs = new Structs(rows, clients);
  final Integrator integrator = new Integrator(this);
  final StructWriter writer = new StructWriter(this);
  final boolean collectsGarbage;

  final History history = new History(this);
  final ListEditor lists = new ListEditor(this, new ItemMaker(this));

  private final UpdateApplier applier = new UpdateApplier(this);
  private final Commit commit = new Commit(this);
  private final PoolTidying tidying = new PoolTidying(rows, clients);
  private final Map<String, TypeNode> roots = new LinkedHashMap<>();
  private final List<String> keyNames = new ArrayList<>(List.of("")); // key 0 is the list
  private final Map<String, Integer> keys = new HashMap<>();
  private final LongSupplier newClientId;
  private final DocListener listener;

  private long clientId;
  private int ownSlot = -1;
  private @Nullable Transaction current;
  private final List<Transaction> open = new ArrayList<>(2); // running or being committed

  /**
   * Creates an empty document.
   *
   * @param clientId the author of what is written here
   * @param collectsGarbage whether deleted content is forgotten
   * @param newClientId gives another id when somebody else turns out to use this one
   * @param listener hears what is committed
   */
  public DocEngine(
      long clientId, boolean collectsGarbage, LongSupplier newClientId, DocListener listener) {
    this.clientId = clientId;
    this.collectsGarbage = collectsGarbage;
    this.newClientId = newClientId;
    this.listener = listener;
  }

  /** Returns the author of what is written here. */
  public long clientId() {
    return clientId;
  }

  /** Makes another client the author of what is written here from now on. */
  public void become(long newAuthor) {
    clientId = newAuthor;
    ownSlot = -1;
  }

  int ownSlot() {
    if (ownSlot < 0) {
      ownSlot = clients.slotOf(clientId);
    }
    return ownSlot;
  }

  void changeClientId() {
    become(newClientId.getAsLong());
  }

  /** Returns the root of a name, of a type that nobody has said yet if it is new. */
  TypeNode root(String name) {
    return roots.computeIfAbsent(name, key -> new TypeNode(TypeNode.Type.UNKNOWN, "", key));
  }

  /**
   * Returns the root of a name.
   *
   * @throws IllegalArgumentException if it is known as another type
   */
  public TypeNode root(String name, TypeNode.Type type) {
    TypeNode root = root(name);
    if (root.type() == TypeNode.Type.UNKNOWN) {
      root.become(type);
    } else if (root.type() != type) {
      throw new IllegalArgumentException(
          "root " + name + " is of type " + root.type() + ", not " + type);
    }
    return root;
  }

  /** Returns all roots in the order in which they appeared. */
  public Collection<TypeNode> roots() {
    return Collections.unmodifiableCollection(roots.values());
  }

  int keyOf(String name) {
    return keys.computeIfAbsent(
        name,
        key -> {
          keyNames.add(key);
          return keyNames.size() - 1;
        });
  }

  String keyName(int key) {
    return keyNames.get(key);
  }

  /** Runs something as one transaction, or as a part of the one that is running. */
  public void transact(@Nullable Object origin, boolean isLocal, Consumer<Transaction> body) {
    Transaction running = current;
    if (running != null) {
      body.accept(running);
      return;
    }
    Transaction transaction = new Transaction(this, origin, isLocal);
    current = transaction;
    open.add(transaction);
    try {
      body.accept(transaction);
    } finally {
      current = null;
      if (open.get(0) == transaction) {
        commitAll();
      }
    }
  }

  /** Commits the first and those that its commit begins. */
  private void commitAll() {
    try {
      for (int i = 0; i < open.size(); i++) {
        commit.run(open.get(i));
      }
    } finally {
      open.clear();
    }
    tidying.run();
  }

  /** Returns whether a transaction is running. */
  public boolean isTransacting() {
    return current != null;
  }

  /** Visits the transactions that are running or wait for their commit. */
  public void forEachOpen(Consumer<Transaction> visitor) {
    open.forEach(visitor);
  }

  void touch(int slot, int state) {
    for (int i = 0; i < open.size(); i++) {
      open.get(i).touch(slot, state);
    }
  }

  DocListener listener() {
    return listener;
  }

  /**
   * Applies an update.
   *
   * @param version 1 or 2
   * @param origin told to those who hear of the change
   */
  public void apply(byte[] update, int version, @Nullable Object origin) {
    transact(origin, false, transaction -> applier.apply(transaction, update, version));
  }

  /** Sets how many bytes of updates may wait for structs that have not come. */
  public void limitPending(int bytes) {
    applier.limitPending(bytes);
  }

  /** Returns whether structs wait for others that have not come. */
  public boolean hasPendingStructs() {
    return applier.pendingStructs() != null;
  }

  /** Returns what of each client is here. */
  public StateVector stateVector() {
    Map<Long, Integer> clocks = new LinkedHashMap<>();
    for (int slot = 0; slot < clients.size(); slot++) {
      if (clients.at(slot).size() > 0) {
        clocks.put(clients.client(slot), clients.state(slot));
      }
    }
    return new StateVector(clocks);
  }

  /** Returns all that is deleted. */
  public Deletes deletes() {
    Deletes deletes = new Deletes();
    DeleteSet all = writer.deleted();
    for (int i = 0; i < all.size(); i++) {
      DeleteSet.Ranges ranges = all.at(i);
      for (int j = 0; j < ranges.count(); j++) {
        deletes.add(clients.client(ranges.slot), ranges.clock(j), ranges.length(j));
      }
    }
    return deletes;
  }

  /**
   * Returns all that a holder of a state vector lacks, what waits included.
   *
   * @param version 1 or 2
   */
  public byte[] encode(int version, StateVector known) {
    UpdateEncoder target = UpdateEncoder.of(version);
    writer.state(target, known);
    byte[] update = target.toBytes();
    Waiting waiting = applier.waiting();
    return waiting == null ? update : waiting.addTo(update, version, known);
  }

  /**
   * Returns what the document held at a moment, as an update of version 2.
   *
   * @throws IllegalStateException if deleted content is forgotten here
   */
  public byte[] encodeAt(StateVector state, Deletes deletes) {
    if (collectsGarbage && !history.holds(state, deletes)) {
      throw new IllegalStateException(
          "a document that forgets deleted content goes back to versions that it retains only: ask"
              + " it to retain this one, or create it with collectsGarbage(false)");
    }
    UpdateEncoder target = UpdateEncoder.of(2);
    transact(null, true, transaction -> writer.upTo(target, transaction, state));
    deletes.write(target);
    return target.toBytes();
  }

  /** Returns the moments to which it can go back. */
  public History history() {
    return history;
  }

  void forget(DeleteSet deletes) {
    if (collectsGarbage && !deletes.isEmpty()) {
      commit.forget(deletes);
    }
  }

  /** Gives up room that is not used, once a document has been loaded. */
  public void trim() {
    rows.trim();
    for (int slot = 0; slot < clients.size(); slot++) {
      clients.at(slot).trim();
    }
  }

  /** Returns how many structs there are. */
  public int structCount() {
    return rows.size();
  }
}
