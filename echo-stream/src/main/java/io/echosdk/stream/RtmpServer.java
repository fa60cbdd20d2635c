package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import io.echosdk.stream.rtmp.IngestLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Receives RTMP streams and passes them on: to a listener packet by packet, to RTMP players that
 * pull {@code rtmp://host:port/app/key}, to FLV sinks, each from the last keyframe on.
 *
 * <p>All methods are for any thread. One thread of the runtime, {@code echo-ingest-<n>}, carries
 * all connections.
 */
public final class RtmpServer implements AutoCloseable {

  private final IngestLoop loop;

  private RtmpServer(Builder builder) {
    loop = new IngestLoop(builder.runtime, builder.settings(), builder.listener);
  }

  /** Returns a builder with every default in place. */
  public static Builder builder(EchoRuntime runtime) {
    return new Builder(runtime);
  }

  /** Returns the port that is listened on; the one that was found free if 0 was asked for. */
  public int port() {
    return loop.port();
  }

  /** Returns the streams that are being published, at most a tenth of a second old. */
  public List<IngestStream> streams() {
    return loop.streams();
  }

  /**
   * Gives a sink a stream as FLV: file header, metadata and decoder configurations, then everything
   * from the last keyframe on. If nobody publishes the stream, it begins when somebody does.
   *
   * @param app the application
   * @param key the stream key
   * @param sink hears {@link FlvSink#end()} once when the publisher leaves
   */
  public FlvSubscription subscribe(String app, Secret key, FlvSink sink) {
    return loop.subscribe(app, key, Objects.requireNonNull(sink, "sink"));
  }

  /** Returns how much memory outside the heap is in use: messages in caches and queues. */
  public long directBytes() {
    return loop.directBytes();
  }

  /** Closes every connection and stops listening, within five seconds. Idempotent. */
  @Override
  public void close() {
    loop.close();
  }

  /** Settings of a server; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private final EchoRuntime runtime;
    private IngestListener listener = new IngestListener() {};
    private String host = "127.0.0.1";
    private int port = 1935;
    private boolean play = true;
    private int maxStreams = 64;
    private int maxConnections = 256;
    private int maxMessageBytes = (1 << 24) - 1; // all that the format can say
    private Duration idle = Duration.ofSeconds(30);
    private @Nullable Path recordings;

    private Builder(EchoRuntime runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    /** Sets who decides and hears; the default lets everybody in. */
    public Builder listener(IngestListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Sets the address to listen on; the default is this machine alone. */
    public Builder host(String value) {
      host = Objects.requireNonNull(value, "host");
      return this;
    }

    /** Sets the port; 0 takes one that is free. The default is 1935. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Sets whether players may pull streams by their key; the default is yes. */
    public Builder play(boolean value) {
      play = value;
      return this;
    }

    /** Sets how many streams may be published or waited for; the default is 64. */
    public Builder maxStreams(int value) {
      maxStreams = value;
      return this;
    }

    /** Sets how many connections may be open; the default is 256. */
    public Builder maxConnections(int value) {
      maxConnections = value;
      return this;
    }

    /** Sets how long one message may be; the default is 16 MiB. */
    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    /** Sets after how long without a byte a publisher is closed; the default is 30 s. */
    public Builder idle(Duration value) {
      idle = Objects.requireNonNull(value, "idle");
      return this;
    }

    /**
     * Sets a folder in which every stream is kept as an FLV file, {@code .part} until its publisher
     * has left; the default is none.
     */
    public Builder record(Path directory) {
      recordings = Objects.requireNonNull(directory, "directory");
      return this;
    }

    private IngestLoop.Settings settings() {
      return new IngestLoop.Settings(
          host,
          port,
          play,
          maxStreams,
          maxConnections,
          maxMessageBytes,
          idle.toNanos(),
          recordings);
    }

    /**
     * Listens.
     *
     * @throws IllegalArgumentException naming every setting that is out of range
     * @throws io.echosdk.api.stream.StreamException if the port is in use, or the folder for
     *     recordings cannot be written to
     */
    public RtmpServer build() {
      List<String> wrong = new ArrayList<>();
      check(wrong, "port", port, 0, 65_535);
      check(wrong, "maxStreams", maxStreams, 1, 100_000);
      check(wrong, "maxConnections", maxConnections, 1, 100_000);
      check(wrong, "maxMessageBytes", maxMessageBytes, 1 << 16, (1 << 24) - 1);
      check(wrong, "idle in ms", idle.toMillis(), 100, 3_600_000);
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", wrong));
      }
      return new RtmpServer(this);
    }

    private static void check(List<String> wrong, String name, long value, long min, long max) {
      if (value < min || value > max) {
        wrong.add(name + " must be " + min + " to " + max + " but is " + value);
      }
    }
  }
}
