package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.MemoryRoomStore;
import io.echosdk.sync.SharedDoc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long a room keeps the document that its embedder asked for. */
class RoomDocumentTest {

  private static final Duration LONG = Duration.ofNanos(RoomDocument.KEPT_NANOS).plusSeconds(4);

  private final House house = new House();
  private final FlakyStore store = new FlakyStore(new MemoryRoomStore());
  private final Rooms rooms = house.keep(house.rooms().store(store));
  private final Room room = rooms.open("r");

  @AfterEach
  void end() {
    house.close();
  }

  private boolean isBuilt() {
    return rooms.peek("r").changes().document().isBuilt();
  }

  private void type(String text) {
    room.edit(doc -> doc.text("t").insert(0, text));
    house.aMoment();
  }

  private <T> T read(Function<SharedDoc, T> work) {
    CompletableFuture<T> result = room.read(work).toCompletableFuture();
    house.aMoment();
    return result.join();
  }

  private String text() {
    return read(doc -> doc.text("t").toString());
  }

  @Test
  void aDocumentThatNobodyUsesIsDroppedAndComesBackWithWhatHappenedSinceAndTheSameAuthor() {
    type("b");
    assertThat(isBuilt()).isTrue();
    long author = read(SharedDoc::clientId);
    house.pass(LONG);
    assertThat(isBuilt()).isFalse();
    FakeClient client = new FakeClient(7).join(rooms, "r");
    house.aMoment();
    client.type("a");
    house.aMoment();
    assertThat(isBuilt()).as("nobody asked for it").isFalse();
    type("c");
    assertThat(text()).isEqualTo("cab");
    assertThat(read(SharedDoc::clientId)).isEqualTo(author);
    assertThat(client.text()).isEqualTo("cab");
  }

  @Test
  void aDocumentThatIsUsedNowAndThenIsKept() {
    type("a");
    for (int i = 0; i < 4; i++) {
      house.pass(LONG.dividedBy(2));
      assertThat(isBuilt()).isTrue();
      assertThat(text()).isEqualTo("a");
    }
  }

  @Test
  void observersAndRetainedVersionsKeepTheDocument() {
    List<String> heard = new ArrayList<>();
    SharedDoc.Subscription observer =
        read(doc -> doc.text("t").observe(event -> heard.add(event.delta().toString())));
    house.pass(LONG);
    FakeClient client = new FakeClient(7).join(rooms, "r");
    house.aMoment();
    client.type("a");
    house.aMoment();
    assertThat(heard).hasSize(1);
    observer.close();
    var version = read(SharedDoc::retain);
    house.pass(LONG);
    assertThat(isBuilt()).isTrue();
    version.close();
    house.pass(LONG);
    assertThat(isBuilt()).isFalse();
  }

  @Test
  void aDocumentWithEditsThatTheStoreHasNotTakenIsKept() {
    type("a");
    store.failsEvery = 1;
    type("b");
    house.pass(LONG);
    assertThat(isBuilt()).isTrue();
    store.failsEvery = Integer.MAX_VALUE;
    house.pass(LONG);
    assertThat(isBuilt()).isFalse();
    assertThat(text()).isEqualTo("ba");
  }
}
