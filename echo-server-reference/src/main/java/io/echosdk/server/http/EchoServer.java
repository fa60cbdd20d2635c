package io.echosdk.server.http;

import io.echosdk.api.EchoException;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.Rendition;
import io.echosdk.server.LivePipeline;
import io.echosdk.server.LivePipelineBuilder;
import io.echosdk.server.Sources;
import io.echosdk.server.Studio;
import io.echosdk.stream.Encoders;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.ingest.IngestListener;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference server: a {@link Studio}, an ingest of its own that the page plays from, and the
 * HTTP front. Any number may run in one process; nothing of one is shared with another.
 *
 * <pre>{@code
 * try (EchoServer server = EchoServer.builder().port(0).start()) {
 *   URI page = server.address();
 * }
 * }</pre>
 */
public final class EchoServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EchoServer.class);
  private static final String APP = "page";

  private final EchoRuntime runtime;
  private final boolean ownsRuntime;
  private final RtmpServer ingest;
  private final Studio studio;
  private final HttpFront front;
  private final String host;

  private EchoServer(Builder builder) {
    ownsRuntime = builder.runtime == null;
    runtime = builder.runtime == null ? EchoRuntime.create() : builder.runtime;
    host = builder.host;
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      Encoders.preload(runtime).exceptionally(EchoServer::willNotStart);
      Sources sources = Sources.of(builder.folder, builder.recording, device(builder, runtime));
      Secret key = newKey();
      ingest = keep(opened, ingest(runtime, key));
      Destination own =
          new Destination("page", URI.create("rtmp://127.0.0.1:" + ingest.port() + "/" + APP), key);
      studio = keep(opened, new Studio(runtime, sources, own, () -> builder.pipeline(runtime)));
      Programme programme =
          sink ->
              studio.state() == Studio.State.RUNNING
                  ? Optional.of(ingest.subscribe(APP, key, sink))
                  : Optional.empty();
      front =
          keep(
              opened,
              HttpFront.start(studio, programme, host, builder.port, Set.copyOf(builder.names)));
    } catch (RuntimeException | Error e) {
      opened.forEach(EchoServer::closeAfterFailure);
      if (ownsRuntime) {
        runtime.close();
      }
      throw e;
    }
    LOG.info("server started at {}", address());
  }

  private static Sources.@Nullable Device device(Builder builder, EchoRuntime runtime) {
    Function<EchoRuntime, BiometricSource> opener = builder.device;
    return opener == null
        ? null
        : new Sources.Device(builder.deviceLabel, () -> opener.apply(runtime));
  }

  private static @Nullable Void willNotStart(Throwable error) {
    Throwable why =
        error instanceof CompletionException
            ? Objects.requireNonNullElse(error.getCause(), error)
            : error;
    LOG.warn("no programme can start here: {}", String.valueOf(why.getMessage()));
    LOG.debug("why no programme can start", error);
    return null;
  }

  private static <T extends AutoCloseable> T keep(List<AutoCloseable> opened, T thing) {
    opened.add(0, thing); // the last opened is the first to be closed
    return thing;
  }

  private static void closeAfterFailure(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      LOG.warn("could not close after a failed start", e);
    }
  }

  private static RtmpServer ingest(EchoRuntime runtime, Secret key) {
    return RtmpServer.builder(runtime)
        .port(0)
        .play(false)
        .maxStreams(4)
        .listener(
            new IngestListener() {
              @Override
              public boolean onPublish(String app, Secret offered) {
                return app.equals(APP) && offered.equals(key);
              }
            })
        .build();
  }

  /** Nobody but this server may publish to what the page plays. */
  private static Secret newKey() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return Secret.of(HexFormat.of().formatHex(bytes));
  }

  /** Returns a builder: 127.0.0.1, port 8080, simulated subject, no recordings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns where the page is. */
  public URI address() {
    boolean any = host.equals("0.0.0.0") || host.equals("::");
    String shown = any ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + front.port() + "/");
  }

  /** Returns what a person controls. */
  public Studio studio() {
    return studio;
  }

  /** Ends the programme, every connection and every thread. Idempotent. */
  @Override
  public void close() {
    studio.close();
    front.close();
    ingest.close();
    if (ownsRuntime) {
      runtime.close();
    }
  }

  /** Settings of a server; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private @Nullable EchoRuntime runtime;
    private String host = "127.0.0.1";
    private int port = 8080;
    private final Set<String> names = new TreeSet<>();
    private @Nullable Path folder;
    private @Nullable Path recording;
    private @Nullable Function<EchoRuntime, BiometricSource> device;
    private String deviceLabel = "";
    private @Nullable Path recordTo;
    private Rendition rendition = Rendition.HD_720P30;
    private int particles = 100_000;

    private Builder() {}

    /** Sets who owns threads and time; without it the server makes its own. */
    public Builder runtime(EchoRuntime value) {
      runtime = Objects.requireNonNull(value, "runtime");
      return this;
    }

    /** Sets the address to listen on; the default is this machine alone. */
    public Builder host(String value) {
      host = Objects.requireNonNull(value, "host");
      return this;
    }

    /** Sets the port; 0 takes one that is free. The default is 8080. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Adds a host name to answer to, beside addresses and localhost. */
    public Builder allowHost(String name) {
      names.add(name.toLowerCase(Locale.ROOT));
      return this;
    }

    /** Sets the folder whose recordings can be chosen. */
    public Builder recordings(Path value) {
      folder = Objects.requireNonNull(value, "folder");
      return this;
    }

    /** Sets a recording that plays first, wherever it lies. */
    public Builder recording(Path value) {
      recording = Objects.requireNonNull(value, "recording");
      return this;
    }

    /**
     * Sets a device that drives the programme first.
     *
     * @param label what a person calls it
     * @param opener connects to it on the server's threads and clock, each time anew
     */
    public Builder device(String label, Function<EchoRuntime, BiometricSource> opener) {
      deviceLabel = Objects.requireNonNull(label, "label");
      device = Objects.requireNonNull(opener, "opener");
      return this;
    }

    /** Sets the folder that the programme is recorded to; without it, it is not. */
    public Builder recordTo(Path value) {
      recordTo = Objects.requireNonNull(value, "recordTo");
      return this;
    }

    /** Sets size, rate and bitrates; the default is 720p30 at 2.5 Mbps. */
    public Builder rendition(Rendition value) {
      rendition = Objects.requireNonNull(value, "rendition");
      return this;
    }

    /** Sets how many particles fly; the default is 100,000. */
    public Builder particles(int value) {
      particles = value;
      return this;
    }

    /**
     * Listens; the programme itself starts with {@link Studio#start()}.
     *
     * @throws IllegalArgumentException naming every setting that is out of range
     * @throws EchoException if the port is in use or the recordings are not there
     */
    public EchoServer start() {
      List<String> wrong = new ArrayList<>();
      if (port < 0 || port > 65_535) {
        wrong.add("port must be 0 to 65535 but is " + port);
      }
      if (particles < 1 || particles > 4_000_000) {
        wrong.add("particles must be 1 to 4000000 but is " + particles);
      }
      if (!wrong.isEmpty()) {
        throw new IllegalArgumentException(String.join("; ", wrong));
      }
      return new EchoServer(this);
    }

    private LivePipelineBuilder pipeline(EchoRuntime owner) {
      LivePipelineBuilder made =
          LivePipeline.builder(owner).rendition(rendition).particles(particles);
      if (recordTo != null) {
        made.record(recordTo);
      }
      return made;
    }
  }
}
