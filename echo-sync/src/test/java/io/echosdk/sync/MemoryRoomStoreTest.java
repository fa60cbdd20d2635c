package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.sync.SyncException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRoomStoreTest {

  private final MemoryRoomStore store = new MemoryRoomStore();

  @Test
  void updatesComeBackInTheOrderOfAppendingAndRoomsAreApart() {
    store.append("a", bytes(1));
    store.append("b", bytes(2));
    store.append("a", bytes(3));
    assertThat(load("a")).containsExactly(bytes(1), bytes(3));
    assertThat(load("b")).containsExactly(bytes(2));
    assertThat(load("unknown")).isEmpty();
  }

  @Test
  void snapshotReplacesWhatWasBeforeItAndNothingAfter() {
    store.append("a", bytes(1));
    store.append("a", bytes(2));
    store.compact("a", bytes(12));
    store.append("a", bytes(3));
    assertThat(load("a")).containsExactly(bytes(12), bytes(3));
  }

  @Test
  void whatWasLoadedDoesNotChangeLater() {
    store.append("a", bytes(1));
    List<byte[]> loaded = load("a");
    store.append("a", bytes(2));
    assertThat(loaded).hasSize(1);
  }

  @Test
  void closedStoreFailsWithTheWayOut() {
    store.close();
    store.close();
    for (var stage :
        List.of(store.append("a", bytes(1)), store.load("a"), store.compact("a", bytes(1)))) {
      assertThat(stage.toCompletableFuture())
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(SyncException.class)
          .withMessageContaining("room a")
          .withMessageContaining("keep the store open");
    }
  }

  private List<byte[]> load(String room) {
    return store.load(room).toCompletableFuture().join();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
