package io.echosdk.server.leveldb;

/** Bytes that break a format; becomes an error with the file's name where that is known. */
final class Damaged extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Damaged(String what) {
    super(what);
  }
}
