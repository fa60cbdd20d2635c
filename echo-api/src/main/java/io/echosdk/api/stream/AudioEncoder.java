package io.echosdk.api.stream;

import io.echosdk.api.audio.AudioBlock;
import java.util.function.Consumer;

/** Turns sound into AAC-LC. One thread at a time. */
public interface AudioEncoder extends AutoCloseable {

  /** Returns the AudioSpecificConfig; known from the start. */
  byte[] config();

  /**
   * Encodes the block that follows the last one; blocks may have any length.
   *
   * @param block of the encoder's format; borrowed
   * @param out takes what is ready, on this thread, before this method returns
   * @throws StreamException if the encoder breaks
   */
  void encode(AudioBlock block, Consumer<EncodedPacket> out);

  /** Hands out what is still inside. */
  void flush(Consumer<EncodedPacket> out);

  /** Frees native memory. Idempotent. */
  @Override
  void close();
}
