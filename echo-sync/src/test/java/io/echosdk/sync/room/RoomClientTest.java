package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.MemoryRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client without a socket promises, on a thread and a clock that the test moves by hand. */
class RoomClientTest {

  private final House house = new House();
  private final FlakyStore store = new FlakyStore(new MemoryRoomStore());
  private final List<RoomClientStatus> told = new ArrayList<>();

  @AfterEach
  void end() {
    house.close();
  }

  private Rooms rooms() {
    return house.keep(house.rooms().store(store));
  }

  private RoomClient.Builder client(Rooms rooms) {
    return RoomClient.builder(rooms, "r").onStatus(told::add);
  }

  private RoomClient join(RoomClient.Builder builder) {
    RoomClient client = builder.join();
    house.aMoment();
    return client;
  }

  private FakeClient other(Rooms rooms) {
    FakeClient other = new FakeClient(7).join(rooms, "r");
    house.aMoment();
    return other;
  }

  private CompletableFuture<Void> type(RoomClient client, String text) {
    CompletionStage<Void> stored = client.edit(doc -> doc.text("t").insert(0, text));
    house.aMoment();
    return stored.toCompletableFuture();
  }

  private String text(RoomClient client) {
    CompletionStage<String> text = client.read(doc -> doc.text("t").toString());
    house.aMoment();
    return text.toCompletableFuture().join();
  }

  private static boolean set(SharedDoc doc, String key) {
    doc.map("m").set(key, true);
    return true;
  }

  /** An executor that runs nothing until it is told to. */
  private static final class Stopped implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    void go() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  @Test
  void itFollowsTheRoomBothWays() {
    Rooms rooms = rooms();
    FakeClient other = other(rooms);
    other.type("world");
    RoomClient client = join(client(rooms));
    assertThat(client.synced().toCompletableFuture()).isCompleted();
    assertThat(text(client)).isEqualTo("world");
    assertThat(type(client, "hello ")).isCompleted();
    assertThat(other.text()).isEqualTo("hello world");
    other.type("> ");
    house.aMoment();
    assertThat(text(client)).isEqualTo("> hello world");
    assertThat(told).containsExactly(new RoomClientStatus.Synced(true));
    assertThat(house.reports).isEmpty();
  }

  @Test
  void whatTheDocumentHeldAndWhatWasEditedBeforeTheRoomWasReadGetsThere() {
    Rooms rooms = rooms();
    store.slow = true;
    SharedDoc doc = SharedDoc.create();
    doc.text("t").insert(0, "c");
    RoomClient client = join(client(rooms).document(doc));
    CompletableFuture<Void> early = type(client, "b");
    assertThat(client.status()).isEqualTo(new RoomClientStatus.Joining());
    assertThat(early).isNotDone();
    store.slow = false;
    store.answer();
    house.aMoment();
    assertThat(early).isCompleted();
    assertThat(type(client, "a")).isCompleted();
    assertThat(other(rooms).text()).isEqualTo("abc");
  }

