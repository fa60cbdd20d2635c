package io.echosdk.sync;

import io.echosdk.sync.codec.DocRef;
import io.echosdk.sync.codec.Values;
import io.echosdk.sync.doc.Subdocument;
import io.echosdk.sync.doc.SubdocumentChanges;
import io.echosdk.sync.doc.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The documents within a document, and its own place within another one. */
final class Subdocuments {

  private final SharedDoc doc;
  private final Subdocument place;
  private final Set<SharedDoc> inner = new LinkedHashSet<>();
  private final List<Consumer<SubdocumentEvent>> watchers = new ArrayList<>(0);
  private final List<Runnable> destroyWatchers = new ArrayList<>(0);
  private @Nullable SharedDoc outer;
  private boolean isDestroyed;

  /**
   * Places a document.
   *
   * @param place its place within another document, which may be none yet
   */
  Subdocuments(SharedDoc doc, Subdocument place, @Nullable SharedDoc outer) {
    this.doc = doc;
    this.place = place;
    this.outer = outer;
    place.setHandle(doc);
  }

  /** Describes a document of an embedder's. */
  static Subdocument place(
      String guid, boolean collects, boolean autoLoad, boolean shouldLoad, @Nullable Object meta) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    if (!collects) {
      options.put("gc", false);
    }
    if (autoLoad) {
      options.put("autoLoad", true);
    }
    if (meta != null) {
      options.put("meta", Values.plain(meta));
    }
    DocRef description = new DocRef(guid, Collections.unmodifiableMap(options));
    return new Subdocument(description, shouldLoad);
  }

  Subdocument place() {
    return place;
  }

  /** Returns the place of a document that is to be put into another one. */
  static Subdocument forInsertion(SharedDoc inner) {
    Subdocument place = inner.places().place;
    if (place.isPlaced()) {
      throw new IllegalArgumentException(
          "document "
              + inner.guid()
              + " is within another one already: build a second one with"
              + " the same guid");
    }
    return place;
  }

  Set<SharedDoc> inner() {
    return Collections.unmodifiableSet(inner);
  }

  @Nullable SharedDoc outer() {
    return outer;
  }

  boolean isDestroyed() {
    return isDestroyed;
  }

  SharedDoc.Subscription watch(Consumer<SubdocumentEvent> listener) {
    watchers.add(listener);
    return () -> watchers.removeIf(other -> other == listener);
  }

  SharedDoc.Subscription watchEnd(Runnable listener) {
    destroyWatchers.add(listener);
    return () -> destroyWatchers.removeIf(other -> other == listener);
  }

  int listeners() {
    return watchers.size() + destroyWatchers.size();
  }

  void load() {
    SharedDoc holder = outer;
    if (holder == null) {
      place.want();
    } else {
      holder.edits.load(place);
    }
  }

  void destroy() {
    if (isDestroyed) {
      return;
    }
    SharedDoc holder = outer;
    if (holder != null) {
      holder.edits.unload(place);
    }
    end();
  }

  private void end() {
    if (!isDestroyed) {
      isDestroyed = true;
      List.copyOf(inner).forEach(SharedDoc::destroy);
      List.copyOf(destroyWatchers).forEach(doc.announcer.observers()::guard);
      destroyWatchers.clear();
    }
  }

  /** Takes part in the end of a transaction of the document. */
  void committed(Transaction transaction) {
    SubdocumentChanges changes = transaction.subdocuments();
    if (changes == null) {
      return;
    }
    SubdocumentEvent event =
        new SubdocumentEvent(
            docs(changes.added()),
            docs(changes.removed()),
            docs(changes.loaded()),
            new SharedTransaction(transaction.origin(), transaction.isLocal()));
    for (SharedDoc added : event.added()) {
      added.engine.become(doc.clientId());
      added.places().outer = doc;
      inner.add(added);
    }
    inner.removeAll(event.removed());
    if (!event.isEmpty()) {
      List.copyOf(watchers)
          .forEach(watcher -> doc.announcer.observers().guard(() -> watcher.accept(event)));
    }
    event.removed().forEach(removed -> removed.places().end());
  }

  private List<SharedDoc> docs(Set<Subdocument> places) {
    List<SharedDoc> docs = new ArrayList<>(places.size());
    places.forEach(each -> docs.add(doc.handle(each)));
    return Collections.unmodifiableList(docs);
  }
}
