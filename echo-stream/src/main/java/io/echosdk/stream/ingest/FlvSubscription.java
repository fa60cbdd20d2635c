package io.echosdk.stream.ingest;

/** A sink's place at a stream. All methods are for any thread. */
public interface FlvSubscription extends AutoCloseable {

  /** Says that the sink can take more. */
  void resume();

  /** Leaves the stream; the sink hears nothing more. Idempotent. */
  @Override
  void close();
}
