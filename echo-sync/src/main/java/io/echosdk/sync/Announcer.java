package io.echosdk.sync;

import io.echosdk.sync.doc.DocListener;
import io.echosdk.sync.doc.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of a document what happens; their exceptions never reach the document. */
final class Announcer implements DocListener {

  private static final Logger LOG = LoggerFactory.getLogger(SharedDoc.class);

  private final SharedDoc doc;
  private final Consumer<Throwable> errors;
  private final Observers observers;
  private final List<UpdateWatcher> updateWatchers = new ArrayList<>(1);
  private final List<Consumer<Transaction>> commitWatchers = new ArrayList<>(0);
  private final List<Consumer<SharedTransaction>> transactionWatchers = new ArrayList<>(0);

  private record UpdateWatcher(int version, SharedDoc.UpdateListener listener) {}

  Announcer(SharedDoc doc, Consumer<Throwable> errors) {
    this.doc = doc;
    this.errors = errors;
    observers = new Observers(doc, errors);
  }

  /** Returns what does with an error if the embedder has said nothing: a warning in the log. */
  static Consumer<Throwable> logged() {
    return error -> LOG.warn("a listener of a document failed", error);
  }

  Consumer<Throwable> errorListener() {
    return errors;
  }

  Observers observers() {
    return observers;
  }

  SharedDoc.Subscription onUpdate(int version, SharedDoc.UpdateListener listener) {
    return add(updateWatchers, new UpdateWatcher(version, listener));
  }

  /** Hears every transaction before its deleted content is forgotten. */
  SharedDoc.Subscription onCommit(Consumer<Transaction> listener) {
    return add(commitWatchers, listener);
  }

  SharedDoc.Subscription onTransaction(Consumer<SharedTransaction> listener) {
    return add(transactionWatchers, listener);
  }

  private static <W> SharedDoc.Subscription add(List<W> watchers, W watcher) {
    watchers.add(watcher);
    return () -> watchers.removeIf(other -> other == watcher);
  }

  int listeners() {
    return updateWatchers.size()
        + commitWatchers.size()
        + transactionWatchers.size()
        + observers.count();
  }

  @Override
  public boolean wantsUpdates(int version) {
    for (int i = 0; i < updateWatchers.size(); i++) {
      if (updateWatchers.get(i).version() == version) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void changed(Transaction transaction) {
    doc.snapshots().changed(transaction);
    observers.prepare(transaction);
    if (!commitWatchers.isEmpty()) {
      List.copyOf(commitWatchers)
          .forEach(watcher -> observers.guard(() -> watcher.accept(transaction)));
    }
  }

  @Override
  public void update(int version, byte[] update, Transaction transaction) {
    for (UpdateWatcher watcher : List.copyOf(updateWatchers)) {
      if (watcher.version() == version) {
        observers.guard(() -> watcher.listener().updated(update, transaction.origin()));
      }
    }
  }

  @Override
  public void committed(Transaction transaction) {
    doc.snapshots().committed();
    observers.deliver();
    if (!transactionWatchers.isEmpty()) {
      SharedTransaction committed =
          new SharedTransaction(transaction.origin(), transaction.isLocal());
      List.copyOf(transactionWatchers)
          .forEach(watcher -> observers.guard(() -> watcher.accept(committed)));
    }
    doc.places().committed(transaction);
  }
}
