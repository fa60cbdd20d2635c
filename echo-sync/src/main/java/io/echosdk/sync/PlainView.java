package io.echosdk.sync;

import io.echosdk.sync.codec.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns shared types into plain values. Types may be nested as deep as their authors like, so this
 * keeps a stack of its own.
 */
final class PlainView {

  private PlainView() {}

  /** A list or map on its way. */
  private static final class Frame {
    private final Iterator<?> left; // values, or entries of a map
    private final @Nullable List<@Nullable Object> list;
    private final Map<String, @Nullable Object> map = new LinkedHashMap<>(0);
    private String key = "";

    Frame(Object container) {
      if (container instanceof SharedMap shared) {
        left = shared.entries().entrySet().iterator();
        list = null;
      } else if (isMap(container)) {
        left = ((SnapshotView) container).entries().entrySet().iterator();
        list = null;
      } else {
        List<@Nullable Object> values =
            container instanceof SnapshotView view
                ? view.values()
                : ((SharedArray) container).toList();
        left = values.iterator();
        list = new ArrayList<>(values.size());
      }
    }

    @Nullable Object next() {
      Object next = left.next();
      if (list == null && next instanceof Map.Entry<?, ?> entry) {
        key = (String) entry.getKey();
        return entry.getValue();
      }
      return next;
    }

    void add(@Nullable Object value) {
      if (list == null) {
        map.put(key, value);
      } else {
        list.add(value);
      }
    }

    Object result() {
      return list == null ? Values.inKeyOrder(map) : list;
    }
  }

  /** Returns a value without shared types. */
  static @Nullable Object of(@Nullable Object value) {
    if (!isContainer(value)) {
      return leaf(value);
    }
    Deque<Frame> open = new ArrayDeque<>();
    open.push(new Frame(Objects.requireNonNull(value)));
    while (true) {
      Frame frame = open.element();
      if (frame.left.hasNext()) {
        Object next = frame.next();
        if (isContainer(next)) {
          open.push(new Frame(Objects.requireNonNull(next)));
        } else {
          frame.add(leaf(next));
        }
        continue;
      }
      open.pop();
      Frame outer = open.peek();
      if (outer == null) {
        return frame.result();
      }
      outer.add(frame.result());
    }
  }

  private static boolean isContainer(@Nullable Object value) {
    return value instanceof SharedMap
        || value instanceof SharedArray
        || isMap(value)
        || (value instanceof SnapshotView view && view.kind() == SnapshotView.Kind.ARRAY);
  }

  private static boolean isMap(@Nullable Object value) {
    return value instanceof SnapshotView view
        && (view.kind() == SnapshotView.Kind.MAP || view.kind() == SnapshotView.Kind.XML_HOOK);
  }

  private static @Nullable Object leaf(@Nullable Object value) {
    if (value instanceof SharedType || value instanceof SnapshotView) {
      return value.toString();
    }
    return value instanceof SharedDoc inner ? inner.toPlain() : value;
  }
}
