package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.stream.StreamException;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echo ingest}: receives RTMP streams, lists them and records them. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Receives RTMP streams and lists them; players may pull them back.",
      "",
      "Each stream is a line on stdout when it begins and when it ends; a status line goes to "
          + "stderr. Ctrl-C ends it and finishes the recordings. Ends with 1 if one of them broke"
          + " off.",
      ""
    },
    footer = {
      "",
      "Example: receive on port 1936 and keep what comes, then publish to it from elsewhere",
      "  echo ingest --port 1936 --record received",
      "  echo broadcast --biometrics sim --to rtmp://127.0.0.1:1936/live/test",
      "  ffplay rtmp://127.0.0.1:1936/live/test"
    })
final class IngestCommand implements Callable<Integer> {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long STATUS_NANOS = 5_000_000_000L;

  @Option(names = "--port", defaultValue = "1935", description = "Port (default: 1935; 0: any)")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: this machine alone)")
  private String host = "127.0.0.1";

  @Option(names = "--record", paramLabel = "DIR", description = "Keep each stream as FLV in DIR")
  private @Nullable Path record;

  @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds")
  private @Nullable Integer seconds;

  @Spec private CommandSpec spec;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();

  @Override
  public Integer call() throws InterruptedException {
    if (seconds != null && seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seconds must be at least 1 but is " + seconds);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean failed = false;
    try (EchoRuntime runtime = EchoRuntime.create();
        EndSignal end = EndSignal.listen();
        RtmpServer server = listen(runtime)) {
      err.printf("listening on rtmp://%s:%d/APP/KEY, Ctrl-C ends%n", host, server.port());
      err.flush();
      long begin = runtime.clock().nanos();
      long nextStatus = begin + STATUS_NANOS;
      while (!end.await(LOOK) && !over(runtime.clock().nanos() - begin)) {
        print(events, out);
        failed |= print(troubles, err);
        if (runtime.clock().nanos() >= nextStatus) {
          nextStatus += STATUS_NANOS;
          status(server.streams(), err);
        }
      }
      server.close(); // ends the streams, so that their last lines come
      print(events, out);
      failed |= print(troubles, err);
    }
    return failed ? EchoCommand.FAILED : 0;
  }

  private boolean over(long elapsedNanos) {
    return seconds != null && elapsedNanos >= seconds * 1_000_000_000L;
  }

  private RtmpServer listen(EchoRuntime runtime) {
    RtmpServer.Builder builder =
        RtmpServer.builder(runtime).host(host).port(port).listener(new Events());
    if (record != null) {
      builder.record(record);
    }
    return builder.build();
  }

  /** Prints what waits; returns whether there was anything. */
  private static boolean print(BlockingQueue<String> lines, PrintWriter to) {
    boolean any = !lines.isEmpty();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      to.println(line);
    }
    to.flush();
    return any;
  }

  private static void status(List<IngestStream> streams, PrintWriter err) {
    for (IngestStream stream : streams) {
      err.printf("#%d %s  %s%n", stream.id(), stream.app(), describe(stream));
    }
    err.flush();
  }

  private static String describe(IngestStream stream) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %d kbps, %d pictures, %d frames of sound",
        picture(stream),
        stream.audioCodec().isEmpty() ? "no sound" : stream.audioCodec(),
        stream.kbps(),
        stream.videoPackets(),
        stream.audioPackets());
  }

  private static String picture(IngestStream stream) {
    String codec = stream.videoCodec();
    double rate = stream.framesPerSecond();
    return codec.isEmpty()
        ? "no picture"
        : codec
            + String.format(Locale.ROOT, " %dx%d", stream.width(), stream.height())
            + (Double.isNaN(rate) ? "" : String.format(Locale.ROOT, " %.2f fps", rate));
  }

  /** Turns what the server tells into lines for the main thread. */
  private final class Events implements IngestListener {

    @Override
    public boolean onPublish(String app, Secret key) {
      return true;
    }

    @Override
    public void onStarted(IngestStream stream) {
      events.add("began #" + stream.id() + " " + stream.app());
    }

    @Override
    public void onEnded(IngestStream stream) {
      events.add("ended #" + stream.id() + " " + stream.app() + "  " + describe(stream));
    }

    @Override
    public void onTrouble(StreamException trouble) {
      troubles.add("echo: " + trouble.getMessage());
    }
  }
}
