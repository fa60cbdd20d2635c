package io.echosdk.sync;

import io.echosdk.sync.doc.Change;
import io.echosdk.sync.doc.ChangeReader;
import io.echosdk.sync.doc.Transaction;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who watches which shared type, and what they are told.
 *
 * <p>Events are read when a transaction has ended and its deleted content is still there, and only
 * for types that somebody watches; they are delivered when the transaction is committed, in the
 * order of Yjs: first to those who watch a type alone, then to those who watch all that is in one.
 */
final class Observers {

  private final SharedDoc doc;
  private final EventMaker maker;
  private final Consumer<Throwable> errors;
  private final Map<TypeNode, List<Observer<SharedEvent>>> shallow = new HashMap<>(0);
  private final Map<TypeNode, List<Observer<List<SharedEvent>>>> deep = new HashMap<>(0);
  private List<Runnable> deliveries = new ArrayList<>(0);

  /** Somebody who listens until he has had enough. */
  private static final class Observer<E> {
    private final @Nullable Executor executor;
    private final Consumer<E> listener;
    private boolean isClosed;

    Observer(@Nullable Executor executor, Consumer<E> listener) {
      this.executor = executor;
      this.listener = listener;
    }
  }

  Observers(SharedDoc doc, Consumer<Throwable> errors) {
    this.doc = doc;
    this.maker = new EventMaker(doc);
    this.errors = errors;
  }

  SharedDoc.Subscription observe(
      TypeNode node, @Nullable Executor executor, Consumer<SharedEvent> listener) {
    return add(shallow, node, new Observer<>(executor, listener), false);
  }

  SharedDoc.Subscription observeDeep(
      TypeNode node, @Nullable Executor executor, Consumer<List<SharedEvent>> listener) {
    return add(deep, node, new Observer<>(executor, listener), true);
  }

  private static <E> SharedDoc.Subscription add(
      Map<TypeNode, List<Observer<E>>> all, TypeNode node, Observer<E> observer, boolean isDeep) {
    all.computeIfAbsent(node, key -> new ArrayList<>(1)).add(observer);
    node.watch(isDeep, 1);
    return () -> {
      if (!observer.isClosed) {
        observer.isClosed = true;
        node.watch(isDeep, -1);
        List<Observer<E>> others = all.get(node);
        others.remove(observer);
        if (others.isEmpty()) {
          all.remove(node);
        }
      }
    };
  }

  int count() {
    return count(shallow) + count(deep);
  }

  private static <E> int count(Map<TypeNode, List<Observer<E>>> all) {
    return all.values().stream().mapToInt(List::size).sum();
  }

  /** Reads what observers will be told about a transaction that has ended. */
  void prepare(Transaction transaction) {
    if (shallow.isEmpty() && deep.isEmpty()) {
      return;
    }
    ChangeReader reader = doc.changes();
    SharedTransaction source = new SharedTransaction(transaction.origin(), transaction.isLocal());
    Map<TypeNode, List<SharedEvent>> byAncestor = new LinkedHashMap<>();
    for (Change change : reader.changes(transaction, this::isWanted)) {
      SharedEvent event = maker.event(change, source);
      tell(shallow.get(change.target()), event);
      for (TypeNode at = change.target(); at != null; at = reader.parent(at)) {
        if (at.isWatchedDeeply()) {
          List<Object> path = reader.path(at, change.target());
          byAncestor
              .computeIfAbsent(at, key -> new ArrayList<>(1))
              .add(event.heardBy(doc.handle(at), path));
        }
      }
    }
    byAncestor.forEach(
        (ancestor, events) -> {
          events.sort(Comparator.comparingInt(event -> event.path().size()));
          tell(deep.get(ancestor), List.copyOf(events));
        });
  }

  private boolean isWanted(TypeNode type) {
    if (type.isWatched()) {
      return true;
    }
    if (deep.isEmpty()) {
      return false;
    }
    ChangeReader reader = doc.changes();
    for (TypeNode at = type; at != null; at = reader.parent(at)) {
      if (at.isWatchedDeeply()) {
        return true;
      }
    }
    return false;
  }

  private <E> void tell(@Nullable List<Observer<E>> observers, E event) {
    if (observers != null) {
      observers.forEach(observer -> deliveries.add(() -> deliver(observer, event)));
    }
  }

  private <E> void deliver(Observer<E> observer, E event) {
    if (observer.isClosed) {
      return;
    }
    Executor executor = observer.executor;
    if (executor == null) {
      observer.listener.accept(event);
    } else {
      executor.execute(() -> guard(() -> observer.listener.accept(event)));
    }
  }

  /** Does something once the transaction that is being committed is, after observers. */
  void later(Runnable work) {
    deliveries.add(work);
  }

  /** Tells observers what was prepared; what they do in their turn is prepared anew. */
  void deliver() {
    if (deliveries.isEmpty()) {
      return;
    }
    List<Runnable> prepared = deliveries;
    deliveries = new ArrayList<>(0);
    prepared.forEach(this::guard);
  }

  /** Runs something of the embedder's; its exceptions go to the listener for errors. */
  void guard(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      errors.accept(e);
    }
  }
}
