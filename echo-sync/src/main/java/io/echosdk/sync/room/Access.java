package io.echosdk.sync.room;

/** What a client may do in a room. */
public enum Access {
  /** Nothing: it is turned away. */
  NONE,
  /** Hear everything, show itself to others, change nothing. */
  READ,
  /** Hear and change everything. */
  WRITE
}
