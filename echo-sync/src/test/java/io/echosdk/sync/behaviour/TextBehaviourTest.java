package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedEvent;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBehaviourTest {

  private static final Map<String, Object> BOLD = Map.of("bold", true);
  private static final Map<String, Object> NOT_BOLD = Collections.singletonMap("bold", null);

  private final Peers peers = new Peers(2);
  private final SharedText text = peers.text(0);
  private final SharedText other = peers.text(1);
  private final List<List<TextOp>> deltas = new ArrayList<>();

  static TextOp.Insert insert(Object content) {
    return new TextOp.Insert(content, Map.of());
  }

  static TextOp.Insert insert(Object content, Map<String, Object> attributes) {
    return new TextOp.Insert(content, attributes);
  }

  static TextOp.Retain retain(int length) {
    return new TextOp.Retain(length, Map.of());
  }

  @Test
  void aDeltaOfManyLinesWithFormatsComesBack() {
    List<TextOp> delta = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      delta.add(insert("line " + i));
      delta.add(insert("\n", Map.of("block-id", "b" + i)));
    }
    text.applyDelta(delta);
    assertThat(text.toDelta()).hasToString(delta.toString());
    peers.agree();
  }

  @Test
  void aDeltaThatInsertsWithinFormattedLinesFormatsOnlyWhatItSays() {
    text.applyDelta(
        List.of(
            insert("Thomas"), insert("\n", Map.of("block", "a")), insert("x"), insert("\n", BOLD)));
    text.applyDelta(List.of(retain(6), insert(" and I"), retain(1), insert("new ")));
    assertThat(text.toDelta())
        .containsExactly(
            insert("Thomas and I"),
            insert("\n", Map.of("block", "a")),
            insert("new x"),
            insert("\n", BOLD));
    peers.agree();
  }

  @Test
  void anEventAfterConcurrentFormatsTellsTheDifference() {
    text.insert(0, "abcde");
    peers.deliver();
    text.format(0, 3, BOLD);
    other.format(2, 2, BOLD);
    List<TextOp> seen = new ArrayList<>();
    other.observe(event -> seen.addAll(event.delta()));
    peers.deliver();
    assertThat(seen).containsExactly(new TextOp.Retain(3, BOLD), new TextOp.Retain(2, NOT_BOLD));
    peers.agree();
    assertThat(other.toDelta())
        .containsExactly(insert("ab", BOLD), insert("c", BOLD), insert("d"), insert("e"));
  }

  @Test
  void insertsAndDeletesAreToldOfAndRead() {
    text.observe(event -> deltas.add(event.delta()));
    text.insert(0, "abc");
    text.delete(0, 1);
    text.delete(1, 1);
    peers
        .doc(0)
        .transact(
            () -> {
              text.insert(0, "1");
              text.delete(0, 1);
            });
    assertThat(text.toString()).isEqualTo("b");
    assertThat(deltas.subList(0, 3))
        .containsExactly(
            List.of(insert("abc")),
            List.of(new TextOp.Delete(1)),
            List.of(retain(1), new TextOp.Delete(1)));
    assertThat(deltas.get(3)).isEmpty();
    peers.agree();
  }

  @Test
  void formatsAreToldOfAndRead() {
    text.observe(event -> deltas.add(event.delta()));
    text.insert(0, "abc", BOLD);
    text.delete(0, 1);
    text.delete(1, 1);
    text.insert(0, "z", BOLD);
    text.insert(0, "b", NOT_BOLD);
    text.format(0, 1, BOLD);
    assertThat(text.toDelta()).containsExactly(insert("bzb", BOLD));
    assertThat(deltas)
        .containsExactly(
            List.of(insert("abc", BOLD)),
            List.of(new TextOp.Delete(1)),
            List.of(retain(1), new TextOp.Delete(1)),
            List.of(insert("z", BOLD)),
            List.of(insert("b")),
            List.of(new TextOp.Retain(3, BOLD))); // as Yjs tells it: the run after it is new too
    peers.agree();
  }

  @Test
  void formatsMayHaveTheValuesFalseAndZero() {
    text.observe(event -> deltas.add(event.delta()));
    text.insert(0, "abc", Map.of("falsy", false));
    text.format(1, 1, Map.of("falsy", 0));
    assertThat(deltas.get(0)).containsExactly(insert("abc", Map.of("falsy", false)));
    assertThat(text.toDelta()).contains(insert("b", Map.of("falsy", 0)));
    peers.agree();
  }

  @Test
  void linesAreFormattedOneByOne() {
    text.insert(0, "Test\nMulti-line\nFormatting");
    text.applyDelta(
        List.of(
            new TextOp.Retain(4, BOLD),
            retain(1),
            new TextOp.Retain(10, BOLD),
            retain(1),
            new TextOp.Retain(10, BOLD)));
    assertThat(text.toDelta())
        .containsExactly(
            insert("Test", BOLD),
            insert("\n"),
            insert("Multi-line", BOLD),
            insert("\n"),
            insert("Formatting", BOLD));
  }

  @Test
  void emptyLinesOfDifferentFormatsStayApart() {
    List<TextOp> delta =
        List.of(
            insert("Text"),
            insert("\n", Map.of("title", true)),
            insert("\nText"),
            insert("\n", Map.of("title", true)));
    text.applyDelta(delta);
    assertThat(text.toDelta()).hasToString(delta.toString());
  }

  @Test
  void deletingALineKeepsTheFormatOfTheNext() {
    text.applyDelta(List.of(insert("Text"), insert("\n", Map.of("title", true)), insert("\n")));
    text.applyDelta(
        List.of(retain(4), new TextOp.Delete(1), new TextOp.Retain(1, Map.of("title", true))));
    assertThat(text.toDelta()).containsExactly(insert("Text"), insert("\n", Map.of("title", true)));
  }

  @Test
  void embedsStandInTheDelta() {
    text.applyDelta(List.of(insert(Map.of("linebreak", "s"))));
    assertThat(text.toDelta()).containsExactly(insert(Map.of("linebreak", "s")));
    assertThat(text.length()).isEqualTo(1);
  }

  @Test
  void sharedTypesStandInTheDelta() {
    SharedMap inner = text.insert(0, NewType.map());
    inner.set("key", "val");
    assertThat(text.toDelta()).containsExactly(insert(inner));
    peers.deliver();
    SharedMap theirs = (SharedMap) other.toDelta().get(0).content();
    assertThat(theirs.toPlain()).isEqualTo(Map.of("key", "val"));
    peers.agree();
  }

  @Test
  void aVersionShowsTheOldTextAndTheDifference() {
    Peers keepers = new Peers(1, false);
    SharedText kept = keepers.text(0);
    kept.applyDelta(List.of(insert("abcd")));
    var first = keepers.doc(0).version();
    kept.applyDelta(List.of(retain(1), insert("x"), new TextOp.Delete(1)));
    var second = keepers.doc(0).version();
    kept.applyDelta(List.of(retain(2), new TextOp.Delete(1), insert("x")));
    assertThat(kept.toDelta(first)).containsExactly(insert("abcd"));
    assertThat(kept.toDelta(second)).containsExactly(insert("axcd"));
    assertThat(kept.toDelta(second, first))
        .containsExactly(
            insert("a"),
            insert("x", Map.of("ychange", Map.of("type", "added"))),
            insert("b", Map.of("ychange", Map.of("type", "removed"))),
            insert("cd"));
  }

  @Test
  void aVersionStaysWhatItWasWhenMoreIsDeleted() {
    Peers keepers = new Peers(1, false);
    SharedText kept = keepers.text(0);
    kept.insert(0, "abcd");
    var version = keepers.doc(0).version();
    kept.delete(0, 2);
    assertThat(kept.toDelta(version)).containsExactly(insert("abcd"));
    assertThat(kept.toString()).isEqualTo("cd");
  }

  @Test
  void thePlainFormIsTheString() {
    text.insert(0, "abc", BOLD);
    assertThat(text.toPlain()).isEqualTo("abc");
    assertThat(text.toJson()).isEqualTo("\"abc\"");
  }

  @Test
  void embedsMayHaveFormats() {
    text.insert(0, "ab", BOLD);
    text.insertEmbed(1, Map.of("image", "imageSrc.png"), Map.of("width", 100));
    assertThat(text.toDelta())
        .containsExactly(
            insert("a", BOLD),
            insert(Map.of("image", "imageSrc.png"), Map.of("width", 100)),
            insert("b", BOLD));
  }

  @Test
  void embedsWithoutFormatsHaveNone() {
    text.insert(0, "ab", BOLD);
    text.insertEmbed(1, Map.of("image", "imageSrc.png"), Map.of());
    assertThat(text.toDelta())
        .containsExactly(
            insert("a", BOLD), insert(Map.of("image", "imageSrc.png")), insert("b", BOLD));
  }

  @Test
  void deletingAllFormattedTextDeletesItsFormats() {
    text.insert(0, "ab", BOLD);
    text.delete(0, 2);
    text.insert(0, "plain");
    assertThat(text.toDelta()).containsExactly(insert("plain"));
    peers.agree();
    assertThat(new String(peers.doc(1).encode(UpdateFormat.V1))).doesNotContain("bold");
  }

  @Test
  void deletingFormattedTextInTheMiddleDeletesItsFormats() {
    text.insert(0, "1234");
    text.insert(2, "ab", BOLD);
    text.delete(2, 2);
    assertThat(text.toDelta()).containsExactly(insert("1234"));
    peers.agree();
    assertThat(new String(peers.doc(1).encode(UpdateFormat.V1))).doesNotContain("bold");
  }

  @Test
  void anEventTellsNoNeedlessFormats() {
    text.insert(0, "\n", Map.of("header", 1));
    text.insert(1, "text");
    text.observe(event -> deltas.add(event.delta()));
    text.format(0, 1, Map.of("header", 2));
    assertThat(deltas).containsExactly(List.of(new TextOp.Retain(1, Map.of("header", 2))));
    text.format(0, 1, Map.of("header", 2));
    assertThat(deltas.stream().skip(1).allMatch(List::isEmpty)).isTrue();
  }

  @Test
  void editsAtRandomPositionsGiveWhatABuilderGives() {
    Random random = new Random(5);
    StringBuilder twin = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      int at = random.nextInt(twin.length() + 1);
      if (random.nextInt(3) > 0 || twin.isEmpty()) {
        String word = Integer.toString(random.nextInt(1000), 36);
        text.insert(at, word);
        twin.insert(at, word);
      } else {
        int length = Math.min(random.nextInt(4), twin.length() - at);
        text.delete(at, length);
        twin.delete(at, at + length);
      }
    }
    assertThat(text.toString()).isEqualTo(twin.toString());
    peers.agree();
  }

  @Test
  void appendedCharactersAreOneStruct() {
    for (int i = 0; i < 2000; i++) {
      text.insert(text.length(), "a");
    }
    assertThat(text.length()).isEqualTo(2000);
    assertThat(peers.doc(0).encode(UpdateFormat.V1)).hasSizeLessThan(2030);
  }

  @Test
  void prependedCharactersEncodeInTheColumnsOfVersionTwo() {
    for (int i = 0; i < 2000; i++) {
      text.insert(0, "b");
    }
    assertThat(text.toString()).isEqualTo("b".repeat(2000));
    assertThat(peers.doc(0).encode(UpdateFormat.V2)).hasSizeLessThan(2100);
    peers.agree();
  }

  @Test
  void aFragmentedDocumentLoadsFromBothFormats() {
    peers
        .doc(0)
        .transact(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                text.insert(0, "0");
              }
            });
    for (UpdateFormat format : UpdateFormat.values()) {
      SharedDoc fresh = SharedDoc.create();
      fresh.apply(peers.doc(0).encode(format), format, null);
      assertThat(fresh.text("text").length()).isEqualTo(20_000);
    }
  }

  @Test
  void updatesOfAFragmentedDocumentArriveOneByOne() {
    for (int i = 0; i < 5_000; i++) {
      text.insert(0, "0");
    }
    peers.deliver();
    assertThat(other.length()).isEqualTo(5_000);
    assertThat(peers.doc(1).encode(UpdateFormat.V1))
        .isEqualTo(peers.doc(0).encode(UpdateFormat.V1));
  }

  @Test
  void aPairThatIsCutIsTwoReplacementCharactersEverywhere() {
    text.insert(0, "\ud83d\udc7e");
    peers.deliver();
    text.insert(1, "hi!");
    peers.agree();
    assertThat(text.toString()).isEqualTo("\ufffdhi!\ufffd");
  }

  @Test
  void deletingHalfAPairLeavesAReplacementCharacter() {
    text.insert(0, "\ud83d\udc7e\ud83d\udc7e");
    text.delete(1, 2);
    peers.agree();
    assertThat(text.toString()).isEqualTo("\ufffd\ufffd");
  }

  @Test
  void formattingHalfAPairCutsIt() {
    text.insert(0, "\ud83d\udc7e\ud83d\udc7e");
    text.format(1, 2, BOLD);
    peers.agree();
    assertThat(other.toDelta())
        .containsExactly(insert("\ufffd"), insert("\ufffd\ufffd", BOLD), insert("\ufffd"));
  }

  @Test
  void positionsAreRightAfterInsertsInOneTransaction() {
    peers
        .doc(0)
        .transact(
            () -> {
              text.insert(0, "a_a");
              text.insert(3, "x".repeat(500));
              text.insert(1, "m");
              text.insert(504, "e");
            });
    peers
        .doc(0)
        .transact(
            () -> {
              text.insert(0, "z");
              text.insert(3, "y");
            });
    assertThat(text.toString()).isEqualTo("zam" + "y_a" + "x".repeat(500) + "e");
    peers.agree();
  }

  @Test
  void aFormatThatEndsWithinAnotherOneComesBackFromAnUpdate() {
    text.insert(0, "xyz");
    text.format(0, 3, Map.of("url", "http://example.com"));
    text.format(1, 1, NOT_BOLD);
    SharedDoc fresh = SharedDoc.create();
    fresh.apply(peers.doc(0).encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(fresh.text("text").toDelta())
        .containsExactly(insert("xyz", Map.of("url", "http://example.com")));
  }

  @Test
  void deletingAroundAFormatKeepsWhatIsLeftAsItWas() {
    text.insert(0, "Attack ships on fire off the shoulder of Orion.");
    peers.deliver();
    other.format(13, 7, BOLD);
    text.delete(16, 4);
    peers.agree();
    assertThat(text.toDelta())
        .containsExactly(
            insert("Attack ships "), insert("on ", BOLD), insert(" off the shoulder of Orion."));
  }

  @Test
  void attributesOfATextAsAWholeAreToldOf() {
    List<SharedEvent> events = new ArrayList<>();
    text.observe(events::add);
    text.setAttribute("test", 42);
    assertThat(text.attributes()).isEqualTo(Map.of("test", 42));
    assertThat(events.get(0).keys().get("test").action()).isEqualTo(SharedEvent.Action.ADD);
    text.removeAttribute("test");
    assertThat(text.attribute("test")).isNull();
    peers.agree();
  }

  /** Edits plain characters only. */
  private static void write(SharedDoc doc, Random random) {
    SharedText text = doc.text("text");
    int at = random.nextInt(text.length() + 1);
    if (random.nextBoolean()) {
      text.insert(at, "w" + random.nextInt(100));
    } else {
      text.delete(at, Math.min(random.nextInt(6), text.length() - at));
    }
  }

  /** Edits as an editor for rich text does. */
  private static void compose(SharedDoc doc, Random random) {
    SharedText text = doc.text("text");
    int at = random.nextInt(text.length() + 1);
    int length = Math.min(1 + random.nextInt(5), text.length() - at);
    List<Map<String, Object>> marks =
        List.of(BOLD, NOT_BOLD, Map.of("italic", true), Map.of("color", "#888"));
    Map<String, Object> mark = marks.get(random.nextInt(marks.size()));
    switch (random.nextInt(7)) {
      case 0 -> text.insert(at, "word", mark == NOT_BOLD ? Map.of() : mark);
      case 1 -> text.insertEmbed(at, Map.of("image", "x.png"), Map.of());
      case 2 -> text.delete(at, length);
      case 3 -> text.format(at, length, mark);
      case 4 -> text.insert(at, "\n", Map.of("list", "ordered"));
      case 5 ->
          text.applyDelta(List.of(retain(at), insert("delta", BOLD), new TextOp.Delete(length)));
      default -> text.insert(at, "plain");
    }
  }

  @Test
  void plainTextsConvergeAfter5Edits() {
    Peers.random(5, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter30Edits() {
    Peers.random(30, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter40Edits() {
    Peers.random(40, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter50Edits() {
    Peers.random(50, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter70Edits() {
    Peers.random(70, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter90Edits() {
    Peers.random(90, TextBehaviourTest::write);
  }

  @Test
  void plainTextsConvergeAfter300Edits() {
    Peers.random(300, TextBehaviourTest::write);
  }

  @Test
  void richTextsConvergeAfter10Edits() {
    Peers.random(10, TextBehaviourTest::compose);
  }

  @Test
  void richTextsConvergeAfter20Edits() {
    Peers.random(20, TextBehaviourTest::compose);
  }

  @Test
  void richTextsConvergeAfter35Edits() {
    Peers.random(35, TextBehaviourTest::compose);
  }

  @Test
  void richTextsConvergeAfter60Edits() {
    Peers.random(60, TextBehaviourTest::compose);
  }

  @Test
  void richTextsConvergeAfter100Edits() {
    Peers.random(100, TextBehaviourTest::compose);
  }

  @Test
  void richTextsConvergeAfter200Edits() {
    Peers.random(200, TextBehaviourTest::compose);
  }
}
