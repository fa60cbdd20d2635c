package io.echosdk.stream.rtmp;

import io.netty.buffer.ByteBuf;

/** Where a queue empties itself into: a server, a player, a file. */
interface Outlet {

  /** Returns whether more may be written now. */
  boolean writable();

  /** Writes an image, which stays the caller's. */
  void write(WireImage image);

  /**
   * Writes metadata or a decoder configuration.
   *
   * @param type {@link Message#DATA_AMF0}, {@link Message#VIDEO} or {@link Message#AUDIO}
   * @param body stays the caller's; its reader index does not move
   */
  void write(int type, long timestampMs, ByteBuf body);

  /** Lets out what was written. */
  void flush();
}
