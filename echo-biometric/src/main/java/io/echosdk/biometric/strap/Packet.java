package io.echosdk.biometric.strap;

import io.echosdk.api.biometric.BiometricException;

/** A packet's bytes read forward, least significant byte first; a missing byte is a typed error. */
final class Packet {

  private final String name;
  private final byte[] bytes;
  private int at;

  Packet(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  int left() {
    return bytes.length - at;
  }

  int unsigned(int size, String field) {
    return (int) number(size, field);
  }

  int signed(int size, String field) {
    int unused = 32 - 8 * size;
    return (int) number(size, field) << unused >> unused;
  }

  long number(int size, String field) {
    if (left() < size) {
      throw malformed("promises " + field + " at byte " + at);
    }
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }

  /** Returns the place of the next bytes after skipping them. */
  int skip(int size, String field) {
    if (left() < size) {
      throw malformed("promises " + field + " at byte " + at);
    }
    at += size;
    return at - size;
  }

  byte[] bytes() {
    return bytes;
  }

  BiometricException malformed(String problem) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        name + " of " + bytes.length + " bytes " + problem,
        "update the device's firmware, or tell its maker; the packet was left out");
  }
}
