package io.echosdk.sync;

/** The two forms of an encoded update. */
public enum UpdateFormat {
  /** Fields one behind the other; small for single keystrokes, and what peers send live. */
  V1,
  /** A column for each kind of field; small for whole documents. */
  V2;

  int version() {
    return ordinal() + 1;
  }
}
