package io.echosdk.sync.codec;

import java.nio.charset.StandardCharsets;

/** Tells JSON text (RFC 8259) from other text without building anything. */
final class JsonCheck {

  private final byte[] text;
  private final int start;
  private final int end;
  private int at;

  private JsonCheck(byte[] text, int offset, int length) {
    this.text = text;
    this.start = offset;
    this.at = offset;
    this.end = offset + length;
  }

  /** Throws a typed error unless UTF-8 bytes are one JSON value. */
  static void check(byte[] text, int offset, int length) {
    JsonCheck check = new JsonCheck(text, offset, length);
    check.skipSpace();
    check.value(0);
    check.skipSpace();
    if (check.at != check.end) {
      throw check.wrong();
    }
  }

  /** The same for a string, which may also be "undefined". */
  static void checkOrUndefined(String text) {
    if (!text.equals("undefined")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      check(bytes, 0, bytes.length);
    }
  }

  private void value(int depth) {
    if (depth > Json.MAX_DEPTH) {
      throw Malformed.limit("JSON is nested deeper than " + Json.MAX_DEPTH);
    }
    switch (peek()) {
      case '{' -> members(depth, '}', true);
      case '[' -> members(depth, ']', false);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void members(int depth, char close, boolean isObject) {
    at++;
    skipSpace();
    if (peek() == close) {
      at++;
      return;
    }
    while (true) {
      skipSpace();
      if (isObject) {
        string();
        skipSpace();
        expect(':');
        skipSpace();
      }
      value(depth + 1);
      skipSpace();
      if (peek() == close) {
        at++;
        return;
      }
      expect(',');
    }
  }

  private void string() {
    expect('"');
    while (peek() != '"') {
      int next = text[at++];
      if (next >= 0 && next < 0x20) {
        throw wrong();
      }
      if (next == '\\') {
        escape();
      }
    }
    at++;
  }

  private void escape() {
    int kind = peek();
    at++;
    if (kind == 'u') {
      for (int i = 0; i < 4; i++) {
        if (Character.digit(peek(), 16) < 0) {
          throw wrong();
        }
        at++;
      }
    } else if ("\"\\/bfnrt".indexOf(kind) < 0) {
      throw wrong();
    }
  }

  private void number() {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (at < end && text[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int from = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong();
    }
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      expect(word.charAt(i));
    }
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong();
    }
    at++;
  }

  private int peek() {
    if (at >= end) {
      throw wrong();
    }
    return text[at];
  }

  private void skipSpace() {
    while (at < end && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private RuntimeException wrong() {
    return Malformed.update("its JSON breaks at byte " + (at - start));
  }
}
