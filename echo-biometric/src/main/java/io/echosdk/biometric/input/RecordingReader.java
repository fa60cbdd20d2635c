package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import java.util.List;

/**
 * A recording that is read forward, one block after another, in bounded memory. Blocks of all
 * channels span the same time, but a block may lack some channels. One thread at a time.
 */
public interface RecordingReader extends AutoCloseable {

  /** What {@link #nanos} returns for samples that follow those of the block before. */
  long FOLLOWS = Long.MIN_VALUE;

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

  /**
   * Returns when the block's first sample of a channel was measured, ns since the recording began,
   * or {@link #FOLLOWS}.
   */
  default long nanos(int channel) {
    return FOLLOWS;
  }

  /** Returns the block's {@link SampleSink#GAP} and {@link SampleSink#LEAD_OFF} of a channel. */
  default int flags(int channel) {
    return 0;
  }

  /**
   * Returns when this block arrived while it was recorded, ns since the recording began; then it is
   * played whole at that time. {@link #FOLLOWS} if the file does not tell: then each sample is
   * played when it was measured.
   */
  default long arrivalNanos() {
    return FOLLOWS;
  }

  @Override
  void close();
}
