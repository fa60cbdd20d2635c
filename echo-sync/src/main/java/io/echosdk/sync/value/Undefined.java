package io.echosdk.sync.value;

/** The value {@code undefined} of JavaScript, which the wire format tells from null. */
public enum Undefined {
  /** The only one. */
  UNDEFINED;

  @Override
  public String toString() {
    return "undefined";
  }
}
