package io.echosdk.sync.behaviour;

import static io.echosdk.sync.behaviour.TextBehaviourTest.insert;
import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedType;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UndoEvent;
import io.echosdk.sync.UndoStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndoBehaviourTest {

  private final VirtualClock clock = MediaClock.virtual();
  private final Peers peers = new Peers(2);
  private final SharedDoc doc = peers.doc(0);
  private final SharedText text = peers.text(0);
  private final SharedMap map = peers.map(0);
  private final SharedArray array = peers.array(0);

  private UndoStack stack(SharedType... scope) {
    return UndoStack.builder(clock, List.of(scope)).build();
  }

  @Test
  void withoutALimitOfTimeAllIsOneStep() {
    UndoStack undo =
        UndoStack.builder(clock, List.of(array)).captureTime(Duration.ofDays(10_000)).build();
    array.add(List.of(1, 2, 3));
    clock.advance(Duration.ofDays(1));
    array.add(List.of(4, 5, 6));
    undo.undo();
    assertThat(array.toList()).isEmpty();
  }

  @Test
  void textIsTakenBackAndDoneAgain() {
    UndoStack undo = stack(text);
    text.insert(0, "test");
    text.delete(0, 4);
    undo.undo();
    assertThat(text).hasToString("");
    text.insert(0, "a");
    text.delete(0, 1);
    undo.undo();
    assertThat(text).hasToString("");
    undo.stopCapturing();
    text.insert(0, "abc");
    peers.text(1).insert(0, "xyz");
    peers.agree();
    undo.undo();
    assertThat(text).hasToString("xyz");
    undo.redo();
    assertThat(text).hasToString("abcxyz");
    peers.agree();
    peers.text(1).delete(0, 1);
    peers.agree();
    undo.undo();
    assertThat(text).hasToString("xyz");
    undo.redo();
    assertThat(text).hasToString("bcxyz");
    text.format(1, 3, Map.of("bold", true));
    undo.undo();
    assertThat(text.toDelta()).containsExactly(insert("bcxyz"));
    undo.redo();
    assertThat(text.toDelta())
        .containsExactly(insert("b"), insert("cxy", Map.of("bold", true)), insert("z"));
    peers.agree();
  }

  @Test
  void aScopeCanGrow() {
    UndoStack undo = stack(map);
    array.add(List.of(1));
    assertThat(undo.canUndo()).isFalse();
    undo.addToScope(List.of(array));
    array.add(List.of(2));
    undo.undo();
    assertThat(array.toList()).containsExactly(1);
  }

  @Test
  void aStackMayMindTheWholeDocument() {
    UndoStack undo = UndoStack.builder(clock, doc).build();
    array.insert(0, List.of(1));
    map.set("k", 1);
    undo.undo();
    assertThat(array.toList()).isEmpty();
    assertThat(map.size()).isZero();
    undo.redo();
    assertThat(map.get("k")).isEqualTo(1);
  }

  @Test
  void whatWasInsertedIntoAnInsertionGoesStepByStep() {
    UndoStack undo = stack(text);
    text.insert(0, "1221");
    undo.stopCapturing();
    text.insert(2, "3");
    undo.stopCapturing();
    text.insert(3, "3");
    undo.undo();
    undo.undo();
    assertThat(text).hasToString("1221");
  }

  @Test
  void keysAreTakenBackUnlessSomebodyElseSetThem() {
    map.set("a", 0);
    UndoStack undo = stack(map);
    map.set("a", 1);
    undo.undo();
    assertThat(map.get("a")).isEqualTo(0);
    undo.redo();
    assertThat(map.get("a")).isEqualTo(1);
    map.set("a", NewType.map()).set("x", 42);
    undo.undo();
    assertThat(map.get("a")).isEqualTo(1);
    undo.redo();
    assertThat(map.toPlain()).isEqualTo(Map.of("a", Map.of("x", 42)));
    peers.agree();
    peers.map(1).set("a", 44);
    peers.agree();
    undo.undo();
    assertThat(map.get("a")).isEqualTo(44);
    undo.redo();
    assertThat(map.get("a")).isEqualTo(44);
    map.set("b", "initial");
    undo.stopCapturing();
    map.set("b", "val1");
    map.set("b", "val2");
    undo.stopCapturing();
    undo.undo();
    assertThat(map.get("b")).isEqualTo("initial");
  }

  @Test
  void listsAreTakenBackWithWhatOthersPutIntoThem() {
    UndoStack undo = stack(array);
    array.insert(0, List.of(1, 2, 3));
    peers.array(1).insert(0, List.of(4, 5, 6));
    peers.agree();
    undo.undo();
    assertThat(array.toList()).containsExactly(4, 5, 6);
    undo.redo();
    assertThat(array.toList()).containsExactly(1, 2, 3, 4, 5, 6);
    peers.agree();
    peers.array(1).delete(0, 1);
    peers.agree();
    undo.undo();
    undo.redo();
    assertThat(array.toList()).containsExactly(2, 3, 4, 5, 6);
    array.delete(0, 5);
    SharedMap inner = array.insert(0, NewType.map());
    undo.stopCapturing();
    inner.set("a", 1);
    undo.undo();
    undo.undo();
    assertThat(array.toList()).containsExactly(2, 3, 4, 5, 6);
    undo.redo();
    undo.redo();
    assertThat(array.toPlain()).isEqualTo(List.of(Map.of("a", 1)));
    peers.agree();
    ((SharedMap) peers.array(1).get(0)).set("b", 2);
    peers.agree();
    undo.undo();
    assertThat(array.toPlain()).isEqualTo(List.of(Map.of("b", 2)));
    undo.undo();
    undo.redo();
    undo.redo();
    assertThat(array.toPlain()).isEqualTo(List.of(Map.of("a", 1, "b", 2)));
  }

  @Test
  void xmlIsTakenBack() {
    SharedXmlElement xml = peers.xml(0);
    UndoStack undo = stack(xml);
    SharedXmlElement child = xml.insert(0, NewType.xmlElement("p"));
    SharedText words = child.insert(0, NewType.xmlText());
    words.insert(0, "content");
    undo.stopCapturing();
    words.format(3, 4, Map.of("bold", Map.of()));
    assertThat(xml).hasToString("<undefined><p>con<bold>tent</bold></p></undefined>");
    undo.undo();
    assertThat(xml).hasToString("<undefined><p>content</p></undefined>");
    undo.redo();
    xml.delete(0, 1);
    assertThat(xml).hasToString("<undefined></undefined>");
    undo.undo();
    assertThat(xml).hasToString("<undefined><p>con<bold>tent</bold></p></undefined>");
  }

  @Test
  void stepsCarryWhatAnApplicationKeepsWithThem() {
    UndoStack undo = stack(text);
    int[] counter = new int[1];
    List<Object> received = new ArrayList<>();
    List<UndoEvent.Kind> kinds = new ArrayList<>();
    undo.onEvent(
        event -> {
          kinds.add(event.kind());
          if (event.kind() == UndoEvent.Kind.ADDED) {
            event.step().meta().put("test", counter[0]++);
            assertThat(event.changed()).contains(text);
          } else if (event.kind() == UndoEvent.Kind.POPPED) {
            received.add(event.step().meta().get("test"));
          }
        });
    text.insert(0, "abc");
    text.insert(0, "d");
    undo.undo();
    undo.redo();
    undo.clear();
    assertThat(received).containsExactly(0, 1);
    assertThat(kinds)
        .containsExactly(
            UndoEvent.Kind.ADDED,
            UndoEvent.Kind.UPDATED,
            UndoEvent.Kind.ADDED,
            UndoEvent.Kind.POPPED,
            UndoEvent.Kind.ADDED,
            UndoEvent.Kind.POPPED,
            UndoEvent.Kind.CLEARED);
  }

  @Test
  void originsOfAClassAreTracked() {
    UndoStack undo = UndoStack.builder(clock, List.of(text)).trackOnly(Integer.class).build();
    doc.transact(42, () -> text.insert(0, "abc"));
    doc.transact("other", () -> text.insert(3, "def"));
    text.insert(6, "ghi");
    undo.undo();
    assertThat(text).hasToString("defghi");
    assertThat(undo.canUndo()).isFalse();
  }

  @Test
  void onlyTypesOfTheScopeAreTakenBack() {
    SharedText first = array.insert(0, NewType.text());
    SharedText second = array.insert(1, NewType.text());
    UndoStack ofFirst = stack(first);
    UndoStack ofBoth = stack(first, second);
    second.insert(0, "abc");
    assertThat(ofFirst.undoSteps()).isEmpty();
    assertThat(ofBoth.undoSteps()).hasSize(1);
    ofFirst.undo();
    assertThat(second).hasToString("abc");
    ofBoth.undo();
    assertThat(second).hasToString("");
  }

  @Test
  void textWithinAnEmbeddedTypeIsTakenBack() {
    UndoStack undo = stack(text);
    SharedText nested = text.insert(0, NewType.text());
    nested.insert(0, "initial text");
    undo.stopCapturing();
    nested.delete(0, nested.length());
    nested.insert(0, "other text");
    undo.undo();
    assertThat(nested).hasToString("initial text");
    undo.undo();
    assertThat(text.length()).isZero();
  }

  @Test
  void aFilterMayKeepItems() {
    UndoStack undo =
        UndoStack.builder(clock, List.of(array))
            .deleteIf(item -> !(item.values().get(0) instanceof SharedMap))
            .build();
    SharedMap kept = array.insert(0, NewType.map());
    kept.set("hi", 1);
    SharedMap second = array.insert(1, NewType.map());
    array.insert(2, List.of("x"));
    undo.undo();
    assertThat(array.toList()).containsExactly(kept, second);
    assertThat(kept.size()).isZero();
  }

  @Test
  void anUndoGoesOnUntilSomethingChanges() {
    UndoStack undo = stack(map);
    SharedMap inner = map.set("m", NewType.map());
    undo.stopCapturing();
    inner.set("a", 1);
    undo.stopCapturing();
    inner.set("b", 1);
    peers.agree();
    ((SharedMap) peers.map(1).get("m")).remove("b");
    peers.agree();
    assertThat(undo.undo()).isNotNull();
    assertThat(map.toPlain()).isEqualTo(Map.of("m", Map.of()));
    undo.undo();
    assertThat(map.size()).isZero();
    assertThat(undo.undo()).isNull();
  }

  @Test
  void nestedTypesThatWereReplacedComeBack() {
    UndoStack undo = stack(map);
    SharedMap first = map.set("text", NewType.map());
    first.set("blocks", NewType.array()).add(List.of("a"));
    undo.stopCapturing();
    ((SharedArray) first.get("blocks")).delete(0, 1);
    first.set("blocks", NewType.array()).add(List.of("b"));
    undo.stopCapturing();
    map.set("text", NewType.map()).set("blocks", "c");
    undo.undo();
    assertThat(map.toPlain()).isEqualTo(Map.of("text", Map.of("blocks", List.of("b"))));
    undo.undo();
    assertThat(map.toPlain()).isEqualTo(Map.of("text", Map.of("blocks", List.of("a"))));
    undo.redo();
    undo.redo();
    assertThat(map.toPlain()).isEqualTo(Map.of("text", Map.of("blocks", "c")));
  }

  @Test
  void severalRedosInARowGiveBackEachStep() {
    UndoStack undo = stack(map);
    SharedMap point = map.set("a", NewType.map());
    undo.stopCapturing();
    for (int i = 1; i <= 3; i++) {
      point.set("x", i * 100);
      undo.stopCapturing();
    }
    for (int i = 0; i < 4; i++) {
      undo.undo();
    }
    assertThat(map.size()).isZero();
    for (int i = 1; i <= 4; i++) {
      undo.redo();
      Map<String, Object> held = i == 1 ? Map.of() : Map.of("x", (i - 1) * 100);
      assertThat(map.toPlain()).isEqualTo(Map.of("a", held));
    }
  }

  @Test
  void attributesOfANestedElementComeBack() {
    SharedXmlElement xml = peers.xml(0);
    UndoStack undo = stack(xml);
    SharedXmlElement group = xml.insert(0, NewType.xmlElement("test-node"));
    group.setAttribute("a", "100");
    undo.stopCapturing();
    group.setAttribute("a", "200");
    undo.stopCapturing();
    group.setAttribute("a", "180");
    undo.stopCapturing();
    undo.undo();
    undo.undo();
    assertThat(xml).hasToString("<undefined><test-node a=\"100\"></test-node></undefined>");
  }

  @Test
  void aBlockThatWasReplacedAgainAndAgainComesBack() {
    UndoStack undo = stack(map);
    for (int i = 1; i <= 4; i++) {
      map.set("text", NewType.map()).set("block", i);
      undo.stopCapturing();
    }
    for (int i = 3; i >= 1; i--) {
      undo.undo();
      assertThat(map.toPlain()).isEqualTo(Map.of("text", Map.of("block", i)));
    }
    for (int i = 2; i <= 4; i++) {
      undo.redo();
      assertThat(map.toPlain()).isEqualTo(Map.of("text", Map.of("block", i)));
    }
  }

  @Test
  void anEndedFormatComesBackEverywhere() {
    text.insert(0, "Attack ships on fire off the shoulder of Orion.");
    peers.agree();
    UndoStack undo = stack(text);
    text.format(13, 7, Map.of("bold", true));
    undo.stopCapturing();
    peers.agree();
    text.format(16, 4, java.util.Collections.singletonMap("bold", null));
    undo.stopCapturing();
    peers.agree();
    List<TextOp.Insert> expected =
        List.of(
            insert("Attack ships "),
            insert("on ", Map.of("bold", true)),
            insert("fire off the shoulder of Orion."));
    assertThat(peers.text(1).toDelta()).isEqualTo(expected);
    undo.undo();
    undo.redo();
    assertThat(text.toDelta()).isEqualTo(expected);
    peers.agree();
  }

  @Test
  void keysOfOthersMayBeIgnored() {
    for (boolean ignores : new boolean[] {false, true}) {
      Peers two = new Peers(2);
      UndoStack undo =
          UndoStack.builder(clock, List.of(two.map(0))).ignoreRemoteMapChanges(ignores).build();
      two.map(0).set("x", 1);
      two.agree();
      undo.stopCapturing();
      two.map(0).set("x", 2);
      two.agree();
      two.map(1).set("x", 3);
      two.agree();
      undo.undo();
      assertThat(two.map(0).get("x")).isEqualTo(ignores ? 1 : 3);
    }
  }

  @Test
  void anAttributeThatWasSetAndItsElementDeletedInOneStepComesBack() {
    SharedXmlElement xml = peers.xml(0);
    UndoStack undo = UndoStack.builder(clock, List.of(xml)).trackOnly("undoable").build();
    SharedXmlElement element = xml.insert(0, NewType.xmlElement("test"));
    element.setAttribute("a", "1");
    element.setAttribute("b", "2");
    String before = xml.toString();
    doc.transact(
        "undoable",
        () -> {
          element.setAttribute("b", "3");
          xml.delete(0, 1);
        });
    undo.undo();
    assertThat(xml).hasToString(before);
  }

  @Test
  void aKeyThatWasRemovedInANestedMapComesBack() {
    UndoStack undo = stack(map);
    SharedMap inner = map.set("inner", NewType.map());
    inner.set("k", "v");
    undo.stopCapturing();
    inner.remove("k");
    undo.undo();
    assertThat(inner.toPlain()).isEqualTo(Map.of("k", "v"));
    undo.redo();
    assertThat(inner.has("k")).isFalse();
  }

  @Test
  void whatAnUndoDidCanBeKnownWhileItIsTold() {
    UndoStack undo = stack(text);
    List<Object> origins = new ArrayList<>();
    text.observe(event -> origins.add(event.transaction().origin()));
    text.insert(0, "a");
    undo.undo();
    undo.redo();
    assertThat(origins).containsExactly(null, undo, undo);
  }

  @Test
  void aTransactionCanBeLeftOut() {
    UndoStack undo =
        UndoStack.builder(clock, List.of(text))
            .trackOrigin("save")
            .captureIf(transaction -> !"save".equals(transaction.origin()))
            .build();
    text.insert(0, "a");
    undo.stopCapturing();
    doc.transact("save", () -> text.insert(1, "b"));
    undo.undo();
    assertThat(text).hasToString("b");
  }

  @Test
  void stepsCanBeForgotten() {
    UndoStack undo = stack(text);
    text.insert(0, "a");
    undo.stopCapturing();
    text.insert(1, "b");
    undo.undo();
    undo.clear(false, true);
    assertThat(undo.canRedo()).isFalse();
    assertThat(undo.canUndo()).isTrue();
    undo.clear();
    assertThat(undo.undo()).isNull();
    assertThat(text).hasToString("a");
  }

  @Test
  void originsCanBeAddedAndTakenAway() {
    UndoStack undo = stack(text);
    undo.trackOrigin("import");
    doc.transact("import", () -> text.insert(0, "a"));
    undo.stopCapturing();
    undo.untrackOrigin("import");
    doc.transact("import", () -> text.insert(1, "b"));
    undo.undo();
    assertThat(text).hasToString("b");
  }
}