  @Test
  void anEditIsDoneWhenTheStoreHasItAndWhatComesMeanwhileGoesTogether() {
    Rooms rooms = rooms();
    RoomClient client = join(client(rooms));
    int before = store.appends;
    store.slow = true;
    CompletableFuture<Void> first = type(client, "a");
    List<CompletableFuture<Void>> rest = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rest.add(type(client, "b"));
    }
    assertThat(first).isNotDone();
    store.slow = false;
    store.answer();
    house.aMoment();
    assertThat(first).isCompleted();
    assertThat(rest).allMatch(CompletableFuture::isDone);
    assertThat(store.appends - before).isEqualTo(2);
    assertThat(text(client)).hasSize(101);
  }

  @Test
  void anEditThatFailsFailsItsStageAndAnEditThatChangesNothingIsDoneAtOnce() {
    RoomClient client = join(client(rooms()));
    CompletionStage<Void> failed = client.edit(doc -> doc.text("t").delete(0, 99));
    house.aMoment();
    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(type(client, "")).isCompleted();
    assertThat(type(client, "a")).isCompleted();
  }

  @Test
  void observersRunOnTheClientsExecutorAndMayEdit() {
    Rooms rooms = rooms();
    FakeClient other = other(rooms);
    Stopped own = new Stopped();
    RoomClient client = client(rooms).executor(own).join();
    List<String> heard = new ArrayList<>();
    own.go();
    house.aMoment();
    own.go();
    client.read(
        doc ->
            doc.text("t")
                .observe(
                    event -> {
                      heard.add(event.delta().toString());
                      if (!event.transaction().isLocal()) {
                        doc.map("m").set("heard", heard.size());
                      }
                    }));
    own.go();
    other.type("a");
    house.aMoment();
    assertThat(heard).as("the room's thread calls nobody").isEmpty();
    own.go();
    assertThat(heard).hasSize(1);
    house.aMoment();
    assertThat(other.doc.map("m").get("heard")).isEqualTo(1);
  }

  @Test
  void aClientThatMayOnlyReadChangesNothingUntilItMayWriteAndRightsAreTakenAwayInTheMiddle() {
    Rooms rooms =
        house.keep(
            house
                .rooms()
                .store(store)
                .auth(
                    (room, token) ->
                        CompletableFuture.completedFuture(
                            new RoomAuth.Grant(
                                token.isEmpty() ? Access.WRITE : Access.READ, token))));
    FakeClient other = other(rooms);
    other.type("x");
    RoomClient client = join(client(rooms).token("ali"));
    assertThat(told).containsExactly(new RoomClientStatus.Synced(false));
    assertThat(text(client)).isEqualTo("x");
    assertThatThrownBy(() -> type(client, "no").join()).hasMessageContaining("may only read");
    assertThat(text(client)).isEqualTo("x");
    client.read(doc -> set(doc, "own")); // past the rule: stays here
    rooms.access("ali", "r", Access.WRITE);
    house.aMoment();
    assertThat(client.status()).isEqualTo(new RoomClientStatus.Synced(true));
    assertThat(other.doc.map("m").get("own")).isEqualTo(true);
    assertThat(type(client, "yes ")).isCompleted();
    assertThat(other.text()).isEqualTo("yes x");
    rooms.access("ali", "r", Access.READ);
    house.aMoment();
    assertThatThrownBy(() -> type(client, "no").join())
        .hasCauseInstanceOf(SyncException.class)
        .hasMessageContaining("may only read");
    client.awareness().setLocalState("{\"name\":\"ali\"}");
    house.aMoment();
    assertThat(other.people).hasSize(1);
    rooms.access("ali", "r", Access.NONE);
    house.aMoment();
    assertThat(client.status())
        .isEqualTo(new RoomClientStatus.Ended(CloseCode.FORBIDDEN, "permission was withdrawn"));
    assertThat(other.people).isEmpty();
    assertThat(client.awareness().states()).isEmpty();
    assertThat(other.text()).isEqualTo("yes x");
  }

  @Test
  void aClientThatIsRefusedEndsWithTheReason() {
    Rooms rooms =
        house.keep(
            house.rooms().auth((room, token) -> CompletableFuture.failedFuture(new Error("no"))));
    RoomClient client = client(rooms).join();
    CompletableFuture<Void> edit = type(client, "a");
    assertThat(client.status())
        .isEqualTo(new RoomClientStatus.Ended(CloseCode.FORBIDDEN, "permission denied"));
    for (CompletableFuture<Void> stage : List.of(client.synced().toCompletableFuture(), edit)) {
      assertThatThrownBy(stage::join)
          .hasCauseInstanceOf(SyncException.class)
          .hasMessageContaining("permission denied");
    }
    assertThat(type(client, "b")).isCompletedExceptionally();
  }

  @Test
  void aClientWhoseExecutorIsBusyCostsAMegabyteAtMostAndConvergesAfterItsRoomWasGivenUp() {
    Rooms rooms = rooms();
    Stopped own = new Stopped();
    RoomClient client = client(rooms).executor(own).join();
    own.go();
    house.aMoment();
    own.go();
    client.read(doc -> set(doc, "mine"));
    FakeClient other = other(rooms);
    LiveRoom first = rooms.peek("r");
    RoomConnection slow = first.audience().members().get(0);
    long most = 0;
    for (int i = 0; i < 400; i++) {
      other.doc.map("m").set("k" + i, "v".repeat(10_000));
      other.type(".");
      other.say(other.framing.update(other.doc.encode(UpdateFormat.V1)));
      house.aMoment();
      most = Math.max(most, slow.bufferedBytes());
      if (first.audience().size() == 1) {
        break;
      }
    }
    assertThat(first.audience().size()).as("the slow one was sent away").isEqualTo(1);
    assertThat(most).isLessThanOrEqualTo(RoomLimits.DEFAULT.queuedBytes());
    other.connection.closed();
    house.aMoment();
    assertThat(rooms.size()).as("the room was given up").isZero();
    own.go();
    assertThat(told).last().isInstanceOf(RoomClientStatus.Away.class);
    for (int i = 0; i < 20; i++) {
      house.aMoment();
      own.go();
    }
    assertThat(client.status()).isEqualTo(new RoomClientStatus.Synced(true));
    assertThat(rooms.peek("r")).isNotSameAs(first);
    FakeClient third = new FakeClient(8).join(rooms, "r");
    house.aMoment();
    assertThat(third.doc.map("m").get("mine")).isEqualTo(true);
    CompletionStage<byte[]> state = client.read(doc -> doc.stateVector());
    own.go();
    assertThat(state.toCompletableFuture().join()).isEqualTo(third.doc.stateVector());
  }

  @Test
  void aClientOfARoomThatCannotBeReadComesBackWithWhatItDid() {
    Rooms rooms = rooms();
    store.failsEvery = 1;
    RoomClient client = join(client(rooms));
    CompletableFuture<Void> edit = type(client, "kept");
    client.awareness().setLocalState("1");
    house.pass(Duration.ofSeconds(10));
    assertThat(told)
        .contains(new RoomClientStatus.Away(CloseCode.TRY_AGAIN, "the room cannot be read"));
    assertThat(edit).isNotDone();
    store.failsEvery = Integer.MAX_VALUE;
    house.pass(Duration.ofSeconds(10));
    assertThat(client.status()).isEqualTo(new RoomClientStatus.Synced(true));
    assertThat(edit).isCompleted();
    FakeClient other = other(rooms);
    assertThat(other.text()).isEqualTo("kept");
    assertThat(other.people.values()).containsExactly("1");
  }

  @Test
  void aStoreThatThrowsOnEveryThirdCallDelaysEditsAndLosesNone() {
    Rooms rooms = rooms();
    store.failsEvery = 3;
    RoomClient client = join(client(rooms));
    house.pass(Duration.ofSeconds(2));
    List<CompletableFuture<Void>> edits = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      edits.add(type(client, "x"));
    }
    house.pass(Duration.ofSeconds(30));
    assertThat(edits).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
    assertThat(other(rooms).text()).hasSize(30);
  }

  @Test
  void closingHandsOverWhatWasEditedAndTheRoomEnds() {
    Rooms rooms = rooms();
    RoomClient client = join(client(rooms));
    client.awareness().setLocalState("{}");
    FakeClient other = other(rooms);
    assertThat(other.people).hasSize(1);
    store.slow = true;
    type(client, "a");
    type(client, "b");
    client.close();
    client.close();
    house.aMoment();
    assertThat(told).last().isEqualTo(new RoomClientStatus.Ended(1000, "closed by its holder"));
    assertThat(other.people).isEmpty();
    store.slow = false;
    for (int i = 0; i < 3; i++) {
      store.answer();
      house.aMoment();
    }
    assertThat(other.text()).isEqualTo("ba");
    other.connection.closed();
    house.aMoment();
    assertThat(rooms.size()).isZero();
    assertThat(house.reports).isEmpty();
  }

  @Test
  void theEndOfTheServerEndsClientsThoseThatAreAwayToo() {
    Rooms rooms = rooms();
    RoomClient here = join(RoomClient.builder(rooms, "a"));
    store.failsEvery = 1;
    RoomClient away = join(client(rooms));
    house.pass(Duration.ofSeconds(4));
    while (!(away.status() instanceof RoomClientStatus.Away)) {
      house.aMoment();
    }
    store.failsEvery = Integer.MAX_VALUE;
    CompletableFuture<Void> closing = CompletableFuture.runAsync(rooms::close);
    while (!closing.isDone()) {
      house.settle();
      Thread.onSpinWait();
    }
    house.settle();
    assertThat(List.of(here.status(), away.status()))
        .containsOnly(new RoomClientStatus.Ended(CloseCode.GOING_AWAY, "the server ends"));
  }
}
