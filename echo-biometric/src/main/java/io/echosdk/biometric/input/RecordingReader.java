package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import java.util.List;

/**
 * A recording that is read forward, one block after another, in bounded memory. Blocks of all
 * channels span the same time. One thread at a time.
 */
public interface RecordingReader extends AutoCloseable {

  /** Returns what there is, in the order of the file. */
  List<Channel> channels();

  /**
   * Reads the next block; its samples stay valid until the next call.
   *
   * @return false at the end
   * @throws BiometricException where the file breaks off or lies; every sample before the break has
   *     been in an earlier block
   */
  boolean advance();

  /**
   * Returns the samples of one channel in this block, in its unit, NaN where invalid; borrowed.
   *
   * @param channel index into {@link #channels()}
   */
  float[] samples(int channel);

  /** Returns how many of {@link #samples} belong to this block. */
  int count(int channel);

  @Override
  void close();
}
