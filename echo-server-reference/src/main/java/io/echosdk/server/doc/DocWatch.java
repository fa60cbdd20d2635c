package io.echosdk.server.doc;

import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedEvent;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedType;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UndoStack;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down what observers hear, in the order in which they do, in the words of Yjs's events. */
final class DocWatch {

  private final List<Object> heard = new ArrayList<>();
  private int watchers;

  /** Watches a type alone and with all that is in it. */
  void watch(SharedType type) {
    int watcher = watchers++;
    type.observe(event -> hear(watcher, false, List.of(event)));
    type.observeDeep(events -> hear(watcher, true, events));
  }

  boolean isWatching() {
    return watchers > 0;
  }

  /** Returns what was heard since the last call. */
  List<Object> take() {
    List<Object> taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  private void hear(int watcher, boolean isDeep, List<SharedEvent> events) {
    Object origin = events.get(0).transaction().origin();
    heard.add(
        DocOracle.answer(
            "watcher",
            watcher,
            "deep",
            isDeep,
            "local",
            events.get(0).transaction().isLocal(),
            "origin",
            origin instanceof UndoStack ? "undo" : origin,
            "events",
            events.stream().map(DocWatch::event).toList()));
  }

  private static Map<String, @Nullable Object> event(SharedEvent event) {
    boolean isText = event.target() instanceof SharedText; // Yjs names no items of texts
    return DocOracle.answer(
        "target", kind(event.target()),
        "path", event.path(),
        "list", event.isListChanged(),
        "delta", delta(event.delta()),
        "keys", keys(event.keys()),
        "added", isText ? List.of() : items(event.added()),
        "deleted", isText ? List.of() : items(event.deleted()));
  }

  private static List<Object> keys(Map<String, SharedEvent.KeyChange> changes) {
    List<Object> keys = new ArrayList<>();
    changes.forEach(
        (key, change) -> {
          List<@Nullable Object> fields = new ArrayList<>();
          fields.add(key);
          fields.add(
              switch (change.action()) {
                case ADD -> "add";
                case UPDATE -> "update";
                case DELETE -> "delete";
              });
          fields.add(shown(change.oldValue()));
          fields.add(shown(change.newValue()));
          keys.add(fields);
        });
    return keys;
  }

  private static List<Object> items(List<SharedEvent.Item> items) {
    return items.stream()
        .<Object>map(item -> List.of(item.client(), item.clock(), item.length()))
        .toList();
  }

  /** Returns a delta as JSON has it, with kinds in place of shared types. */
  static List<Object> delta(List<? extends TextOp> delta) {
    return delta.stream().<Object>map(DocWatch::step).toList();
  }

  private static Map<String, @Nullable Object> step(TextOp op) {
    if (op instanceof TextOp.Delete delete) {
      return DocOracle.answer("delete", delete.length());
    }
    if (op instanceof TextOp.Retain retain) {
      return withFormats(DocOracle.answer("retain", retain.length()), retain.attributes());
    }
    TextOp.Insert insert = (TextOp.Insert) op;
    return withFormats(DocOracle.answer("insert", shown(insert.content())), insert.attributes());
  }

  private static Map<String, @Nullable Object> withFormats(
      Map<String, @Nullable Object> step, Map<String, ? extends @Nullable Object> formats) {
    if (!formats.isEmpty()) {
      step.put("attributes", new LinkedHashMap<>(formats));
    }
    return step;
  }

  private static @Nullable Object shown(@Nullable Object value) {
    if (value instanceof SharedType type) {
      return DocOracle.answer("type", kind(type));
    }
    if (value instanceof byte[] bytes) {
      return DocOracle.answer("bytes", Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof SharedDoc inner) {
      return DocOracle.answer("guid", inner.guid());
    }
    if (value instanceof List<?> values) {
      List<@Nullable Object> shown = new ArrayList<>();
      values.forEach(each -> shown.add(shown(each)));
      return shown;
    }
    return value;
  }

  private static String kind(SharedType type) {
    if (type instanceof SharedText) {
      return "text";
    }
    if (type instanceof SharedArray) {
      return "array";
    }
    if (type instanceof SharedMap) {
      return "map";
    }
    return type instanceof SharedXmlElement ? "element" : "fragment";
  }
}
