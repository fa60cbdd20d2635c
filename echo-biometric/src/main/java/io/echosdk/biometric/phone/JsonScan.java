package io.echosdk.biometric.phone;

import io.echosdk.api.biometric.BiometricException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads a JSON text forward, asked for what must come next. Its errors name the place and what
 * belongs there, and never what stands there.
 *
 * <p>Source: RFC 8259.
 */
final class JsonScan {

  private static final int MAX_KEYS = 64;
  private static final int MAX_STRING = 256;
  private static final int MAX_NUMBER = 64; // characters
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private final String text;
  private int at;

  JsonScan(String text) {
    this.text = text;
  }

  /** Reads an object; the consumer reads the value of each key. */
  void object(Consumer<String> members) {
    expect('{');
    if (take('}')) {
      return;
    }
    Set<String> keys = new HashSet<>();
    do {
      String key = string();
      expect(':');
      if (keys.size() == MAX_KEYS || !keys.add(key)) {
        throw wrong("no key twice, and at most " + MAX_KEYS);
      }
      members.accept(key);
    } while (take(','));
    expect('}');
  }

  /** Reads a list; the action reads each element. */
  void list(Runnable element) {
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
  void pass(int depth) {
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

  double number() {
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
    return Double.parseDouble(number);
  }

  boolean truth() {
    if (word("true")) {
      return true;
    }
    if (word("false")) {
      return false;
    }
    throw wrong("true or false");
  }

  /** Takes null, if it stands here. */
  boolean isNull() {
    return word("null");
  }

  private boolean word(String word) {
    blanks();
    boolean there = text.startsWith(word, at);
    at += there ? word.length() : 0;
    return there;
  }

  String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      if (next < ' ' || value.length() == MAX_STRING) {
        throw wrong("a text of at most " + MAX_STRING + " characters");
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
  boolean quoted() {
    return next('"');
  }

  /** Returns whether a list comes next. */
  boolean opens() {
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
  void end() {
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

  BiometricException wrong(String belongs) {
    return malformed("is wrong: at " + (at + 1) + " belongs " + belongs);
  }

  BiometricException malformed(String problem) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        "line of " + text.length() + " characters " + problem,
        "send lines as the reference of the phone's frame shows; this one was left out");
  }
}
