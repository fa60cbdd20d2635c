package io.echosdk.sync;

import io.echosdk.api.sync.SyncException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a record is made of the values of a map, and taken apart into them. */
final class RecordShape<R> {

  private final Class<R> type;
  private final MethodHandle constructor;
  private final List<Field> fields = new ArrayList<>();

  private record Field(String name, MethodHandle accessor, ValueShape shape) {}

  private RecordShape(Class<R> type, MethodHandle constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  static <R> RecordShape<R> of(Class<R> type, MethodHandles.Lookup lookup) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] classes =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      RecordShape<R> shape =
          new RecordShape<>(
              type, lookup.findConstructor(type, MethodType.methodType(void.class, classes)));
      for (RecordComponent component : components) {
        shape.fields.add(
            new Field(
                component.getName(),
                lookup.unreflect(component.getAccessor()),
                ValueShape.of(component.getGenericType(), lookup)));
      }
      return shape;
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be seen from here: pass MethodHandles.lookup()", e);
    }
  }

  /** Returns the record of what a map holds, or says all that does not fit. */
  R fromMap(Map<?, ?> map) {
    List<String> misfits = new ArrayList<>(0);
    R record = fromMap(map, "", misfits);
    if (record == null) {
      throw new SyncException(
          SyncException.Kind.MALFORMED,
          "the map does not fit " + type.getSimpleName() + ": " + String.join("; ", misfits),
          "correct these keys, or read the map without a record");
    }
    return record;
  }

  @Nullable R fromMap(Map<?, ?> map, String path, List<String> misfits) {
    int before = misfits.size();
    @Nullable Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      values[i] = field.shape.fit(map.get(field.name), path + field.name, misfits);
    }
    if (misfits.size() > before) {
      return null;
    }
    try {
      return type.cast(constructor.invokeWithArguments(values));
    } catch (IllegalArgumentException | NullPointerException e) {
      misfits.add(path + type.getSimpleName() + " refuses its values: " + e.getMessage());
      return null;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of " + type.getName() + " failed", e);
    }
  }

  /** Returns the values of a record by the names of its components. */
  Map<String, @Nullable Object> toMap(Object record) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Field field : fields) {
      try {
        map.put(field.name, field.shape.plain(field.accessor.invoke(record)));
      } catch (Throwable e) {
        throw new IllegalStateException(
            field.name + " of " + type.getName() + " cannot be read", e);
      }
    }
    return map;
  }
}
