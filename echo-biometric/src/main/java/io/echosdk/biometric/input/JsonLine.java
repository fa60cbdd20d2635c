package io.echosdk.biometric.input;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One JSON object with plain values, as it stands on a line of a recording. Numbers, texts, true
 * and false are returned as their text, null as an empty one; objects and lists within it are an
 * error, because a recording's row has none.
 *
 * <p>Source: RFC 8259.
 */
final class JsonLine {

  private static final int MAX_KEYS = 4096;

  private final String text;
  private int at;

  private JsonLine(String text) {
    this.text = text;
  }

  /**
   * Parses it.
   *
   * @throws IllegalArgumentException with the place of what is wrong
   */
  static Map<String, String> parse(String text) {
    JsonLine line = new JsonLine(text);
    Map<String, String> values = line.object();
    line.blanks();
    if (line.at != text.length()) {
      throw line.wrong("nothing more");
    }
    return values;
  }

  private Map<String, String> object() {
    Map<String, String> values = new LinkedHashMap<>();
    expect('{');
    blanks();
    if (take('}')) {
      return values;
    }
    do {
      blanks();
      String key = string();
      expect(':');
      blanks();
      if (values.size() == MAX_KEYS || values.containsKey(key)) {
        throw wrong("another key");
      }
      values.put(key, value());
      blanks();
    } while (take(','));
    expect('}');
    return values;
  }

  private String value() {
    if (at < text.length() && text.charAt(at) == '"') {
      return string();
    }
    int start = at;
    while (at < text.length() && "+-.0123456789eEtrufalsn".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String word = text.substring(start, at);
    switch (word) {
      case "null":
        return "";
      case "true", "false":
        return word;
      default:
        if (!word.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?")) {
          at = start;
          throw wrong("a number or a text");
        }
        return word;
    }
  }

  private String string() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      if (next < ' ') {
        throw wrong("no control character");
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
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f') {
        throw wrong("four hexadecimal digits");
      }
      value = value << 4 | digit;
      at++;
    }
    return (char) value;
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char wanted) {
    boolean there = at < text.length() && text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) {
    blanks();
    if (!take(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "is no JSON object: at " + (at + 1) + " belongs " + expected);
  }
}
