package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.recording.RecordingWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Records what a source delivers, exactly: samples to the bit, flags, times, and when each batch
 * arrived. {@link Recordings#open} plays it again, and a session then goes through the same states.
 *
 * <p>Put it between a source and a session with {@link #of}, or pass samples to it yourself. What
 * it holds back is at most a quarter of a second; a process that is killed leaves a file that is
 * readable up to there. With a key every chunk is sealed by AES-256-GCM: who destroys the key has
 * destroyed the recording. One thread at a time.
 */
public final class SessionRecorder implements SampleSink, AutoCloseable {

  private static final long CHUNK_NANOS = Duration.ofMillis(250).toNanos();

  private final RecordingWriter writer;
  private final Map<Signal, Integer> numbers = new HashMap<>();
  private final long startNanos;
  private boolean closed;

  /**
   * Creates the file.
   *
   * @param file must not exist; its name should end in .echo
   * @param signals what will be recorded
   * @param startNanos where the recording begins, on the clock of the samples
   * @param startedAt the same as wall-clock time, to the millisecond
   * @param key 256 bits of AES, kept by the caller, or null to write in the clear
   * @throws BiometricException of kind STORAGE if it cannot be written
   */
  public SessionRecorder(
      Path file,
      List<Signal> signals,
      long startNanos,
      Instant startedAt,
      @Nullable SecretKey key) {
    this.startNanos = startNanos;
    for (Signal signal : signals) {
      numbers.put(signal, numbers.size());
    }
    writer = new RecordingWriter(file, signals, startedAt.toEpochMilli(), CHUNK_NANOS, key);
  }

  /**
   * Returns a source that delivers the same and records it; the recording begins at its first poll.
   *
   * @param source closed with the returned one, as is the recording
   * @param file must not exist; created at the first poll
   * @param startedAt wall-clock time, to the millisecond
   * @param key 256 bits of AES, kept by the caller, or null to write in the clear
   */
  public static BiometricSource of(
      BiometricSource source, Path file, Instant startedAt, @Nullable SecretKey key) {
    return new Tap(source, file, startedAt, key);
  }

  /** {@inheritDoc} A disk that fails gives a {@link BiometricException} of kind STORAGE. */
  @Override
  public void accept(
      Signal signal,
      long timeNanos,
      long originNanos,
      float[] samples,
      int offset,
      int frames,
      int flags) {
    Integer number = numbers.get(signal);
    if (number == null) {
      throw new IllegalArgumentException("signal " + signal.name() + " was not announced");
    }
    writer.add(
        number,
        flags,
        timeNanos - startNanos,
        originNanos - startNanos,
        frames,
        samples,
        offset,
        frames * signal.channels().size());
  }

  /** Returns how many bytes the file has so far. */
  public long bytes() {
    return writer.bytes();
  }

  /** Ends the recording with its index and forces it to the disk. Idempotent. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      writer.close();
    }
  }

  /** A source that is written down on its way. */
  private static final class Tap implements BiometricSource {

    private final BiometricSource source;
    private final Path file;
    private final Instant startedAt;
    private final @Nullable SecretKey key;
    private @Nullable SessionRecorder recorder; // guarded by this

    Tap(BiometricSource source, Path file, Instant startedAt, @Nullable SecretKey key) {
      this.source = source;
      this.file = file;
      this.startedAt = startedAt;
      this.key = key;
    }

    @Override
    public List<Signal> signals() {
      return source.signals();
    }

    @Override
    public synchronized long poll(long nowNanos, SampleSink sink) {
      if (recorder == null) {
        recorder = new SessionRecorder(file, source.signals(), nowNanos, startedAt, key);
      }
      SessionRecorder into = recorder;
      return source.poll(
          nowNanos,
          (signal, time, origin, samples, offset, frames, flags) -> {
            if (!into.closed) {
              into.accept(signal, time, origin, samples, offset, frames, flags);
            }
            sink.accept(signal, time, origin, samples, offset, frames, flags);
          });
    }

    @Override
    public SourceState state() {
      return source.state();
    }

    @Override
    public synchronized void close() {
      try {
        source.close();
      } finally {
        if (recorder != null) {
          recorder.close();
        }
      }
    }
  }
}
