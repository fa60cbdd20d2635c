package io.echosdk.samples;

import io.echosdk.sync.room.RoomClient;
import io.echosdk.sync.room.RoomClientStatus;
import io.echosdk.sync.room.Rooms;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Code in the server's process joins a room as a client, without a socket. */
public final class JoinFromJava {

  private JoinFromJava() {}

  /** Returns what the client saw of somebody else in the room, and how it ended. */
  public static List<String> run(Rooms rooms, Executor thread, Runnable somebodyElse)
      throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> changed = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    // begin
    try (var client =
        RoomClient.builder(rooms, "song") // server.rooms(), or your own
            .token("open sesame")
            .executor(thread) // observers and listeners run here
            .onStatus(
                status -> {
                  if (status instanceof RoomClientStatus.Ended ended) {
                    seen.add(ended.reason());
                    left.complete(null);
                  }
                })
            .join()) {
      client.synced().toCompletableFuture().get(10, TimeUnit.SECONDS);
      client.awareness().setLocalState("{\"name\":\"arranger\"}");
      client
          .edit(doc -> doc.text("title").insert(0, "Nocturne"))
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS); // now the room's store has it

      client.read(
          doc ->
              doc.text("title")
                  .observe(
                      event -> {
                        seen.add(doc.text("title").toString());
                        changed.complete(null);
                      }));
      somebodyElse.run();
      changed.get(10, TimeUnit.SECONDS);
    } // hands over what was edited, and takes the state away
    // end
    left.get(10, TimeUnit.SECONDS);
    return seen;
  }
}
