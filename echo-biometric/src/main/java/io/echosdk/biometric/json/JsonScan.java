package io.echosdk.biometric.json;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads a JSON text forward, asked for what must come next. What is wrong is an
 * IllegalArgumentException that names the place and what belongs there, and never what stands
 * there.
 *
 * <p>Source: RFC 8259.
 */
public final class JsonScan {

  private static final int MAX_NUMBER = 64; // characters
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String text;
  private final int maxKeys;
  private final int maxString;
  private int at;

  /**
   * Begins to read.
   *
   * @param maxKeys how many keys an object may have
   * @param maxString how many characters a text may have
   */
  public JsonScan(String text, int maxKeys, int maxString) {
    this.text = text;
    this.maxKeys = maxKeys;
    this.maxString = maxString;
  }

  /** Reads an object; the consumer reads the value of each key. */
  public void object(Consumer<String> members) {
    expect('{');
    if (take('}')) {
      return;
    }
    Set<String> keys = new HashSet<>();
    do {
      String key = string();
      expect(':');
      if (keys.size() == maxKeys || !keys.add(key)) {
        throw wrong("no key twice, and at most " + maxKeys);
      }
      members.accept(key);
    } while (take(','));
    expect('}');
  }

  /** Reads a list; the action reads each element. */
  public void list(Runnable element) {
    expect('[');
    if (take(']')) {
      return;
    }
    do {
      element.run();
    } while (take(','));
    expect(']');
  }

  /** Passes over any value. */
  public void pass(int depth) {
    if (depth == 0) {
      throw wrong("nothing that lies deeper");
    }
    if (quoted()) {
      string();
    } else if (next('{')) {
      object(key -> pass(depth - 1));
    } else if (opens()) {
      list(() -> pass(depth - 1));
    } else if (!isNull() && !word("true") && !word("false")) {
      number();
    }
  }

  /** Reads a number. */
  public double number() {
    return Double.parseDouble(digits());
  }

  /**
   * Reads a number, a text, true, false or null; returns it as text, without quotes, and null as an
   * empty one.
   */
  public String plain() {
    if (quoted()) {
      return string();
    }
    if (isNull()) {
      return "";
    }
    return word("true") ? "true" : word("false") ? "false" : digits();
  }

  private String digits() {
    blanks();
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = at - start > MAX_NUMBER ? "" : text.substring(start, at);
    if (!NUMBER.matcher(number).matches()) {
      at = start;
      throw wrong("a number");
    }
    return number;
  }

  /** Reads true or false. */
  public boolean truth() {
    if (word("true")) {
      return true;
    }
    if (word("false")) {
      return false;
    }
    throw wrong("true or false");
  }

  /** Takes null, if it stands here. */
  public boolean isNull() {
    return word("null");
  }

  private boolean word(String word) {
    blanks();
    boolean there = text.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  /** Reads a text. */
  public String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      if (next < ' ' || value.length() == maxString) {
        throw wrong("a text of at most " + maxString + " characters");
      }
      value.append(next == '\\' ? escaped() : next);
    }
    expect('"');
    return value.toString();
  }

  private char escaped() {
    char next = at < text.length() ? text.charAt(at++) : ' ';
    return switch (next) {
      case '"', '\\', '/' -> next;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char digit = at < text.length() ? text.charAt(at) : ' ';
      int number = digit > 'f' ? -1 : Character.digit(digit, 16);
      if (number < 0) {
        throw wrong("four hexadecimal digits");
      }
      value = value << 4 | number;
      at++;
    }
    return (char) value;
  }

  /** Returns whether a text comes next. */
  public boolean quoted() {
    return next('"');
  }

  /** Returns whether a list comes next. */
  public boolean opens() {
    return next('[');
  }

  private boolean next(char wanted) {
    blanks();
    return at < text.length() && text.charAt(at) == wanted;
  }

  private boolean take(char wanted) {
    boolean there = next(wanted);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  /** Checks that nothing follows. */
  public void end() {
    blanks();
    if (at < text.length()) {
      throw wrong("nothing more");
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** Returns an error: at this place belongs something else. */
  public IllegalArgumentException wrong(String belongs) {
    return new IllegalArgumentException("at " + (at + 1) + " belongs " + belongs);
  }
}
