package io.echosdk.sync.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.MemoryRoomStore;
import io.echosdk.sync.room.Room;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final long PATIENCE_NANOS = 10_000_000_000L;

  @Test
  void aRehearsalReportsNothingAndLeavesNoThread() {
    List<String> reports = Collections.synchronizedList(new ArrayList<>());
    try (EchoRuntime runtime =
        EchoRuntime.builder()
            .errorListener((during, error) -> reports.add(during + ": " + error))
            .build()) {
      RoomServer.rehearse(runtime, new MemoryRoomStore());
      assertThat(reports).isEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("room-io"));
    }
  }

  @Test
  void whatIsRehearsedReachesTheRoom() throws Exception {
    try (EchoRuntime runtime = EchoRuntime.create();
        RoomServer server = RoomServer.builder(runtime).start();
        Rehearsal rehearsal = new Rehearsal(server.port());
        Room room = server.rooms().open("rehearsal")) {
      rehearsal.play();
      int wanted = Rehearsal.PEOPLE * Rehearsal.ROUNDS;
      int steps = 0;
      for (long end = System.nanoTime() + PATIENCE_NANOS;
          steps < wanted && System.nanoTime() < end; ) {
        steps =
            room.read(doc -> doc.array("steps").length())
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
      }
      assertThat(steps).isEqualTo(wanted);
    }
  }
}
