package io.echosdk.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.sync.MemoryRoomStore;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a room promises, on a thread and a clock that the test moves by hand. */
class RoomsTest {

  private final House house = new House();
  private final MemoryRoomStore memory = new MemoryRoomStore();
  private final FlakyStore store = new FlakyStore(memory);

  @AfterEach
  void end() {
    house.close();
  }

  private Rooms rooms() {
    return house.keep(house.rooms().store(store));
  }

  private FakeClient join(Rooms rooms, long id) {
    FakeClient client = new FakeClient(id).join(rooms, "r");
    house.aMoment();
    return client;
  }

  private String storedText(String room) {
    SharedDoc doc = SharedDoc.create();
    RoomPage page = memory.read(room, 0).toCompletableFuture().join();
    for (StoredUpdate each : page.updates()) {
      doc.apply(each.update(), UpdateFormat.V1, null);
    }
    return doc.text("t").toString();
  }

  @Test
  void whatOneTypesTheOthersReadAndTheStoreHas() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    a.type("hello");
    house.aMoment();
    assertThat(b.text()).isEqualTo("hello");
    assertThat(storedText("r")).isEqualTo("hello");
    assertThat(a.updates).as("an author does not get its own update back").isEqualTo(1);
  }

  @Test
  void nothingIsAnsweredBeforeTheStoreWasRead() {
    store.slow = true;
    FakeClient a = join(rooms(), 1);
    assertThat(a.synced).isFalse();
    store.answer();
    house.aMoment();
    assertThat(a.synced).isTrue();
  }

  @Test
  void nothingIsToldBeforeTheStoreHasIt() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    store.slow = true;
    a.type("x");
    house.aMoment();
    assertThat(b.text()).isEmpty();
    FakeClient c = join(rooms, 3);
    assertThat(c.text()).as("a newcomer is not told either").isEmpty();
    store.answer();
    house.aMoment();
    assertThat(b.text()).isEqualTo("x");
    assertThat(c.text()).isEqualTo("x");
  }

  @Test
  void whatTheStoreRefusesIsTriedAgainUntilItIsTaken() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    store.failsEvery = 1;
    a.type("kept");
    house.pass(Duration.ofSeconds(20));
    assertThat(b.text()).isEmpty();
    assertThat(a.closeCode).isZero();
    store.failsEvery = Integer.MAX_VALUE;
    house.pass(Duration.ofSeconds(6));
    assertThat(b.text()).isEqualTo("kept");
    assertThat(storedText("r")).isEqualTo("kept");
    assertThat(house.reports).as("said once, not at every try").hasSize(1);
  }

  @Test
  void theRoomStaysUntilTheStoreHasWhatTheLastClientLeft() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    store.slow = true;
    a.type("last words");
    a.connection.closed();
    house.aMoment();
    assertThat(rooms.size()).isEqualTo(1);
    FakeClient b = join(rooms, 2);
    store.answer();
    house.aMoment();
    store.answer();
    house.aMoment();
    assertThat(b.text()).isEqualTo("last words");
    store.slow = false;
    b.connection.closed();
    house.aMoment();
    store.answer();
    house.aMoment();
    assertThat(rooms.size()).isZero();
    assertThat(storedText("r")).isEqualTo("last words");
  }

  @Test
  void aRoomThatCannotBeReadSendsItsClientsAwayAndIsReadAgainForTheNext() {
    Rooms rooms = rooms();
    store.failsEvery = 1;
    FakeClient a = join(rooms, 1);
    house.pass(Duration.ofSeconds(10));
    assertThat(a.closeCode).isEqualTo(CloseCode.TRY_AGAIN);
    assertThat(rooms.size()).isZero();
    store.failsEvery = Integer.MAX_VALUE;
    assertThat(join(rooms, 2).synced).isTrue();
  }

  @Test
  void aStormOfJoinsAndLeavesOverASlowStoreThatThrowsOnEveryThirdCallLosesAndLeaksNothing() {
    for (long seed = 1; seed <= 20; seed++) {
      storm(seed);
    }
  }

  private void storm(long seed) {
    Random random = new Random(seed);
    String room = "storm-" + seed;
    Rooms rooms = rooms();
    store.failsEvery = 3;
    List<FakeClient> here = new ArrayList<>();
    List<String> typed = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      store.slow = random.nextInt(3) == 0;
      int dice = random.nextInt(10);
      here.stream()
          .filter(client -> client.closeCode != 0)
          .forEach(each -> each.rejoin(rooms, room));
      if (dice < 3) {
        here.add(new FakeClient(1_000 * seed + step).join(rooms, room));
      } else if (dice < 5 && !here.isEmpty()) {
        FakeClient leaver = here.get(random.nextInt(here.size()));
        if (leaver.synced) { // what it had to say, it could say
          here.remove(leaver);
          leaver.connection.closed();
        }
      } else if (dice < 8 && !here.isEmpty()) {
        String word = "<" + step + ">";
        here.get(random.nextInt(here.size())).type(word);
        typed.add(word);
      } else if (dice == 8) {
        store.answer();
      } else {
        house.pass(Duration.ofMillis(random.nextInt(200)));
      }
    }
    store.slow = false;
    for (int i = 0; i < 30; i++) { // all that were sent away come back
      store.answer();
      house.pass(Duration.ofSeconds(1));
      here.stream()
          .filter(client -> client.closeCode != 0)
          .forEach(each -> each.rejoin(rooms, room));
    }
    here.forEach(client -> client.connection.closed());
    for (int i = 0; i < 50 && rooms.size() > 0; i++) {
      store.answer();
      house.pass(Duration.ofSeconds(1));
    }
    store.failsEvery = Integer.MAX_VALUE;
    assertThat(rooms.size()).as("rooms left, seed %d", seed).isZero();
    assertThat(storedText(room)).as("seed %d", seed).contains(typed);
    assertThat(storedText(room).length())
        .as("nothing twice, seed %d", seed)
        .isEqualTo(String.join("", typed).length());
  }

  @Test
  void aRoomThatEndsLeavesASnapshotOfManyUpdates() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    for (int i = 0; i < 100; i++) {
      a.type("a");
      house.pass(Duration.ofMillis(2));
    }
    a.connection.closed();
    house.aMoment();
    assertThat(rooms.size()).isZero();
    assertThat(memory.read("r", 0).toCompletableFuture().join().updates()).hasSize(1);
    assertThat(storedText("r")).hasSize(100);
  }

  @Test
  void aSnapshotHoldsWhatSomebodyElseStoredBetweenTheRoomsOwnUpdates() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      String room = "shared-" + seed;
      SharedDoc other = SharedDoc.builder().clientId(9).build();
      other.onUpdate(UpdateFormat.V1, (update, origin) -> memory.append(room, update));
      FakeClient here = new FakeClient(1).join(rooms(), room);
      int theirs = 0;
      for (int i = 0; i < 60; i++) {
        here.type("a");
        if (random.nextInt(4) == 0) {
          other.text("t").insert(0, "o");
          theirs++;
        }
        house.pass(Duration.ofMillis(random.nextInt(3)));
      }
      here.connection.closed();
      house.aMoment();
      assertThat(memory.read(room, 0).toCompletableFuture().join().updates()).hasSize(1);
      assertThat(storedText(room).replace("a", "")).as("seed %d", seed).hasSize(theirs);
      assertThat(storedText(room).replace("o", "")).as("seed %d", seed).hasSize(60);
    }
  }

  @Test
  void whatIsWrittenWhileASnapshotIsMadeIsToldAndKept() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    int typed = 0;
    while (memory.outline("r").toCompletableFuture().join().snapshot() == 0) {
      a.type("a");
      typed++;
      for (Runnable task = house.tasks.poll(); task != null; task = house.tasks.poll()) {
        task.run();
        if (typed % 2 == 0 && typed < 5_000) { // between any two steps of the room and its worker
          a.type("a");
          typed++;
        }
      }
      house.pass(Duration.ofMillis(2));
    }
    house.aMoment();
    assertThat(b.text()).hasSize(typed);
    assertThat(storedText("r")).hasSize(typed);
    assertThat(join(rooms, 3).text()).as("who comes later").hasSize(typed);
  }

  @Test
  void bytesThatAreNoMessageCloseTheirSenderAndNobodyElse() {
    Rooms rooms = rooms();
    FakeClient good = join(rooms, 1);
    good.type("x");
    house.aMoment();
    byte[][] bad = {
      {},
      {9},
      {0},
      {0, 7, 0},
      {0, 2, 1, 1},
      {0, 2, 3, 1, 2, 3},
      {0, 0, 2, 5, 1},
      {1, 1, 5},
      {0, 2, 6, 1, 1, 1, 0, 31, 0},
      {1, 3, 1, 7, 1}
    };
    for (byte[] message : bad) {
      FakeClient evil = join(rooms, 666);
      evil.say(ByteBuffer.wrap(message));
      house.aMoment();
      assertThat(evil.closeCode).as(java.util.Arrays.toString(message)).isEqualTo(1007);
    }
    assertThat(good.closeCode).isZero();
    assertThat(storedText("r")).isEqualTo("x");
  }

  @Test
  void anAwarenessStateOfTenMegabytesIsRefused() {
    Rooms rooms = rooms();
    FakeClient good = join(rooms, 1);
    FakeClient evil = join(rooms, 2);
    evil.show(2, 1, "\"" + "x".repeat(10_000_000) + "\"");
    house.aMoment();
    assertThat(evil.closeCode).isEqualTo(CloseCode.TOO_BIG);
    assertThat(good.people).isEmpty();
  }

  @Test
  void awarenessThatIsNoJsonIsRefused() {
    Rooms rooms = rooms();
    for (String json : List.of("{", "", "tru", "{\"a\":}", "[1,]", "\"\\x\"", "01", "1 2")) {
      FakeClient evil = join(rooms, 2);
      evil.show(2, 1, json);
      house.aMoment();
      assertThat(evil.closeCode).as(json).isEqualTo(CloseCode.MALFORMED);
    }
  }

  @Test
  void aClientThatShowsACrowdIsRefused() {
    Rooms rooms = rooms();
    FakeClient evil = join(rooms, 1);
    for (int i = 0; i < 100; i++) {
      evil.show(i, 1, "{}");
    }
    house.aMoment();
    assertThat(evil.closeCode).isEqualTo(CloseCode.TOO_BIG);
  }

  @Test
  void allChangesOfATickGoOutAsOneMessageAndOnlyTheLatestOfEach() {
    Rooms rooms = rooms();
    List<FakeClient> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(join(rooms, i));
    }
    FakeClient reader = all.get(0);
    for (int clock = 1; clock <= 60; clock++) {
      int before = reader.awarenessMessages;
      for (FakeClient each : all) {
        each.show(each.doc.clientId(), clock, "{\"n\":" + clock + "}");
      }
      house.pass(Duration.ofNanos(16_666_667));
      assertThat(reader.awarenessMessages - before).isLessThanOrEqualTo(2);
    }
    house.aMoment();
    assertThat(reader.people).hasSize(20);
    assertThat(reader.people.values()).containsOnly("{\"n\":60}");
    assertThat(reader.awarenessMessages).isLessThanOrEqualTo(61);
  }

  @Test
  void whoLeavesIsGoneForAllAndComesBackUnderTheSameClock() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    b.show(2, 5, "{\"name\":\"B\"}");
    house.aMoment();
    assertThat(a.people).containsKey(2L);
    b.connection.closed();
    house.aMoment();
    assertThat(a.people).isEmpty();
    a.show(2, 5, "{\"name\":\"B\"}"); // an echo that is late
    house.aMoment();
    assertThat(a.people).isEmpty();
    FakeClient again = join(rooms, 2);
    again.show(2, 5, "{\"name\":\"B\"}");
    house.aMoment();
    assertThat(a.people).containsEntry(2L, "{\"name\":\"B\"}");
  }

  @Test
  void whoIsNotHeardOfForThirtySecondsIsGone() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    FakeClient b = join(rooms, 2);
    b.show(2, 5, "{\"name\":\"B\"}");
    house.pass(Duration.ofSeconds(29));
    assertThat(a.people).containsKey(2L);
    house.pass(Duration.ofSeconds(5));
    assertThat(a.people).isEmpty();
  }

  @Test
  void aHundredThousandJoinsAndLeavesLeaveNothing() {
    Rooms rooms = rooms();
    FakeClient stays = join(rooms, 1);
    for (int i = 0; i < 100_000; i++) {
      FakeClient passing = new FakeClient(2);
      passing.connection = rooms.connect("r", WireProtocol.Y_WEBSOCKET, "", passing);
      passing.show(10 + i, 1, "{}");
      passing.connection.closed();
      house.settle();
      if (i % 1_000 == 0) {
        house.pass(Duration.ofMillis(20));
      }
    }
    LiveRoom room = rooms.peek("r");
    assertThat(room.audience().size()).isEqualTo(1);
    assertThat(room.awareness().remembered()).isLessThanOrEqualTo(2 * AwarenessBoard.MAX_GONE + 1);
    house.pass(Duration.ofSeconds(40));
    assertThat(room.awareness().remembered()).isZero();
    assertThat(stays.people).isEmpty();
  }

  @Test
  void theEmbedderShowsTheStateOfTheRoomAndNobodyCanTakeItAway() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    Room held = rooms.open("r");
    held.show(77, "{\"bpm\":61}");
    house.aMoment();
    assertThat(a.people).containsEntry(77L, "{\"bpm\":61}");
    a.show(77, 9, "null");
    house.aMoment();
    assertThat(a.people).containsEntry(77L, "{\"bpm\":61}");
    house.pass(Duration.ofMinutes(2));
    assertThat(a.people).as("renewed").containsKey(77L);
    held.close();
    house.aMoment();
    assertThat(a.people).isEmpty();
  }

  @Test
  void theEmbedderEditsTheRoomsDocument() {
    Rooms rooms = rooms();
    FakeClient a = join(rooms, 1);
    a.type("world");
    house.aMoment();
    try (Room held = rooms.open("r")) {
      CompletableFuture<Void> stored =
          held.edit(doc -> doc.text("t").insert(0, "hello ")).toCompletableFuture();
      house.aMoment();
      assertThat(stored).isCompleted();
      a.type("> ");
      house.aMoment();
      CompletableFuture<String> read =
          held.read(doc -> doc.text("t").toString()).toCompletableFuture();
      house.aMoment();
      assertThat(read).isCompletedWithValue("> hello world");
    }
    assertThat(a.text()).isEqualTo("> hello world");
    assertThat(storedText("r")).isEqualTo("> hello world");
  }

  @Test
  void aClientThatReadsNothingCostsAMegabyteAtMostAndConvergesWhenItResumes() {
    Rooms rooms = rooms();
    FakeClient writer = join(rooms, 1);
    FakeClient other = join(rooms, 2);
    FakeClient stalled = join(rooms, 3);
    stalled.reads = false;
    for (int i = 0; i < 3_000; i++) {
      writer.type("x".repeat(100));
      writer.show(1, i + 1, "{\"n\":" + i + "}");
      house.pass(Duration.ofMillis(2));
      assertThat(stalled.queuedBytes() + stalled.connection.outbox.heldBytes())
          .isLessThanOrEqualTo(1 << 20);
    }
    house.aMoment();
    assertThat(other.text()).isEqualTo(writer.text());
    assertThat(stalled.closeCode).isZero();
    stalled.resume();
    house.aMoment();
    stalled.connection.drained();
    house.aMoment();
    assertThat(stalled.text()).isEqualTo(writer.text());
    assertThat(stalled.people).isEqualTo(other.people);
  }

  @Test
  void aClientThatIsTooFarBehindIsClosedAndResyncs() {
    Rooms rooms = rooms();
    FakeClient writer = join(rooms, 1);
    FakeClient stalled = join(rooms, 2);
    stalled.reads = false;
    for (int i = 0; i < 200; i++) {
      writer.type("y".repeat(10_000));
      house.pass(Duration.ofMillis(2));
    }
    assertThat(stalled.closeCode).isEqualTo(CloseCode.TRY_AGAIN);
    stalled.unread.clear();
    stalled.reads = true;
    stalled.rejoin(rooms, "r");
    house.aMoment();
    assertThat(stalled.text()).isEqualTo(writer.text());
  }

  @Test
  void readersChangeNothingAndRightsCanBeWithdrawnInTheMiddle() {
    Rooms rooms =
        house.keep(
            house
                .rooms()
                .store(store)
                .auth(
                    (room, token) ->
                        CompletableFuture.completedFuture(
                            new RoomAuth.Grant(
                                Access.valueOf(token.split(":")[0]), token.split(":")[1]))));
    FakeClient nobody = new FakeClient(9).join(rooms, "r", "NONE:x");
    FakeClient reader = new FakeClient(1).join(rooms, "r", "READ:ann");
    FakeClient writer = new FakeClient(2).join(rooms, "r", "WRITE:bob");
    house.aMoment();
    assertThat(nobody.closeCode).isEqualTo(CloseCode.FORBIDDEN);
    reader.type("no");
    writer.type("yes");
    house.aMoment();
    assertThat(storedText("r")).isEqualTo("yes");
    rooms.access("ann", "r", Access.WRITE);
    house.aMoment();
    assertThat(writer.text()).as("what the reader had typed is asked for now").contains("no");
    rooms.access("bob", "r", Access.NONE);
    house.aMoment();
    assertThat(writer.closeCode).isEqualTo(CloseCode.FORBIDDEN);
    assertThat(reader.closeCode).isZero();
  }

  @Test
  void limitsOfRoomsAndClientsHold() {
    Rooms rooms =
        house.keep(
            house
                .rooms()
                .store(store)
                .limits(
                    RoomLimits.builder().rooms(1).clientsPerRoom(2).messageBytes(1_000).build()));
    FakeClient a = join(rooms, 1);
    join(rooms, 2);
    assertThat(join(rooms, 3).closeCode).isEqualTo(CloseCode.POLICY);
    FakeClient elsewhere = new FakeClient(4).join(rooms, "other");
    house.aMoment();
    assertThat(elsewhere.closeCode).isEqualTo(CloseCode.TRY_AGAIN);
    a.type("z".repeat(2_000));
    house.aMoment();
    assertThat(a.closeCode).isEqualTo(CloseCode.TOO_BIG);
    assertThat(new FakeClient(5).join(rooms, "\0").closeCode).isEqualTo(CloseCode.POLICY);
  }

  @Test
  void updatesThatWaitForOthersAreBounded() {
    Rooms rooms =
        house.keep(
            house.rooms().store(store).limits(RoomLimits.builder().pendingBytes(10_000).build()));
    FakeClient evil = join(rooms, 1);
    SharedDoc source = SharedDoc.builder().clientId(5).build();
    List<byte[]> made = new ArrayList<>();
    source.onUpdate(UpdateFormat.V1, (update, origin) -> made.add(update));
    for (int i = 0; i < 100; i++) {
      source.text("t").insert(0, "w".repeat(1_000));
    }
    for (int i = 1; i < made.size() && evil.closeCode == 0; i++) { // the first is missing
      evil.say(evil.framing.update(made.get(i)));
      house.aMoment();
    }
    assertThat(evil.closeCode).isEqualTo(CloseCode.TOO_BIG);
    FakeClient good = join(rooms, 2);
    good.say(good.framing.update(made.get(0)));
    house.aMoment();
    assertThat(good.closeCode).isZero();
    assertThat(join(rooms, 3).text().length()).isGreaterThanOrEqualTo(9_000);
  }

  @Test
  void aStatelessTextReachesThoseWhoKnowSuchTexts() {
    Rooms rooms = rooms();
    List<byte[]> heard = new ArrayList<>();
    FakeClient hocus =
        new FakeClient(1) {
          @Override
          public void send(List<ByteBuffer> messages) {
            messages.forEach(
                message -> {
                  byte[] bytes = new byte[message.remaining()];
                  message.duplicate().get(bytes);
                  heard.add(bytes);
                });
          }
        };
    hocus.connection = rooms.connect("r", WireProtocol.HOCUSPOCUS, "", hocus);
    house.aMoment();
    heard.clear();
    try (Room held = rooms.open("r")) {
      held.tell("go");
      house.aMoment();
    }
    assertThat(heard).hasSize(1);
    assertThat(new String(heard.get(0), StandardCharsets.ISO_8859_1)).isEqualTo("\1r\5\2go");
  }
}
