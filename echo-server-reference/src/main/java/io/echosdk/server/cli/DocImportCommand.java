package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomName;
import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.api.sync.SyncException;
import io.echosdk.server.leveldb.YLevelDb;
import io.echosdk.sync.LogRoomStore;
import io.echosdk.sync.PlainJson;
import io.echosdk.sync.RoomNote;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echo doc import}: rooms of a y-websocket server that kept them with y-leveldb. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the documents that y-leveldb 0.1 keeps in a LevelDB into a folder for 'echo doc serve"
          + " --dir'. The LevelDB is only read; end its server first. Rooms that the folder has"
          + " already are merged with. Prints one line for each document.",
      "",
    },
    footer = {"", "Example:", "  echo doc import yjs-data rooms"})
final class DocImportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "LEVELDB", description = "Folder of the LevelDB.")
  private Path source;

  @Parameters(index = "1", paramLabel = "DIR", description = "Folder of the rooms.")
  private Path target;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Map<String, List<byte[]>> documents = YLevelDb.read(source);
    int failed = 0;
    try (EchoRuntime runtime = EchoRuntime.create();
        LogRoomStore store = LogRoomStore.open(runtime, target)) {
      for (Map.Entry<String, List<byte[]>> each : documents.entrySet()) {
        failed += copy(store, each.getKey(), each.getValue()) ? 0 : 1;
      }
    }
    return failed == 0 ? CommandLine.ExitCode.OK : EchoCommand.FAILED;
  }

  private boolean copy(LogRoomStore store, String room, List<byte[]> updates) {
    PrintWriter err = spec.commandLine().getErr();
    try {
      RoomName.check(room);
      byte[] merged = Updates.merge(updates, UpdateFormat.V1);
      long before = store.outline(room).toCompletableFuture().join().last();
      long sequence = store.append(room, merged).toCompletableFuture().join();
      if (before == 0) {
        SharedDoc doc = SharedDoc.create();
        doc.apply(merged, UpdateFormat.V1, null);
        store
            .compact(room, new RoomSnapshot(sequence, merged, RoomNote.of(doc)))
            .toCompletableFuture()
            .join();
      }
      report(room, updates.size(), merged.length);
      return true;
    } catch (SyncException | IllegalArgumentException e) {
      err.println("echo: document '" + room + "' was left out: " + e.getMessage());
    } catch (CompletionException e) {
      err.println(
          "echo: document '"
              + room
              + "' was left out: "
              + Objects.requireNonNullElse(e.getCause(), e).getMessage());
    }
    return false;
  }

  private void report(String room, int updates, int bytes) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("room", room);
    line.put("updates", updates);
    line.put("bytes", bytes);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? PlainJson.write(line)
            : room + ": " + updates + " updates, " + bytes + " bytes merged");
    out.flush();
  }
}
