package io.echosdk.sync.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** UTF-8 as browsers write it (half a surrogate pair becomes U+FFFD) and read it (errors fail). */
final class Utf8 {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static int length(CharSequence text) {
    int length = text.length();
    int bytes = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      if (c < 0x800) {
        bytes++;
      } else if (isPair(text, i, length)) {
        bytes += 2;
        i++;
      } else {
        bytes += 2;
      }
    }
    return bytes;
  }

  static void encode(CharSequence text, byte[] target, int offset) {
    int length = text.length();
    int at = offset;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xc0 | c >> 6);
        target[at++] = (byte) (0x80 | c & 0x3f);
      } else if (isPair(text, i, length)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        target[at++] = (byte) (0xf0 | point >> 18);
        target[at++] = (byte) (0x80 | point >> 12 & 0x3f);
        target[at++] = (byte) (0x80 | point >> 6 & 0x3f);
        target[at++] = (byte) (0x80 | point & 0x3f);
      } else {
        char unit = Character.isSurrogate(c) ? '\ufffd' : c;
        target[at++] = (byte) (0xe0 | unit >> 12);
        target[at++] = (byte) (0x80 | unit >> 6 & 0x3f);
        target[at++] = (byte) (0x80 | unit & 0x3f);
      }
    }
  }

  static String decode(byte[] source, int offset, int length) {
    if (isAscii(source, offset, length)) {
      return new String(source, offset, length, StandardCharsets.ISO_8859_1);
    }
    utf16Length(source, offset, length);
    return new String(source, offset, length, StandardCharsets.UTF_8);
  }

  /** Returns how many UTF-16 units a string has (The Unicode Standard, table 3-7). */
  static int utf16Length(byte[] source, int offset, int length) {
    if (isAscii(source, offset, length)) {
      return length;
    }
    int end = offset + length;
    int units = 0;
    for (int at = offset; at < end; ) {
      int lead = source[at] & 0xff;
      int size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      if ((size > 1 && (lead < 0xc2 || lead > 0xf4)) || at + size > end) {
        throw notUtf8();
      }
      if (size > 1) {
        checkSecond(lead, source[at + 1] & 0xff);
      }
      for (int i = 2; i < size; i++) {
        if ((source[at + i] & 0xc0) != 0x80) {
          throw notUtf8();
        }
      }
      at += size;
      units += size == 4 ? 2 : 1;
    }
    return units;
  }

  /** The second byte tells forms that are too long, halves of pairs and what is beyond U+10FFFF. */
  private static void checkSecond(int lead, int second) {
    int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      throw notUtf8();
    }
  }

  private static RuntimeException notUtf8() {
    return Malformed.update("a string is not UTF-8");
  }

  static boolean isAscii(byte[] source, int offset, int length) {
    int end = offset + length;
    int at = offset;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      if (((long) EIGHT_BYTES.get(source, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    int any = 0;
    for (; at < end; at++) {
      any |= source[at];
    }
    return any >= 0;
  }

  private static boolean isPair(CharSequence text, int i, int length) {
    return Character.isHighSurrogate(text.charAt(i))
        && i + 1 < length
        && Character.isLowSurrogate(text.charAt(i + 1));
  }
}
