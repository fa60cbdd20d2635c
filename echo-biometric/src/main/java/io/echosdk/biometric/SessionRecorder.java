package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.ConsentException;
import io.echosdk.api.biometric.Purpose;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SourceState;
import io.echosdk.biometric.recording.RecordingWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what a source delivers, exactly: samples to the bit, flags, times, and when each batch
 * arrived. {@link Recordings#open} plays it again, and a session then goes through the same states.
 *
 * <p>Put it between a source and a session with {@link #of}, or pass samples to it yourself. What
 * it holds back is at most a quarter of a second; a process that is killed leaves a file that is
 * readable up to there. With a key every chunk is sealed by AES-256-GCM: who destroys the key has
 * destroyed the recording. One thread at a time; {@link #close} from any.
 *
 * <p>Under a {@link Consent} a recording always has a key of its own, from the ledger's {@link
 * RecordingKeys}, and is written only while {@link Purpose#RECORD} is allowed. Taken back, it ends
 * before {@link Consent#revoke} returns: what was held back is overwritten, and the key destroyed.
 * Expired, or its text replaced, it is closed and can be played on.
 */
public final class SessionRecorder implements SampleSink, AutoCloseable {

  private static final long CHUNK_NANOS = Duration.ofMillis(250).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(SessionRecorder.class);

  private final RecordingWriter writer;
  private final @Nullable Consent consent;
  private final Flow flow;
  private final Map<Signal, Integer> numbers = new HashMap<>();
  private final long startNanos;
  private boolean closed; // guarded by flow

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
    this(file, signals, startNanos, startedAt, key, null);
  }

  private SessionRecorder(
      Path file,
      List<Signal> signals,
      long startNanos,
      Instant startedAt,
      @Nullable SecretKey key,
      @Nullable Consent consent) {
    this.startNanos = startNanos;
    this.consent = consent;
    for (Signal signal : signals) {
      numbers.put(signal, numbers.size());
    }
    flow = new Flow(consent, this::end, Purpose.RECORD);
    flow.enter(); // so that a revocation finds the recording begun, or not at all
    try {
      UUID id = randomId();
      SecretKey own = consent == null ? key : newKey(consent, id);
      writer = new RecordingWriter(file, signals, startedAt.toEpochMilli(), CHUNK_NANOS, id, own);
    } catch (RuntimeException e) {
      flow.abandon();
      throw e;
    } finally {
      flow.leave();
    }
  }

  private static UUID randomId() {
    SecureRandom random = new SecureRandom();
    return new UUID(random.nextLong(), random.nextLong());
  }

  private static SecretKey newKey(Consent consent, UUID id) {
    consent.require(Purpose.RECORD);
    return consent.keys().create(consent.participant(), id);
  }

  /**
   * Creates the file of a recording under a participant's consent, with a key of its own.
   *
   * @param file must not exist; its name should end in .echo
   * @param signals what will be recorded
   * @param startNanos where the recording begins, on the clock of the samples
   * @param startedAt the same as wall-clock time, to the millisecond
   * @throws ConsentException if the participant does not allow it
   * @throws BiometricException of kind STORAGE if file or key cannot be written
   * @throws IllegalStateException if the consent's ledger keeps no keys
   */
  public static SessionRecorder under(
      Consent consent, Path file, List<Signal> signals, long startNanos, Instant startedAt) {
    return new SessionRecorder(file, signals, startNanos, startedAt, null, consent);
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
    return new Tap(source, now -> new SessionRecorder(file, source.signals(), now, startedAt, key));
  }

  /**
   * Returns a source that delivers the same, and records it under a participant's consent from its
   * first poll on. When the consent ends, the recording does; the source goes on.
   *
   * @param source closed with the returned one, as is the recording
   * @param file must not exist; created at the first poll
   * @param startedAt wall-clock time, to the millisecond
   * @throws ConsentException if the participant does not allow it now; if it is taken back before
   *     the first poll, nothing is recorded
   */
  public static BiometricSource under(
      Consent consent, BiometricSource source, Path file, Instant startedAt) {
    consent.require(Purpose.RECORD);
    consent.keys(); // now rather than at the first poll
    return new Tap(source, now -> under(consent, file, source.signals(), now, startedAt));
  }

  /**
   * {@inheritDoc} A disk that fails gives a {@link BiometricException} of kind STORAGE. After the
   * consent has ended samples are passed over.
   */
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
    flow.enter();
    try {
      end();
      if (!closed || consent == null) {
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
    } finally {
      flow.leave();
    }
  }

  /** Ends the recording if its consent has; run under the flow's lock. */
  private void end() {
    if (consent == null || closed || flow.allowed()) {
      return;
    }
    closed = true;
    LOG.info("a recording ends because the consent to it did");
    if (consent.tookBack(Purpose.RECORD)) {
      writer.abandon();
    } else {
      writer.close();
    }
  }

  /** Returns whether samples are still written down. */
  public boolean recording() {
    flow.enter();
    try {
      return !closed;
    } finally {
      flow.leave();
    }
  }

  /** Returns how many bytes the file has so far. */
  public long bytes() {
    return writer.bytes();
  }

  /** Ends the recording with its index and forces it to the disk. Idempotent. */
  @Override
  public void close() {
    flow.enter();
    try {
      end();
      if (!closed) {
        closed = true;
        writer.close();
      }
    } finally {
      flow.leave();
      flow.close();
    }
  }

  /** A source that is written down on its way. */
  private static final class Tap implements BiometricSource {

    private final BiometricSource source;
    private final LongFunction<SessionRecorder> begin;
    private @Nullable SessionRecorder recorder; // guarded by this
    private boolean asked; // guarded by this

    Tap(BiometricSource source, LongFunction<SessionRecorder> begin) {
      this.source = source;
      this.begin = begin;
    }

    @Override
    public List<Signal> signals() {
      return source.signals();
    }

    @Override
    public synchronized long poll(long nowNanos, SampleSink sink) {
      SessionRecorder into = recorder(nowNanos);
      if (into == null) {
        return source.poll(nowNanos, sink);
      }
      return source.poll(
          nowNanos,
          (signal, time, origin, samples, offset, frames, flags) -> {
            if (into.recording()) {
              into.accept(signal, time, origin, samples, offset, frames, flags);
            }
            sink.accept(signal, time, origin, samples, offset, frames, flags);
          });
    }

    private @Nullable SessionRecorder recorder(long nowNanos) {
      if (!asked) {
        asked = true;
        try {
          recorder = begin.apply(nowNanos);
        } catch (ConsentException e) {
          LOG.info("nothing is recorded: {}", e.getMessage());
        } catch (RuntimeException e) {
          asked = false;
          throw e;
        }
      }
      return recorder;
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
