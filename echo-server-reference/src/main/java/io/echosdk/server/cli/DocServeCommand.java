package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.MemoryRoomStore;
import io.echosdk.sync.netty.RoomServer;
import io.echosdk.sync.redis.RedisRoomBus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo doc serve}: rooms for browsers. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves rooms to y-websocket clients at ws://HOST:PORT/ROOM and to Hocuspocus clients at"
          + " ws://HOST:PORT/hocuspocus; GET /health tells that it is up.",
      "",
      "The first line on stdout is PORT and the port. Ctrl-C or SIGTERM ends it once everything is"
          + " stored.",
      ""
    },
    footer = {
      "",
      "Example: serve on port 1234, keep rooms in a folder",
      "  echo doc serve --port 1234 --dir rooms",
      "  new WebsocketProvider('ws://127.0.0.1:1234', 'song', doc) // in the browser",
      "Example: one of several nodes, on a database and a Redis that they share",
      "  ECHO_DATABASE_PASSWORD=... echo doc serve --database postgresql://echo@db/rooms"
          + " --redis redis://cache",
      "Example: show to all in the room song what three bodies do, and how they move together",
      "  echo doc serve --memory --body song/ana=simulate:seed=1 --body song/ben=simulate:seed=2"
          + " --body song/noor=100.hea"
    })
final class DocServeCommand implements Callable<Integer> {

  private static final Duration GRACE = Duration.ofSeconds(15); // the server's ten, and the store's

  @Option(
      names = "--port",
      defaultValue = "1234",
      paramLabel = "N",
      description = "Port (default: 1234; 0: any)")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: this machine alone)")
  private String host = "127.0.0.1";

  @ArgGroup(multiplicity = "1", heading = "Where rooms are kept, one of:%n")
  private Place place = new Place();

  /** One place for rooms; picocli refuses none and several. */
  private static final class Place {

    @Option(names = "--dir", paramLabel = "DIR", description = "Keep rooms in DIR")
    private @Nullable Path directory;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable DatabaseOption database;

    @Option(names = "--memory", description = "Keep rooms in memory: they are lost when it ends")
    private boolean memory;

    /** Rehearses where neither a room nor a disk is at stake. */
    void rehearse(EchoRuntime runtime) throws IOException {
      if (directory == null) {
        RoomServer.rehearse(runtime, new MemoryRoomStore());
        return;
      }
      Path scratch = Files.createTempDirectory("echo-rehearsal");
      try {
        try (RoomStore log = LogRoomStore.builder(runtime, scratch).forceNever().open()) {
          RoomServer.rehearse(runtime, log);
        }
      } finally {
        try (Stream<Path> files = Files.walk(scratch)) {
          for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    }

    RoomStore open(EchoRuntime runtime) {
      if (directory != null) {
        return LogRoomStore.open(runtime, directory);
      }
      return database == null
          ? new MemoryRoomStore()
          : database.open(runtime, System.getenv(DatabaseOption.VARIABLE));
    }

    boolean isShared() {
      return database != null;
    }
  }

  @Option(
      names = "--hocuspocus-path",
      paramLabel = "PATH",
      defaultValue = "/hocuspocus",
      description = "Where Hocuspocus clients connect (default: /hocuspocus)")
  private String hocuspocusPath = "/hocuspocus";

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description =
          "Share rooms with other nodes through the Redis at URL, such as redis://127.0.0.1:6379")
  private @Nullable String redis;

  @Option(
      names = "--body",
      paramLabel = "ROOM/NAME=SOURCE",
      description = {
        "Show a body to all in a room, in its awareness: heart rate, coherence and breath, once a"
            + " second, and from three on how they move together; never samples. SOURCE is "
            + SourceArgument.LABEL
            + ". A live one is shown while its participant NAME allows it: echo consent grant NAME"
            + " visualise share; echo consent revoke NAME ends it within a second"
      })
  private List<String> bodies = List.of();

  @Mixin private ConsentFolder consents;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    List<ServedBodies.Argument> shown = bodies.stream().map(ServedBodies.Argument::parse).toList();
    try (EndSignal end = EndSignal.listen(GRACE); // lets the process go when all below is closed
        EchoRuntime runtime = EchoRuntime.create();
        RoomStore store = place.open(runtime);
        RoomBus bus = redis == null ? null : RedisRoomBus.connect(runtime, redis);
        RoomServer server = rehearsed(runtime, store, bus).start();
        ServedBodies served = ServedBodies.show(runtime, server.rooms(), consents, shown)) {
      out.printf(Locale.ROOT, "PORT %d%n", server.port());
      out.flush();
      err.printf("rooms at ws://%s:%d/ROOM, Ctrl-C ends%n", host, server.port());
      err.flush();
      end.await();
    }
    return 0;
  }

  private RoomServer.Builder rehearsed(EchoRuntime runtime, RoomStore store, @Nullable RoomBus bus)
      throws IOException {
    place.rehearse(runtime);
    RoomServer.Builder server =
        RoomServer.builder(runtime)
            .host(host)
            .port(port)
            .hocuspocusPath(hocuspocusPath)
            .store(store);
    return bus == null ? server : server.bus(bus, place.isShared());
  }
}
