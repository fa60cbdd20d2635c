package io.echosdk.sync.codec;

import io.echosdk.sync.value.Undefined;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as JavaScript's {@code JSON.stringify} and {@code JSON.parse} give it (ECMA-262, 25.5),
 * because version 1 of the wire format carries embeds and formats in that form.
 */
public final class Json {

  static final int MAX_DEPTH = 1000;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Returns the text of a value; {@code undefined} alone gives "undefined". */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(out, value);
    return out.toString();
  }

  /** Lists and maps may be nested as deep as shared types are, so this keeps its own stack. */
  private static void write(StringBuilder out, @Nullable Object root) {
    Deque<Container> open = new ArrayDeque<>(0);
    begin(out, root, open);
    while (!open.isEmpty()) {
      Container container = open.element();
      if (container.hasNext()) {
        begin(out, container.next(out), open);
      } else {
        out.append(container.isMap ? '}' : ']');
        open.pop();
      }
    }
  }

  /** Writes a value, or the beginning of a list or map whose rest follows. */
  private static void begin(StringBuilder out, @Nullable Object value, Deque<Container> open) {
    if (value instanceof String string) {
      quote(out, string);
    } else if (value instanceof Double number) {
      out.append(Double.isFinite(number) ? number(number) : "null");
    } else if (value instanceof List<?> items) {
      out.append('[');
      open.push(new Container(items.iterator(), false));
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      open.push(new Container(map.entrySet().iterator(), true));
    } else if (value instanceof byte[] bytes) {
      writeBytes(out, bytes);
    } else {
      out.append(value);
    }
  }

  /** A list or map that is being written. */
  private static final class Container {
    private final Iterator<?> left;
    private final boolean isMap;
    private String separator = "";
    private @Nullable Object next;

    Container(Iterator<?> left, boolean isMap) {
      this.left = left;
      this.isMap = isMap;
    }

    /** Goes to the next item; a field that is undefined is left out. */
    boolean hasNext() {
      while (left.hasNext()) {
        next = left.next();
        if (!(next instanceof Map.Entry<?, ?> entry && isMap)
            || entry.getValue() != Undefined.UNDEFINED) {
          return true;
        }
      }
      return false;
    }

    @Nullable Object next(StringBuilder out) {
      out.append(separator);
      separator = ",";
      if (isMap && next instanceof Map.Entry<?, ?> entry) {
        quote(out, (String) entry.getKey());
        out.append(':');
        return entry.getValue();
      }
      return next == Undefined.UNDEFINED ? null : next;
    }
  }

  /** A typed array is an object whose keys are its indexes. */
  private static void writeBytes(StringBuilder out, byte[] bytes) {
    out.append('{');
    for (int i = 0; i < bytes.length; i++) {
      out.append(i == 0 ? "" : ",").append('"').append(i).append("\":").append(bytes[i] & 0xff);
    }
    out.append('}');
  }

  private static void quote(StringBuilder out, String string) {
    out.append('"');
    int length = string.length();
    for (int i = 0; i < length; i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        int named = "\b\t\n\f\r".indexOf(c);
        if (named >= 0) {
          out.append('\\').append("btnfr".charAt(named));
        } else {
          escape(out, c);
        }
      } else if (!Character.isSurrogate(c)) {
        out.append(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(string.charAt(i + 1))) {
        out.append(c).append(string.charAt(++i));
      } else {
        escape(out, c);
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit(c >> shift & 0xf, 16));
    }
  }

  /** Returns the shortest decimal that reads back as the number, laid out as in ECMA-262, 6.1.6. */
  public static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return "0";
    }
    if (value == (long) value && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - shortest.scale(); // the point stands behind so many digits
    String unsigned;
    if (exponent > 21 || exponent < -5) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      unsigned = digits.charAt(0) + fraction + "e" + (exponent > 0 ? "+" : "") + (exponent - 1);
    } else if (exponent <= 0) {
      unsigned = "0." + "0".repeat(-exponent) + digits;
    } else if (exponent >= digits.length()) {
      unsigned = digits + "0".repeat(exponent - digits.length());
    } else {
      unsigned = digits.substring(0, exponent) + "." + digits.substring(exponent);
    }
    return value < 0 ? "-" + unsigned : unsigned;
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int low = 1;
    int high = 17; // always enough for a double
    while (low < high) { // a longer form reads back wherever a shorter one does
      int middle = (low + high) >>> 1;
      BigDecimal rounded = exact.round(new MathContext(middle, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return exact.round(new MathContext(low, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** Reads a value; the whole text must be one. */
  public static @Nullable Object read(String text) {
    Json reader = new Json(text);
    reader.skipSpace();
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at != text.length()) {
      throw reader.wrong();
    }
    return Values.plain(value);
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw Malformed.limit("JSON is nested deeper than " + MAX_DEPTH);
    }
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      skipSpace();
      String key = string();
      skipSpace();
      expect(':');
      skipSpace();
      map.put(key, value(depth + 1));
      skipSpace();
      if (peek() == '}') {
        at++;
        return map;
      }
      expect(',');
    }
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      skipSpace();
      list.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        throw wrong();
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = peek();
    at++;
    if (c == 'u') {
      if (at + 4 > text.length()) {
        throw wrong();
      }
      int unit = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(text.charAt(at++), 16);
        if (digit < 0) {
          throw wrong();
        }
        unit = unit << 4 | digit;
      }
      return (char) unit;
    }
    int named = "btnfr".indexOf(c);
    if (named >= 0) {
      return "\b\t\n\f\r".charAt(named);
    }
    if (c != '"' && c != '\\' && c != '/') {
      throw wrong();
    }
    return c;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Values.ofDouble(Double.parseDouble(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong();
    }
    at += word.length();
    return value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong();
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private RuntimeException wrong() {
    return Malformed.update("its JSON breaks at character " + at);
  }
}
