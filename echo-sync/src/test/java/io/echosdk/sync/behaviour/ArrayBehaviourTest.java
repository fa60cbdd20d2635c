package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedEvent;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArrayBehaviourTest {

  private final Peers peers = new Peers(3);
  private final SharedArray array = peers.array(0);
  private final SharedArray other = peers.array(1);
  private final List<SharedEvent> events = new ArrayList<>();

  @Test
  void anUpdateCarriesValues() {
    array.insert(0, List.of("hi"));
    SharedDoc fresh = SharedDoc.create();
    fresh.apply(peers.doc(0).encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(fresh.array("array").toList()).containsExactly("hi");
  }

  @Test
  void valuesPutInAreCopies() {
    List<Object> mine = new ArrayList<>(List.of(1));
    array.add(List.of(mine));
    mine.add(2);
    assertThat(array.get(0)).isEqualTo(List.of(1));
    assertThatThrownBy(() -> ((List<Object>) (List<?>) array.get(0)).add(3))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aSliceIsACopyOfAPart() {
    array.insert(0, List.of(1, 2, 3));
    assertThat(array.slice(0, 3)).containsExactly(1, 2, 3);
    assertThat(array.slice(1, 3)).containsExactly(2, 3);
    array.insert(0, List.of(0));
    assertThat(array.slice(0, 2)).containsExactly(0, 1);
    assertThat(array.slice(4, 4)).isEmpty();
  }

  @Test
  void aNestedListIsFilledAfterItIsThere() {
    SharedArray nested = peers.map(0).set("array", NewType.array());
    nested.add(List.of(0, 1, 2));
    assertThat(nested.toList()).containsExactly(0, 1, 2);
  }

  @Test
  void theLengthIsRightThroughEditsAtTheFront() {
    array.add(List.of(0, 1, 2, 3));
    array.delete(0, 1);
    array.insert(0, List.of(0));
    checkLength(4);
    peers
        .doc(0)
        .transact(
            () -> {
              array.delete(1, 1);
              checkLength(3);
              array.insert(1, List.of(1));
              array.delete(2, 1);
              checkLength(3);
              array.insert(2, List.of(2));
            });
    checkLength(4);
    assertThat(array.toList()).containsExactly(0, 1, 2, 3);
  }

  private void checkLength(int length) {
    assertThat(array.length()).isEqualTo(length);
    assertThat(array.toList()).hasSize(length);
  }

  @Test
  void theLengthIsRightInNestedTransactionsAndAfterARefusedInsert() {
    array.insert(0, List.of("a", "b"));
    peers
        .doc(0)
        .transact(
            () -> {
              peers
                  .doc(0)
                  .transact(
                      () -> {
                        assertThatThrownBy(() -> array.insert(3, List.of("x")))
                            .isInstanceOf(IndexOutOfBoundsException.class);
                        array.insert(2, List.of("c"));
                      });
              peers.doc(0).transact(() -> array.delete(2, 1));
            });
    assertThat(array.toList()).containsExactly("a", "b");
  }

  @Test
  void nothingCanBeDeletedWhereNothingIs() {
    array.delete(0, 0);
    assertThatThrownBy(() -> array.delete(1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    array.insert(0, List.of("A"));
    array.delete(1, 0);
    peers.agree();
  }

  @Test
  void valuesReadTheSameElsewhere() {
    array.insert(0, List.of(1, true, false));
    assertThat(array.toPlain()).isEqualTo(List.of(1, true, false));
    peers.deliver();
    assertThat(other.toPlain()).isEqualTo(List.of(1, true, false));
  }

  @Test
  void threeInsertsAtOnePlaceConverge() {
    array.insert(0, List.of(0));
    other.insert(0, List.of(1));
    peers.array(2).insert(0, List.of(2));
    peers.agree();
    assertThat(array.toList()).containsExactly(0, 1, 2);
  }

  @Test
  void insertsAndDeletesAtOnePlaceConverge() {
    array.insert(0, List.of("x", "y", "z"));
    peers.deliver();
    array.insert(1, List.of(0));
    other.delete(0, 1);
    other.delete(1, 1);
    peers.array(2).insert(1, List.of(2));
    peers.agree();
    assertThat(array.toList()).containsExactlyInAnyOrder(0, 2, "y");
  }

  @Test
  void insertsOfPeersThatWereAwayConverge() {
    array.insert(0, List.of("x", "y"));
    peers.deliver();
    peers.leave(1);
    peers.leave(2);
    array.insert(1, List.of("zero"));
    other.insert(1, List.of("one"));
    peers.array(2).insert(1, List.of("two"));
    peers.comeBack(1);
    peers.comeBack(2);
    peers.agree();
    assertThat(array.toList()).containsExactly("x", "zero", "one", "two", "y");
  }

  @Test
  void aPeerThatIsAwayHearsNothing() {
    array.insert(0, List.of("x", "y"));
    peers.deliver();
    peers.leave(1);
    array.insert(1, List.of("zero"));
    other.insert(1, List.of("one"));
    peers.deliver();
    assertThat(array.toList()).containsExactly("x", "zero", "y");
    assertThat(other.toList()).containsExactly("x", "one", "y");
    peers.agree();
  }

  @Test
  void deletesOfPeersThatWereAwayConverge() {
    array.insert(0, List.of("x", "y"));
    peers.deliver();
    peers.leave(1);
    other.delete(1, 1);
    array.delete(0, 2);
    peers.comeBack(1);
    peers.agree();
    assertThat(array.toList()).isEmpty();
  }

  @Test
  void aDeleteReachesWhoWasAway() {
    array.insert(0, List.of("x", "y", "z"));
    peers.deliver();
    peers.leave(0);
    other.delete(0, 3);
    peers.comeBack(0);
    peers.agree();
    assertThat(array.length()).isZero();
  }

  @Test
  void eachInsertAndDeleteIsToldOf() {
    array.observe(events::add);
    array.insert(0, List.of(0, 1, 2));
    array.delete(0, 1);
    array.delete(0, 2);
    assertThat(events).hasSize(3);
  }

  @Test
  void whatAnObserverInsertsIsToldOfAfterwards() {
    List<Integer> order = new ArrayList<>();
    array.observe(
        event -> {
          if (array.length() == 1) {
            array.insert(1, List.of(1));
            order.add(0);
          } else {
            order.add(1);
          }
        });
    array.insert(0, List.of(0));
    assertThat(order).containsExactly(0, 1);
    assertThat(array.toList()).containsExactly(0, 1);
  }

  @Test
  void sharedTypesThatComeAndGoAreToldOf() {
    array.observe(events::add);
    array.insert(0, NewType.array());
    array.delete(0, 1);
    assertThat(events).hasSize(2);
  }

  @Test
  void deepEventsComeWithTheShortestPathFirst() {
    List<List<SharedEvent>> heard = new ArrayList<>();
    SharedMap inner = array.insert(0, NewType.map());
    array.observeDeep(heard::add);
    peers
        .doc(0)
        .transact(
            () -> {
              inner.set("a", "a");
              array.insert(0, List.of(0));
            });
    assertThat(heard.get(0)).extracting(event -> event.path().size()).containsExactly(0, 1);
    assertThat(heard.get(0).get(1).path()).containsExactly(1);
  }

  @Test
  void pathsCountAllValuesBefore() {
    SharedArray nested = peers.map(0).set("my-array", NewType.array());
    nested.add(List.of("a", "b", "c"));
    SharedMap inner = nested.insert(3, NewType.map());
    List<List<Object>> paths = new ArrayList<>();
    peers.map(0).observeDeep(all -> paths.add(all.get(0).path()));
    inner.set("hello", "world");
    assertThat(paths).containsExactly(List.of("my-array", 3));
  }

  @Test
  void anEventNamesItemsAndSteps() {
    array.observe(events::add);
    peers
        .doc(0)
        .transact(
            () -> {
              array.insert(0, NewType.array());
              array.insert(1, List.of(4, "dtrn"));
            });
    assertThat(events.get(0).added()).hasSize(2);
    assertThat(events.get(0).deleted()).isEmpty();
    assertThat(events.get(0).delta())
        .containsExactly(new TextOp.Insert(List.of(array.get(0), 4, "dtrn"), Map.of()));
    array.delete(0, 2);
    assertThat(events.get(1).added()).isEmpty();
    assertThat(events.get(1).deleted()).hasSize(2);
    assertThat(events.get(1).delta()).containsExactly(new TextOp.Delete(2));
    array.insert(1, List.of(0.1));
    assertThat(events.get(2).delta())
        .containsExactly(new TextOp.Retain(1, Map.of()), new TextOp.Insert(List.of(0.1), Map.of()));
  }

  @Test
  void severalValuesInOneTransactionAreOneEvent() {
    array.observe(events::add);
    peers
        .doc(0)
        .transact(
            () -> {
              array.insert(0, List.of("hi"));
              array.insert(1, NewType.map());
            });
    array.delete(1, 1);
    assertThat(events).hasSize(2);
  }

  @Test
  void aTypeThatIsNewInATransactionTellsNothing() {
    peers
        .doc(0)
        .transact(
            () -> {
              SharedMap inner = array.insert(0, NewType.map());
              inner.observe(events::add);
              inner.set("tst", 42);
            });
    assertThat(events).isEmpty();
  }

  @Test
  void deletedContentIsForgottenWhileAPeerIsAway() {
    array.insert(0, List.of("x", "y", "z"));
    peers.deliver();
    peers.leave(0);
    array.delete(0, 3);
    peers.comeBack(0);
    peers.agree();
    assertThat(peers.doc(1).encode(UpdateFormat.V1)).hasSizeLessThan(24);
  }

  @Test
  void theTargetOfALocalEventIsTheList() {
    array.observe(events::add);
    array.insert(0, List.of("stuff"));
    assertThat(events.get(0).target()).isSameAs(array);
    assertThat(events.get(0).transaction().isLocal()).isTrue();
  }

  @Test
  void theTargetOfARemoteEventIsTheList() {
    array.observe(events::add);
    other.insert(0, List.of("stuff"));
    peers.deliver();
    assertThat(events.get(0).target()).isSameAs(array);
    assertThat(events.get(0).transaction().isLocal()).isFalse();
  }

  @Test
  void sharedTypesAreReadInOrder() {
    for (int i = 0; i < 10; i++) {
      array.insert(i, NewType.map()).set("value", i);
    }
    int expected = 0;
    for (Object each : array.toList()) {
      assertThat(((SharedMap) each).get("value")).isEqualTo(expected++);
    }
    assertThat(expected).isEqualTo(10);
  }

  /** Edits an array and compares it with a list of the JDK that is edited alike. */
  private static void edit(SharedDoc doc, Random random) {
    SharedArray array = doc.array("array");
    int length = array.length();
    int index = random.nextInt(length + 1);
    switch (random.nextInt(5)) {
      case 0 -> {
        List<Object> twin = new ArrayList<>(array.toList());
        List<Object> values = Collections.nCopies(1 + random.nextInt(4), random.nextInt());
        array.insert(index, values);
        twin.addAll(index, values);
        assertThat(array.toList()).isEqualTo(twin);
      }
      case 1 -> array.insert(index, NewType.array()).add(List.of(1, 2, 3, 4));
      case 2 -> {
        SharedMap inner = array.insert(index, NewType.map());
        inner.set("prop", 42);
        inner.set("prop", 43);
      }
      case 3 -> array.insert(index, Collections.singletonList(null));
      default -> delete(array, index, random);
    }
  }

  private static void delete(SharedArray array, int index, Random random) {
    if (index == array.length()) {
      return;
    }
    if (random.nextBoolean() && array.get(index) instanceof SharedArray inner) {
      inner.delete(0, inner.length() / 2);
    } else {
      array.delete(index, 1 + random.nextInt(Math.min(2, array.length() - index)));
    }
  }

  @Test
  void arraysConvergeAfter6Edits() {
    Peers.random(6, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter40Edits() {
    Peers.random(40, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter42Edits() {
    Peers.random(42, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter43Edits() {
    Peers.random(43, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter44Edits() {
    Peers.random(44, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter45Edits() {
    Peers.random(45, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter46Edits() {
    Peers.random(46, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter300Edits() {
    Peers.random(300, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter400Edits() {
    Peers.random(400, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter500Edits() {
    Peers.random(500, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter600Edits() {
    Peers.random(600, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter700Edits() {
    Peers.random(700, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter800Edits() {
    Peers.random(800, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter900Edits() {
    Peers.random(900, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter1000Edits() {
    Peers.random(1000, ArrayBehaviourTest::edit);
  }

  @Test
  void arraysConvergeAfter1200Edits() {
    Peers.random(1200, ArrayBehaviourTest::edit);
  }
}
