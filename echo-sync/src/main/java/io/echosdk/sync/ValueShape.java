package io.echosdk.sync;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of a document and values of one Java type become one another. */
interface ValueShape {

  /** Returns a value of the type, or null after saying why there is none. */
  @Nullable Object fit(@Nullable Object value, String path, List<String> misfits);

  /** Returns a value of the type as a document holds it. */
  @Nullable Object plain(@Nullable Object value);

  static ValueShape of(Type type, MethodHandles.Lookup lookup) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (raw == List.class) {
        return new Items(of(arguments[0], lookup));
      }
      if (raw == Map.class && arguments[0] == String.class) {
        return new Entries(of(arguments[1], lookup));
      }
    }
    if (type instanceof Class<?> raw) {
      if (raw.isRecord()) {
        return new Inner(RecordShape.of(raw, lookup));
      }
      if (raw.isEnum()) {
        return new Constant(raw);
      }
      if (Number.class.isAssignableFrom(raw) || (raw.isPrimitive() && raw != boolean.class)) {
        return NumberShape.of(raw);
      }
      if (raw == boolean.class) {
        return new Same(Boolean.class, true);
      }
      if (raw == Boolean.class
          || raw == String.class
          || raw == byte[].class
          || raw == Object.class
          || SharedType.class.isAssignableFrom(raw)) {
        return new Same(raw, false);
      }
    }
    throw new IllegalArgumentException("a map cannot hold values of " + type.getTypeName());
  }

  /** Notes that a value does not fit and returns null. */
  static @Nullable Object misfit(
      @Nullable Object value, String wanted, String path, List<String> misfits) {
    String found =
        value == null ? "missing" : "a " + value.getClass().getSimpleName() + ", not " + wanted;
    misfits.add(path + " is " + found);
    return null;
  }

  /** Values that are what they are. */
  record Same(Class<?> type, boolean isRequired) implements ValueShape {
    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      if (value == null ? !isRequired : type.isInstance(value)) {
        return value;
      }
      return misfit(value, type.getSimpleName(), path, misfits);
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      return value;
    }
  }

  /** Constants of an enum, by name. */
  record Constant(Class<?> type) implements ValueShape {
    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(value)) {
          return constant;
        }
      }
      if (value != null) {
        String all = Arrays.toString(type.getEnumConstants());
        misfits.add(path + " is \"" + value + "\", not one of " + all);
      }
      return null;
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      return value == null ? null : ((Enum<?>) value).name();
    }
  }

  /** Records, as plain maps. */
  record Inner(RecordShape<?> shape) implements ValueShape {
    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      if (value == null) {
        return null;
      }
      Object held = value instanceof SharedMap map ? map.entries() : value;
      return held instanceof Map<?, ?> map
          ? shape.fromMap(map, path + ".", misfits)
          : misfit(value, "a map", path, misfits);
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      return value == null ? null : shape.toMap(value);
    }
  }

  /** Lists of values of one shape. */
  record Items(ValueShape item) implements ValueShape {
    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      if (value == null) {
        return null;
      }
      Object held = value instanceof SharedArray array ? array.toList() : value;
      if (!(held instanceof List<?> list)) {
        return misfit(value, "a list", path, misfits);
      }
      List<@Nullable Object> items = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        items.add(item.fit(list.get(i), path + "[" + i + "]", misfits));
      }
      return Collections.unmodifiableList(items);
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      List<@Nullable Object> items = new ArrayList<>();
      ((List<?>) value).forEach(each -> items.add(item.plain(each)));
      return items;
    }
  }

  /** Maps from strings to values of one shape. */
  record Entries(ValueShape item) implements ValueShape {
    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      if (value == null) {
        return null;
      }
      Object held = value instanceof SharedMap map ? map.entries() : value;
      if (!(held instanceof Map<?, ?> map)) {
        return misfit(value, "a map", path, misfits);
      }
      Map<String, @Nullable Object> items = new LinkedHashMap<>();
      map.forEach(
          (key, each) -> items.put((String) key, item.fit(each, path + "." + key, misfits)));
      return Collections.unmodifiableMap(items);
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      Map<String, @Nullable Object> items = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, each) -> items.put((String) key, item.plain(each)));
      return items;
    }
  }

  /** Numbers, which must be exact in the type that is wanted. */
  record NumberShape(Class<?> type, boolean isRequired) implements ValueShape {
    static NumberShape of(Class<?> type) {
      Class<?> boxed = java.lang.invoke.MethodType.methodType(type).wrap().returnType();
      if (boxed != Integer.class
          && boxed != Long.class
          && boxed != Double.class
          && boxed != Float.class
          && boxed != Number.class
          && boxed != BigInteger.class) {
        throw new IllegalArgumentException("a map cannot hold values of " + type.getTypeName());
      }
      return new NumberShape(boxed, type.isPrimitive());
    }

    @Override
    public @Nullable Object fit(@Nullable Object value, String path, List<String> misfits) {
      if (value == null && !isRequired) {
        return null;
      }
      Object fitting = value instanceof Number number ? exact(number) : null;
      if (fitting == null && value instanceof Number) {
        misfits.add(path + " is " + value + ", which is no " + type.getSimpleName());
        return null;
      }
      return fitting != null ? fitting : misfit(value, type.getSimpleName(), path, misfits);
    }

    private @Nullable Object exact(Number number) {
      if (type.isInstance(number)) {
        return number;
      }
      double value = number.doubleValue();
      if (type == Double.class) {
        return value;
      }
      if (type == Float.class) {
        return (float) value;
      }
      if (type == Integer.class && (int) value == value) {
        return (int) value;
      }
      if (type == Long.class && (long) value == value && Math.abs(value) <= 0x1p53) {
        return (long) value;
      }
      return null;
    }

    @Override
    public @Nullable Object plain(@Nullable Object value) {
      return value;
    }
  }
}
