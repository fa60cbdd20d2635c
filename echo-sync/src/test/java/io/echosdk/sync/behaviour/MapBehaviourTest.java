package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedEvent;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MapBehaviourTest {

  private final Peers peers = new Peers(3);
  private final SharedMap map = peers.map(0);
  private final SharedMap other = peers.map(1);
  private final List<SharedEvent> events = new ArrayList<>();

  @Test
  void entriesAreReadTogether() {
    map.set("a", 1);
    map.set("b", 2);
    map.set("a", 3);
    assertThat(map.entries()).containsExactly(Map.entry("a", 3), Map.entry("b", 2));
  }

  @Test
  void anEventReadAfterItsTransactionStillTellsWhatHappened() {
    map.observe(events::add);
    map.set("k", "old");
    map.set("k", "new");
    map.remove("k");
    assertThat(events.get(1).keys().get("k").oldValue()).isEqualTo("old");
    assertThat(events.get(2).keys().get("k").oldValue()).isEqualTo("new");
  }

  @Test
  void aMapIsFilledInOneTransaction() {
    Map<String, Object> start = Map.of("number", 1, "string", "hello");
    peers.doc(0).transact(() -> start.forEach(map::set));
    assertThat(map.toPlain()).isEqualTo(start);
    peers.agree();
  }

  @Test
  void valuesOfEveryKindAreKept() {
    peers.leave(2);
    map.set("null", (Object) null);
    map.set("number", 1);
    map.set("string", "hello Y");
    map.set("object", Map.of("key", Map.of("key2", "value")));
    map.set("boolean0", false);
    map.set("boolean1", true);
    SharedMap inner = map.set("y-map", NewType.map());
    SharedArray list = inner.set("y-array", NewType.array());
    list.insert(0, List.of(0, -1));
    assertThat(map.has("null")).isTrue();
    assertThat(map.get("object")).isEqualTo(Map.of("key", Map.of("key2", "value")));
    assertThat(map.size()).isEqualTo(7);
    peers.comeBack(2);
    peers.agree();
    assertThat(((SharedMap) peers.map(2).get("y-map")).toPlain())
        .isEqualTo(Map.of("y-array", List.of(0, -1)));
    assertThat(peers.map(2).get("boolean1")).isEqualTo(true);
  }

  @Test
  void whatIsSetIsRead() {
    map.set("stuff", "stuffy");
    map.set("undefined", io.echosdk.sync.value.Undefined.UNDEFINED);
    map.set("null", (Object) null);
    peers.deliver();
    assertThat(other.get("stuff")).isEqualTo("stuffy");
    assertThat(other.get("undefined")).isEqualTo(io.echosdk.sync.value.Undefined.UNDEFINED);
    assertThat(other.get("null")).isNull();
    assertThat(other.has("null")).isTrue();
    peers.agree();
  }

  @Test
  void aMapHoldsMaps() {
    SharedMap inner = map.set("Map", NewType.map());
    assertThat(map.get("Map")).isSameAs(inner);
    inner.set("one", 1);
    assertThat(inner.get("one")).isEqualTo(1);
    peers.agree();
  }

  @Test
  void aMapHoldsArrays() {
    SharedArray inner = map.set("Array", NewType.array());
    assertThat(map.get("Array")).isSameAs(inner);
    inner.insert(0, List.of(1, 2, 3));
    assertThat(map.toPlain()).isEqualTo(Map.of("Array", List.of(1, 2, 3)));
    peers.agree();
  }

  @Test
  void whatIsSetIsReadElsewhere() {
    map.set("stuff", "stuffy");
    assertThat(map.get("stuff")).isEqualTo("stuffy");
    peers.deliver();
    assertThat(other.get("stuff")).isEqualTo("stuffy");
    peers.agree();
  }

  @Test
  void ofTwoWhoSetAKeyTheHigherWins() {
    map.set("stuff", "c0");
    other.set("stuff", "c1");
    peers.agree();
    assertThat(map.get("stuff")).isEqualTo("c1");
  }

  @Test
  void theSizeCountsKeysThatHoldSomething() {
    map.set("stuff", "c0");
    map.set("otherstuff", "c1");
    assertThat(map.size()).isEqualTo(2);
    map.remove("stuff");
    assertThat(map.size()).isEqualTo(1);
    map.remove("otherstuff");
    assertThat(map.size()).isZero();
  }

  @Test
  void aKeyThatIsRemovedAfterAConflictIsGone() {
    map.set("stuff", "c0");
    other.set("stuff", "c1");
    peers.deliver();
    other.remove("stuff");
    peers.agree();
    assertThat(map.has("stuff")).isFalse();
    assertThat(map.get("stuff")).isNull();
  }

  @Test
  void clearingRemovesAllKeys() {
    map.set("stuff", "c0");
    map.set("otherstuff", "c1");
    map.clear();
    peers.agree();
    assertThat(other.size()).isZero();
    assertThat(other.toPlain()).isEmpty();
  }

  @Test
  void clearingRemovesWhatHadComeIn() {
    map.set("stuff", "c0");
    other.set("stuff", "c1");
    peers.map(2).set("stuff", "c2");
    peers.deliver();
    map.set("otherstuff", "c0");
    peers.deliver();
    other.clear();
    peers.agree();
    assertThat(map.size()).isZero();
  }

  @Test
  void ofThreeWhoSetAKeyTheHighestWins() {
    map.set("stuff", "c0");
    other.set("stuff", "c1");
    other.set("stuff", "c2");
    peers.map(2).set("stuff", "c3");
    peers.agree();
    assertThat(map.get("stuff")).isEqualTo("c3");
  }

  @Test
  void aRemovalByThePeerWhoSetLastWins() {
    map.set("stuff", "c0");
    other.set("stuff", "c1");
    peers.map(2).set("stuff", "c3");
    peers.deliver();
    peers.map(2).remove("stuff");
    peers.agree();
    assertThat(map.has("stuff")).isFalse();
  }

  @Test
  void deepObserversHearOfNestedMapsOfOthers() {
    List<List<Object>> paths = new ArrayList<>();
    List<Object> targets = new ArrayList<>();
    other.observeDeep(
        all ->
            all.forEach(
                event -> {
                  paths.add(event.path());
                  targets.add(event.target());
                }));
    SharedMap inner = other.set("map", NewType.map());
    peers.deliver();
    ((SharedMap) map.get("map")).set("deepmap", NewType.map());
    peers.deliver();
    ((SharedMap) ((SharedMap) peers.map(2).get("map")).get("deepmap")).set("k", 1);
    peers.deliver();
    assertThat(paths).containsExactly(List.of(), List.of("map"), List.of("map", "deepmap"));
    assertThat(targets).containsExactly(other, inner, inner.get("deepmap"));
    peers.agree();
  }

  @Test
  void deepObserversHearOfListsInMapsOfMaps() {
    List<List<Object>> paths = new ArrayList<>();
    int[] calls = new int[1];
    map.observeDeep(
        all -> {
          all.forEach(event -> paths.add(event.path()));
          calls[0]++;
        });
    SharedMap inner = map.set("map", NewType.map());
    SharedArray list = inner.set("array", NewType.array());
    list.insert(0, List.of("content"));
    assertThat(calls[0]).isEqualTo(3);
    assertThat(paths).containsExactly(List.of(), List.of("map"), List.of("map", "array"));
  }

  @Test
  void pathsOfSiblingsAreTheirOwn() {
    SharedMap a = map.set("a", NewType.map());
    SharedMap b = map.set("b", NewType.map());
    List<List<Object>> paths = new ArrayList<>();
    map.observeDeep(all -> all.forEach(event -> paths.add(event.path())));
    peers
        .doc(0)
        .transact(
            () -> {
              a.set("x", 1);
              b.set("x", 1);
            });
    assertThat(paths).containsExactly(List.of("a"), List.of("b"));
  }

  @Test
  void additionsUpdatesAndDeletionsAreToldApart() {
    map.observe(events::add);
    map.set("stuff", 4);
    map.set("stuff", NewType.array());
    map.set("stuff", 5);
    map.remove("stuff");
    assertThat(events)
        .extracting(event -> event.keys().get("stuff").action())
        .containsExactly(
            SharedEvent.Action.ADD,
            SharedEvent.Action.UPDATE,
            SharedEvent.Action.UPDATE,
            SharedEvent.Action.DELETE);
  }

  @Test
  void clearingIsToldOfAsOneEvent() {
    map.set("one", 1);
    map.set("two", 2);
    map.observe(events::add);
    map.clear();
    assertThat(events).hasSize(1);
    assertThat(events.get(0).keys().values())
        .extracting(SharedEvent.KeyChange::action)
        .containsExactly(SharedEvent.Action.DELETE, SharedEvent.Action.DELETE);
  }

  @Test
  void whatComesAndGoesInOneTransactionIsNoChange() {
    map.observe(events::add);
    map.set("a", 1);
    peers
        .doc(0)
        .transact(
            () -> {
              map.set("a", 2);
              map.set("a", 3);
              map.set("b", 4);
              map.remove("b");
            });
    assertThat(events.get(1).keys())
        .isEqualTo(Map.of("a", new SharedEvent.KeyChange(SharedEvent.Action.UPDATE, 1, 3)));
    peers
        .doc(0)
        .transact(
            () -> {
              map.remove("a");
              map.set("a", 5);
            });
    assertThat(events.get(2).keys().get("a"))
        .isEqualTo(new SharedEvent.KeyChange(SharedEvent.Action.UPDATE, 3, 5));
  }

  @Test
  void anObserverThatThrowsLeavesTheTransactionWhole() {
    List<Throwable> errors = new ArrayList<>();
    SharedDoc doc = SharedDoc.builder().clientId(1).errorListener(errors::add).build();
    List<byte[]> updates = new ArrayList<>();
    List<Object> transactions = new ArrayList<>();
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> updates.add(update));
    doc.onTransaction(transactions::add);
    doc.map("m")
        .observe(
            event -> {
              throw new IllegalStateException("boom");
            });
    doc.map("m")
        .observeDeep(
            all -> {
              throw new IllegalStateException("deep boom");
            });
    doc.map("m").set("y", 2);
    assertThat(updates).hasSize(1);
    assertThat(transactions).hasSize(1);
    assertThat(errors).hasSize(2);
    assertThat(doc.map("m").get("y")).isEqualTo(2);
  }

  @Test
  void anEventHasTheValueThatWasSet() {
    map.observe(events::add);
    map.set("stuff", 2);
    assertThat(events.get(0).keys().get("stuff").newValue()).isEqualTo(2);
    assertThat(events.get(0).target()).isSameAs(map);
  }

  @Test
  void anEventHasTheValueThatSomebodyElseSet() {
    map.observe(events::add);
    other.set("stuff", 2);
    peers.deliver();
    assertThat(events.get(0).keys().get("stuff").newValue()).isEqualTo(2);
  }

  private static void edit(SharedDoc doc, Random random) {
    SharedMap map = doc.map("map");
    String key = random.nextBoolean() ? "one" : "two";
    switch (random.nextInt(5)) {
      case 0 -> map.set(key, random.nextInt());
      case 1 -> map.set(key, NewType.array()).insert(0, List.of(1, 2, 3, 4));
      case 2 -> {
        SharedMap inner = map.set(key, NewType.map());
        inner.set("deepkey1", "value1");
        inner.set("deepkey1", "value2");
      }
      case 3 -> {
        if (map.get(key) instanceof SharedText inner) {
          inner.insert(0, "x");
        } else {
          map.set(key, NewType.text());
        }
      }
      default -> map.remove(key);
    }
  }

  @Test
  void mapsConvergeAfter10Edits() {
    Peers.random(10, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter40Edits() {
    Peers.random(40, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter42Edits() {
    Peers.random(42, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter43Edits() {
    Peers.random(43, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter44Edits() {
    Peers.random(44, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter45Edits() {
    Peers.random(45, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter46Edits() {
    Peers.random(46, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter300Edits() {
    Peers.random(300, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter400Edits() {
    Peers.random(400, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter500Edits() {
    Peers.random(500, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter600Edits() {
    Peers.random(600, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter700Edits() {
    Peers.random(700, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter800Edits() {
    Peers.random(800, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter1000Edits() {
    Peers.random(1000, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter1100Edits() {
    Peers.random(1100, MapBehaviourTest::edit);
  }

  @Test
  void mapsConvergeAfter1300Edits() {
    Peers.random(1300, MapBehaviourTest::edit);
  }
}
