package io.echosdk.sync.room;

/**
 * Checks JSON in UTF-8 (RFC 8259) without building anything: what passes here, JSON.parse of a
 * browser takes. Costs one pass; depth is bounded.
 */
final class JsonText {

  private static final int MAX_DEPTH = 64;

  private final byte[] text;
  private final int end;
  private int at;

  private JsonText(byte[] text, int begin, int end) {
    this.text = text;
    this.at = begin;
    this.end = end;
  }

  /** Returns whether a part of an array is one JSON value, not nested deeper than 64. */
  static boolean isValue(byte[] text, int begin, int end) {
    JsonText check = new JsonText(text, begin, end);
    check.space();
    boolean good = check.value(0);
    check.space();
    return good && check.at == end;
  }

  private boolean value(int depth) {
    if (at == end || depth > MAX_DEPTH) {
      return false;
    }
    switch (text[at]) {
      case '{':
        return members(depth, '}', true);
      case '[':
        return members(depth, ']', false);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  private boolean members(int depth, char close, boolean named) {
    at++;
    space();
    if (take(close)) {
      return true;
    }
    do {
      space();
      if (named && !(string() && colon())) {
        return false;
      }
      space();
      if (!value(depth + 1)) {
        return false;
      }
      space();
    } while (take(','));
    return take(close);
  }

  private boolean colon() {
    space();
    return take(':');
  }

  private boolean string() {
    if (!take('"')) {
      return false;
    }
    while (at < end) {
      int next = text[at++] & 0xff;
      if (next == '"') {
        return true;
      }
      boolean good = next == '\\' ? escape() : next >= 0x20 && (next < 0x80 || utf8(next));
      if (!good) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (at == end) {
      return false;
    }
    int next = text[at++];
    if (next != 'u') {
      return "\"\\/bfnrt".indexOf(next) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      if (at == end || Character.digit(text[at++], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Checks what follows a first byte: RFC 3629, without overlong forms and surrogates. */
  private boolean utf8(int first) {
    int following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || end - at < following) {
      return false;
    }
    int second = text[at] & 0xff;
    boolean good =
        switch (first) {
          case 0xe0 -> second >= 0xa0;
          case 0xed -> second < 0xa0;
          case 0xf0 -> second >= 0x90;
          case 0xf4 -> second < 0x90;
          default -> true;
        };
    for (int i = 0; i < following; i++) {
      good &= (text[at++] & 0xc0) == 0x80;
    }
    return good;
  }

  private boolean number() {
    take('-');
    if (take('0')) {
      return fraction();
    }
    return digits() && fraction();
  }

  private boolean fraction() {
    if (take('.') && !digits()) {
      return false;
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int begin = at;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at > begin;
  }

  private boolean word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!take(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean take(char wanted) {
    if (at < end && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
      at++;
    }
  }
}
