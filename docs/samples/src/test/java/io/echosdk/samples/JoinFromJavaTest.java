package io.echosdk.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.sync.room.Room;
import io.echosdk.sync.room.Rooms;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JoinFromJavaTest {

  @Test
  void theClientSeesWhatAnotherDoesAndSaysHowItEnded() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (EchoRuntime runtime = EchoRuntime.create();
        Rooms rooms = Rooms.builder(runtime).build();
        Room room = rooms.open("song")) {
      assertThat(
              JoinFromJava.run(
                  rooms, thread, () -> room.edit(doc -> doc.text("title").insert(8, " in E flat"))))
          .containsExactly("Nocturne in E flat", "closed by its holder");
    } finally {
      thread.shutdown();
    }
  }
}
