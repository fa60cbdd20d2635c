package io.echosdk.sync;

import io.echosdk.sync.doc.Anchor;

/**
 * A place that stays where it is while others edit around it: at a character or value, or at the
 * end of a shared type. Two are equal if they name the same.
 */
public final class RelativePosition {

  private final Anchor anchor;

  RelativePosition(Anchor anchor) {
    this.anchor = anchor;
  }

  Anchor anchor() {
    return anchor;
  }

  /** Returns the form in which peers exchange it. */
  public byte[] encode() {
    return anchor.encode();
  }

  /** Reads the form in which peers exchange it. */
  public static RelativePosition decode(byte[] encoded) {
    return new RelativePosition(Anchor.decode(encoded));
  }

  /** Returns whether it sticks to what is before it (negative) or to what follows. */
  public int association() {
    return anchor.association();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RelativePosition position && position.anchor.equals(anchor);
  }

  @Override
  public int hashCode() {
    return anchor.hashCode();
  }

  @Override
  public String toString() {
    return anchor.toString();
  }
}
