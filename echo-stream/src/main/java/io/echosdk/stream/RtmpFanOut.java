package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.stream.rtmp.FanOutLoop;
import io.echosdk.stream.rtmp.Publisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Publishes one encoded programme to any number of RTMP and RTMPS servers.
 *
 * <p>Each packet is turned into its bytes on the wire once and written to every server; each server
 * has a queue of its own, so a slow or dead one disturbs no other: it loses pictures up to a
 * keyframe and is connected to again, while the rest see nothing. Destinations come and go while
 * the programme runs; one that joins starts at the last keyframe at once.
 *
 * <p>{@link #header} and {@link #accept} are for one thread at a time; all else is for any thread.
 * One thread of the runtime, {@code echo-rtmp-<n>}, carries all connections.
 */
public final class RtmpFanOut implements PacketSink {

  private final FanOutLoop loop;

  private RtmpFanOut(Builder builder) {
    loop =
        new FanOutLoop(
            builder.runtime,
            new Publisher.Settings(
                builder.queue.toMillis(),
                builder.queueBytes,
                builder.stall.toNanos(),
                builder.giveUp.toNanos(),
                builder.tls),
            builder.listener);
  }

  /** Returns a builder with every default in place. */
  public static Builder builder(EchoRuntime runtime) {
    return new Builder(runtime);
  }

  @Override
  public void header(StreamHeader header) {
    loop.header(Objects.requireNonNull(header, "header"));
  }

  @Override
  public void accept(EncodedPacket packet) {
    loop.accept(packet);
  }

  /**
   * Begins to publish to a server; what becomes of it is seen in {@link #health()} and heard by the
   * listener.
   *
   * @throws IllegalArgumentException if a destination of that name exists
   * @throws IllegalStateException if this is closed
   */
  public void add(Destination destination) {
    loop.add(Objects.requireNonNull(destination, "destination"));
  }

  /**
   * Ends publishing to a server and takes leave of it; the listener hears {@code STOPPED}.
   *
   * @return whether there was a destination of that name
   */
  public boolean remove(String name) {
    return loop.remove(name);
  }

  /** Returns how each destination is doing, at most a tenth of a second old, in order of adding. */
  public List<DestinationHealth> health() {
    List<DestinationHealth> all = new ArrayList<>();
    loop.publishers().forEach(publisher -> all.add(publisher.health()));
    return List.copyOf(all);
  }

  /** Returns how much memory outside the heap is in use: images in caches and queues. */
  public long directBytes() {
    return loop.directBytes();
  }

  /** Takes leave of every server, within three seconds; then nothing of it is left. */
  @Override
  public void close() {
    loop.close();
  }

  /** Settings of a fan-out; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private final EchoRuntime runtime;
    private StreamListener listener = new StreamListener() {};
    private Duration queue = Duration.ofSeconds(2);
    private long queueBytes = 32L << 20;
    private Duration stall = Duration.ofSeconds(5);
    private Duration giveUp = Duration.ofSeconds(30);
    private @Nullable SSLContext tls;

    private Builder(EchoRuntime runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    /** Sets who hears of changes; called on the runtime's executor, one call at a time. */
    public Builder listener(StreamListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Sets how much of the programme may wait for a slow server; the default is two seconds. */
    public Builder queue(Duration value) {
      queue = value;
      return this;
    }

    /** Sets how many bytes may wait for a slow server; the default is 32 MiB. */
    public Builder queueBytes(long value) {
      queueBytes = value;
      return this;
    }

    /**
     * Sets after how long without a byte taken a server counts as stalled, and after how long it is
     * connected to anew; the defaults are 5 s and 30 s.
     */
    public Builder stall(Duration seen, Duration reconnect) {
      stall = seen;
      giveUp = reconnect;
      return this;
    }

    /**
     * Sets what rtmps trusts; the default is the JDK's trust store. Chain and host name are
     * verified whatever is set here.
     */
    public Builder tls(SSLContext value) {
      tls = Objects.requireNonNull(value, "tls");
      return this;
    }

    /**
     * Builds the fan-out, without a destination.
     *
     * @throws IllegalArgumentException naming every setting that is out of range
     */
    public RtmpFanOut build() {
      List<String> wrong = new ArrayList<>();
      if (queue.toMillis() < 100 || queue.toMillis() > 60_000) {
        wrong.add("queue must be 100 ms to 60 s but is " + queue);
      }
      if (queueBytes < 1 << 16) {
        wrong.add("queueBytes must be at least 65536 but is " + queueBytes);
      }
      if (stall.isNegative() || stall.isZero() || giveUp.compareTo(stall) < 0) {
        wrong.add("stall must be positive and not after reconnect but is " + stall + ", " + giveUp);
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", wrong));
      }
      return new RtmpFanOut(this);
    }
  }
}
