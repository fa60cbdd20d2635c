package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MovableListPropertyTest {

  private static final int PEERS = 4;

  @Test
  void aListIsEditedLikeOneOfTheJdk() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      MovableList list = MovableList.of(SharedDoc.builder().clientId(seed).build(), "l");
      List<Object> twin = new ArrayList<>();
      for (int step = 0; step < 120; step++) {
        int size = twin.size();
        switch (size == 0 ? 0 : random.nextInt(4)) {
          case 0 -> {
            int at = random.nextInt(size + 1);
            list.insert(at, List.of(step, -step));
            twin.addAll(at, List.of(step, -step));
          }
          case 1 -> {
            int at = random.nextInt(size);
            list.delete(at);
            twin.remove(at);
          }
          default -> {
            int from = random.nextInt(size);
            int to = random.nextInt(size);
            list.move(from, to);
            twin.add(to, twin.remove(from));
          }
        }
        assertThat(list.toList()).as("seed %s step %s", seed, step).isEqualTo(twin);
      }
    }
  }

  @Test
  void peersThatMoveAtOnceEndWithOneOrderAndEachValueOnce() {
    for (long seed = 0; seed < 150; seed++) {
      new Session(seed).run();
    }
  }

  @Test
  void anOrdinaryArrayIsReadAndEditedByPeersThatKnowNothingOfMoves() {
    SharedDoc one = SharedDoc.builder().clientId(1).build();
    SharedDoc plain = SharedDoc.builder().clientId(2).build();
    MovableList list = MovableList.of(one, "l");
    list.insert(0, List.of("a", "b", "c"));
    list.move(2, 0);
    plain.apply(one.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(plain.array("l").toList()).containsExactly("a", "b", "c");
    plain.array("l").insert(1, List.of("new"));
    plain.array("l").delete(2, 1);
    one.apply(plain.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(list.toList()).containsExactly("c", "a", "new");
  }

  @Test
  void theDocumentationsExampleReadsAsItSays() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    MovableList list = MovableList.of(doc, "tracks");
    list.insert(0, List.of("drums", "bass", "keys"));
    list.move(2, 0);
    list.move(2, 1);
    assertThat(doc.map("tracks.moves").toPlain())
        .isEqualTo(Map.of("1.2", List.of("V1"), "1.1", List.of("k1")));
    assertThat(list.toList()).containsExactly("keys", "bass", "drums");
  }

  @Test
  void theBytesOnThePageReadAsItSays() throws java.io.IOException {
    String page =
        java.nio.file.Files.readString(
            io.echosdk.testing.TestFiles.root().resolve("docs/reference/movable-list.md"));
    String hex = page.split("```", -1)[1].strip();
    SharedDoc doc = SharedDoc.create();
    doc.apply(java.util.HexFormat.of().parseHex(hex), UpdateFormat.V1, null);
    assertThat(doc.array("tracks").toList()).containsExactly("drums", "bass", "keys");
    assertThat(MovableList.of(doc, "tracks").toList()).containsExactly("keys", "drums", "bass");
  }

  @Test
  void entriesThatSayNothingAreNoMoves() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    MovableList list = MovableList.of(doc, "l");
    list.insert(0, List.of("a", "b"));
    SharedMap moves = doc.map("l.moves");
    moves.set("1.1", List.of("V", 99, 0));
    moves.set("1.0", "nonsense");
    moves.set("x", List.of("V"));
    moves.set("01.0", List.of("V"));
    moves.set("1.5", List.of(1, 2, 3));
    assertThat(list.toList()).containsExactly("a", "b");
    moves.set("1.1", List.of("\u0000"));
    list.move(0, 1);
    assertThat(list.toList()).containsExactly("b", "a");
  }

  @Test
  void observersHearOnceOfATransaction() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    MovableList list = MovableList.of(doc, "l");
    List<List<Object>> heard = new ArrayList<>();
    SharedDoc.Subscription subscription = list.observe(heard::add);
    doc.transact(
        () -> {
          list.insert(0, List.of("a", "b"));
          list.move(0, 1);
        });
    subscription.close();
    list.delete(0);
    assertThat(heard).containsExactly(List.of("b", "a"));
  }

  private static final class Session {
    private final long seed;
    private final Random random;
    private final List<SharedDoc> docs = new ArrayList<>();
    private final List<MovableList> lists = new ArrayList<>();
    private final List<List<byte[]>> inboxes = new ArrayList<>();
    private int made;

    Session(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      for (int i = 0; i < PEERS; i++) {
        SharedDoc doc = SharedDoc.builder().clientId(100 + i).collectsGarbage(i % 2 == 0).build();
        docs.add(doc);
        lists.add(MovableList.of(doc, "l"));
        inboxes.add(new ArrayList<>());
        int own = i;
        doc.onUpdate(
            UpdateFormat.V1,
            (update, origin) -> {
              for (int j = 0; j < PEERS && origin != this; j++) {
                if (j != own) {
                  inboxes.get(j).add(update);
                }
              }
            });
      }
      lists.get(0).insert(0, List.of("a", "b", "c", "d", "e"));
      for (int i = 1; i < PEERS; i++) {
        deliver(i, 1);
      }
    }

    void run() {
      for (int step = 0; step < 80; step++) {
        int i = random.nextInt(PEERS);
        if (random.nextInt(3) > 0) {
          edit(docs.get(i), lists.get(i));
        } else {
          deliver(i, 1 + random.nextInt(3));
        }
        assertEachOnce(i);
      }
      for (int i = 0; i < PEERS; i++) {
        Collections.shuffle(inboxes.get(i), random);
        deliver(i, Integer.MAX_VALUE);
      }
      for (int i = 0; i < PEERS; i++) {
        assertThat(lists.get(i).toList()).as("seed %s", seed).isEqualTo(lists.get(0).toList());
        assertEachOnce(i);
      }
    }

    private void assertEachOnce(int i) {
      assertThat(lists.get(i).toList())
          .as("seed %s", seed)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(docs.get(i).array("l").toList());
    }

    private void deliver(int i, int count) {
      List<byte[]> inbox = inboxes.get(i);
      for (int n = 0; n < count && !inbox.isEmpty(); n++) {
        docs.get(i).apply(inbox.remove(0), UpdateFormat.V1, this);
      }
    }

    private void edit(SharedDoc doc, MovableList list) {
      int size = list.length();
      int what = size == 0 ? 0 : random.nextInt(8);
      if (what == 0) {
        list.insert(random.nextInt(size + 1), List.of("v" + made++));
      } else if (what == 1) {
        list.delete(random.nextInt(size));
      } else if (what == 2) { // a peer that knows nothing of moves
        doc.array("l").insert(random.nextInt(size + 1), List.of("p" + made++));
      } else {
        list.move(random.nextInt(size), random.nextInt(Math.min(size, 3)));
      }
    }
  }
}
