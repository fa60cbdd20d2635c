package io.echosdk.sync;

import io.echosdk.sync.doc.Change;
import io.echosdk.sync.doc.Subdocument;
import io.echosdk.sync.doc.TypeNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the engine says about a change into what observers hear. */
final class EventMaker {

  private final SharedDoc doc;

  EventMaker(SharedDoc doc) {
    this.doc = doc;
  }

  SharedEvent event(Change change, SharedTransaction transaction) {
    SharedType target = doc.handle(change.target());
    return new SharedEvent(
        target,
        target,
        List.of(),
        change.isListChanged(),
        delta(change.delta()),
        keys(change.keys()),
        items(change.added()),
        items(change.deleted()),
        transaction);
  }

  private List<TextOp> delta(List<Change.Step> steps) {
    List<TextOp> delta = new ArrayList<>(steps.size());
    for (Change.Step step : steps) {
      switch (step.action()) {
        case ADD -> delta.add(new TextOp.Insert(out(step.content()), step.attributes()));
        case UPDATE -> delta.add(new TextOp.Retain(step.length(), step.attributes()));
        case DELETE -> delta.add(new TextOp.Delete(step.length()));
      }
    }
    return Collections.unmodifiableList(delta);
  }

  private Map<String, SharedEvent.KeyChange> keys(Map<String, Change.KeyChange> changes) {
    Map<String, SharedEvent.KeyChange> keys = new LinkedHashMap<>();
    changes.forEach(
        (key, change) ->
            keys.put(
                key,
                new SharedEvent.KeyChange(
                    SharedEvent.Action.valueOf(change.action().name()),
                    out(change.oldValue()),
                    out(change.newValue()))));
    return Collections.unmodifiableMap(keys);
  }

  private List<SharedEvent.Item> items(List<Change.Item> items) {
    List<SharedEvent.Item> seen = new ArrayList<>(items.size());
    items.forEach(item -> seen.add(item(item)));
    return Collections.unmodifiableList(seen);
  }

  SharedEvent.Item item(Change.Item item) {
    return new SharedEvent.Item(item.client(), item.clock(), item.length(), all(item.values()));
  }

  private List<@Nullable Object> all(List<@Nullable Object> values) {
    List<@Nullable Object> seen = new ArrayList<>(values.size());
    values.forEach(value -> seen.add(out(value)));
    return Collections.unmodifiableList(seen);
  }

  private static boolean isOfEngine(@Nullable Object value) {
    return value instanceof TypeNode || value instanceof Subdocument;
  }

  /** Returns a value as callers see it; a list of values of the engine may hold types. */
  private @Nullable Object out(@Nullable Object value) {
    if (value instanceof TypeNode inner) {
      return doc.handle(inner);
    }
    if (value instanceof Subdocument inner) {
      return doc.handle(inner);
    }
    if (value instanceof List<?> values && values.stream().anyMatch(EventMaker::isOfEngine)) {
      List<@Nullable Object> seen = new ArrayList<>(values.size());
      values.forEach(each -> seen.add(out(each)));
      return Collections.unmodifiableList(seen);
    }
    return value;
  }
}
