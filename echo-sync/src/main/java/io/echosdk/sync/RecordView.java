package io.echosdk.sync;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SharedMap} read and written as a record: each component is the key of its name. Nothing
 * is kept here: {@link #read} makes a record of what the map holds at this moment, and {@link
 * #write} sets the keys that differ. Keys that the record does not have are left alone.
 *
 * <p>Components may be booleans, numbers, strings, byte arrays, enums (by name), lists and maps of
 * these, records (as plain maps), and shared types, which are handed through. A key that is missing
 * or null is null, and does not fit a primitive.
 *
 * @param <R> the record
 */
public final class RecordView<R extends Record> {

  private final SharedMap map;
  private final RecordShape<R> shape;

  private RecordView(SharedMap map, RecordShape<R> shape) {
    this.map = map;
    this.shape = shape;
  }

  /**
   * Returns a view of a map as a public record.
   *
   * @throws IllegalArgumentException if a component is of a class that a map cannot hold, or the
   *     record is not public
   */
  public static <R extends Record> RecordView<R> of(SharedMap map, Class<R> type) {
    return of(map, type, MethodHandles.publicLookup());
  }

  /**
   * Returns a view of a map as a record that the caller can see.
   *
   * @param lookup {@link MethodHandles#lookup()} of the caller
   */
  public static <R extends Record> RecordView<R> of(
      SharedMap map, Class<R> type, MethodHandles.Lookup lookup) {
    return new RecordView<>(map, RecordShape.of(type, lookup));
  }

  /** Returns the map. */
  public SharedMap map() {
    return map;
  }

  /**
   * Returns what the map holds now.
   *
   * @throws io.echosdk.api.sync.SyncException if it does not fit the record; the message names
   *     every key that does not
   */
  public R read() {
    return shape.fromMap(map.entries());
  }

  /** Sets the keys whose values differ, in one transaction; a null removes its key. */
  public void write(R record) {
    Map<String, @Nullable Object> wanted = shape.toMap(record);
    Map<String, @Nullable Object> held = map.entries();
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    List<String> removals = new ArrayList<>();
    wanted.forEach(
        (key, value) -> {
          if (value == null) {
            if (held.containsKey(key)) {
              removals.add(key);
            }
          } else if (!isSame(held.get(key), value)) {
            changes.put(key, SharedType.in(value));
          }
        });
    if (!changes.isEmpty() || !removals.isEmpty()) {
      map.doc()
          .transact(
              () -> {
                changes.forEach(map::set);
                removals.forEach(map::remove);
              });
    }
  }

  private static boolean isSame(@Nullable Object held, Object wanted) {
    if (wanted instanceof SharedType) {
      if (held == wanted) {
        return true;
      }
      throw new IllegalArgumentException(
          "a shared type cannot be put under another key: set the key with a NewType");
    }
    return Objects.deepEquals(held, SharedType.in(wanted));
  }
}
