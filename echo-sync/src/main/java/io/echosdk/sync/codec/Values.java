package io.echosdk.sync.codec;

import io.echosdk.sync.value.Undefined;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The plain values of a document and their form on the wire (lib0 "any").
 *
 * <p>A number is an Integer where it is whole, fits 32 bits and is not negative zero, and a Double
 * otherwise; a BigInteger is JavaScript's bigint. Maps keep JavaScript's key order: whole numbers
 * first, ascending, then the others as inserted. Lists, maps and byte arrays are copies that nobody
 * changes.
 */
public final class Values {

  /** The first byte of undefined. */
  static final int UNDEFINED = 127;

  private static final int MAX_DEPTH = 1000;
  private static final long MAX_ARRAY_INDEX = 0xfffffffeL;

  private Values() {}

  /**
   * Returns the value in the form that the class describes.
   *
   * @throws IllegalArgumentException if it is of a class that a document cannot hold
   */
  public static @Nullable Object plain(@Nullable Object value) {
    return plain(value, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("value is nested deeper than " + MAX_DEPTH);
    }
    if (value == null
        || value instanceof Integer
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Undefined) {
      return value;
    }
    if (value instanceof BigInteger big) {
      return checkedBigInteger(big);
    }
    if (value instanceof Number number) {
      return plainNumber(number);
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof Collection<?> items) {
      List<@Nullable Object> copy = new ArrayList<>(items.size());
      items.forEach(item -> copy.add(plain(item, depth + 1)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put((String) key, plain(item, depth + 1)));
      return inKeyOrder(copy);
    }
    throw new IllegalArgumentException("a document cannot hold a value of " + value.getClass());
  }

  private static BigInteger checkedBigInteger(BigInteger value) {
    if (value.bitLength() > 63) {
      throw new IllegalArgumentException("big integer must fit 64 bits but is " + value);
    }
    return value;
  }

  private static Object plainNumber(Number value) {
    double number = value.doubleValue();
    if (value instanceof Long && (number >= 0x1p63 || (long) number != value.longValue())) {
      throw new IllegalArgumentException("number must be exact as a double but is " + value);
    }
    return ofDouble(number);
  }

  /** Returns a number in the form that the class describes. */
  public static Object ofDouble(double number) {
    int whole = (int) number;
    boolean isWhole = whole == number && (whole != 0 || 1 / number > 0);
    return isWhole ? (Object) whole : (Object) number;
  }

  /** Returns a map in JavaScript's key order. */
  public static Map<String, @Nullable Object> inKeyOrder(Map<String, @Nullable Object> map) {
    TreeMap<Long, String> indexes = null;
    for (String key : map.keySet()) {
      long index = arrayIndex(key);
      if (index >= 0) {
        indexes = indexes == null ? new TreeMap<>() : indexes;
        indexes.put(index, key);
      }
    }
    if (indexes == null) {
      return Collections.unmodifiableMap(map);
    }
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    indexes.values().forEach(key -> ordered.put(key, map.get(key)));
    map.forEach(ordered::putIfAbsent);
    return Collections.unmodifiableMap(ordered);
  }

  /** Returns the number that a key is in canonical decimal form, or -1. */
  private static long arrayIndex(String key) {
    int length = key.length();
    if (length == 0 || length > 10 || (key.charAt(0) == '0' && length > 1)) {
      return -1;
    }
    long index = 0;
    for (int i = 0; i < length; i++) {
      int digit = key.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = index * 10 + digit;
    }
    return index <= MAX_ARRAY_INDEX ? index : -1;
  }

  /** Writes a value that {@link #plain} returned. */
  public static void write(ByteWriter target, @Nullable Object value) {
    if (value instanceof String text) {
      target.u8(119);
      target.varString(text);
    } else if (value instanceof Integer whole) {
      writeInteger(target, whole);
    } else if (value instanceof Double number) {
      writeDouble(target, number);
    } else if (value instanceof Boolean flag) {
      target.u8(flag ? 120 : 121);
    } else if (value == null) {
      target.u8(126);
    } else if (value instanceof BigInteger big) {
      target.u8(122);
      target.int64(big.longValue());
    } else if (value instanceof byte[] bytes) {
      target.u8(116);
      target.varBytes(bytes);
    } else if (value instanceof List<?> items) {
      target.u8(117);
      target.varUint(items.size());
      items.forEach(item -> write(target, item));
    } else if (value instanceof Map<?, ?> map) {
      target.u8(118);
      target.varUint(map.size());
      map.forEach(
          (key, item) -> {
            target.varString((String) key);
            write(target, item);
          });
    } else {
      target.u8(UNDEFINED);
    }
  }

  private static void writeInteger(ByteWriter target, int value) {
    if (value == Integer.MIN_VALUE) { // its magnitude needs 32 bits, so it goes as a float
      writeDouble(target, value);
      return;
    }
    target.u8(125);
    target.varInt(value);
  }

  private static void writeDouble(ByteWriter target, double value) {
    if (value == 0) {
      target.u8(125);
      target.varInt(0, true);
    } else if ((float) value == value) {
      target.u8(124);
      target.float32((float) value);
    } else {
      target.u8(123);
      target.int64(Double.doubleToLongBits(value));
    }
  }

  /** Reads a value. */
  public static @Nullable Object read(ByteReader source) {
    return read(source, 0);
  }

  private static @Nullable Object read(ByteReader source, int depth) {
    if (depth > MAX_DEPTH) {
      throw Malformed.limit("a value is nested deeper than " + MAX_DEPTH);
    }
    int type = source.u8();
    switch (type) {
      case UNDEFINED:
        return Undefined.UNDEFINED;
      case 126:
        return null;
      case 125:
        long whole = source.varInt();
        if (whole == 0 && source.lastWasNegative()) {
          return -0.0;
        }
        return (int) whole == whole ? (Object) (int) whole : (Object) (double) whole;
      case 124:
        return ofDouble(source.float32());
      case 123:
        return ofDouble(Double.longBitsToDouble(source.int64()));
      case 122:
        return BigInteger.valueOf(source.int64());
      case 121:
        return false;
      case 120:
        return true;
      case 119:
        return source.varString();
      case 118:
        return readMap(source, depth);
      case 117:
        return readList(source, depth);
      case 116:
        return source.varBytes();
      default:
        throw Malformed.update("there is no value of type " + type);
    }
  }

  /** Passes a value; what it lets pass, {@link #read} can read. */
  static void skip(ByteReader source) {
    skip(source, 0);
  }

  private static void skip(ByteReader source, int depth) {
    if (depth > MAX_DEPTH) {
      throw Malformed.limit("a value is nested deeper than " + MAX_DEPTH);
    }
    int type = source.u8();
    switch (type) {
      case UNDEFINED:
      case 126:
      case 121:
      case 120:
        return;
      case 125:
        source.varInt();
        return;
      case 124:
        source.skip(4);
        return;
      case 123:
      case 122:
        source.skip(8);
        return;
      case 119:
        source.skipString();
        return;
      case 118:
        for (long left = source.varUint(); left > 0; left--) {
          source.skipString();
          skip(source, depth + 1);
        }
        return;
      case 117:
        for (long left = source.varUint(); left > 0; left--) {
          skip(source, depth + 1);
        }
        return;
      case 116:
        source.skipBytes();
        return;
      default:
        throw Malformed.update("there is no value of type " + type);
    }
  }

  private static Object readMap(ByteReader source, int depth) {
    long size = source.varUint();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (long i = 0; i < size; i++) {
      String key = source.varString();
      map.put(key, read(source, depth + 1));
    }
    return inKeyOrder(map);
  }

  private static Object readList(ByteReader source, int depth) {
    long size = source.varUint();
    List<@Nullable Object> list = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      list.add(read(source, depth + 1));
    }
    return Collections.unmodifiableList(list);
  }
}
