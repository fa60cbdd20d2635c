package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndoStackTest {

  private final VirtualClock clock = MediaClock.virtual();
  private final SharedDoc doc = SharedDoc.builder().clientId(1).build();
  private final SharedDoc other = SharedDoc.builder().clientId(2).build();
  private final SharedText text = doc.text("t");
  private final SharedMap map = doc.map("m");
  private final UndoStack undo = UndoStack.builder(clock, List.of(text, map)).build();

  @Test
  void whatOthersWroteStays() {
    text.insert(0, "mine");
    other.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, "peer");
    other.text("t").insert(4, " theirs");
    doc.apply(other.encode(UpdateFormat.V1), UpdateFormat.V1, "peer");
    assertThat(undo.undo()).isNotNull();
    assertThat(text.toString()).isEqualTo(" theirs");
    assertThat(undo.redo()).isNotNull();
    assertThat(text.toString()).isEqualTo("mine theirs");
    assertThat(undo.canRedo()).isFalse();
  }

  @Test
  void editsCloseToOneAnotherAreOneStep() {
    text.insert(0, "a");
    clock.advance(Duration.ofMillis(499));
    text.insert(1, "b");
    clock.advance(Duration.ofMillis(500));
    text.insert(2, "c");
    undo.undo();
    assertThat(text.toString()).isEqualTo("ab");
    undo.undo();
    assertThat(text.toString()).isEmpty();
    assertThat(undo.undo()).isNull();
  }

  @Test
  void aDeletedMapComesBackWithAllThatWasInIt() {
    SharedMap inner = map.set("k", NewType.map());
    inner.set("text", NewType.text()).insert(0, "deep");
    undo.stopCapturing();
    map.remove("k");
    undo.undo();
    assertThat(map.toPlain()).isEqualTo(Map.of("k", Map.of("text", "deep")));
  }

  /** The places are those of Yjs 13.6 for the same edits. */
  @Test
  void aPlaceFollowsWhatCameBackUnlessItIsToldNotTo() {
    text.insert(0, "xyz");
    undo.stopCapturing();
    RelativePosition place = doc.relativePosition(text, 1, 0);
    text.delete(0, 3);
    undo.undo();
    assertThat(text.toString()).isEqualTo("xyz");
    assertThat(doc.resolve(place)).isEqualTo(new SharedDoc.Place(text, 1));
    assertThat(doc.resolve(place, false)).isEqualTo(new SharedDoc.Place(text, 3));
  }

  @Test
  void formatsAreTakenBack() {
    text.insert(0, "word");
    undo.stopCapturing();
    text.format(1, 2, Map.of("bold", true));
    undo.undo();
    assertThat(text.toDelta()).containsExactly(new TextOp.Insert("word", Map.of()));
    undo.redo();
    assertThat(text.toDelta()).hasSize(3);
  }

  @Test
  void anEditAfterAnUndoForgetsWhatCouldBeDoneAgain() {
    text.insert(0, "a");
    undo.undo();
    text.insert(0, "b");
    assertThat(undo.canRedo()).isFalse();
  }

  @Test
  void aKeyThatSomebodyElseHasSetSinceStays() {
    map.set("k", 1);
    undo.stopCapturing();
    map.set("k", 2);
    other.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, "peer");
    other.map("m").set("k", 3);
    doc.apply(other.encode(UpdateFormat.V1), UpdateFormat.V1, "peer");
    undo.undo();
    assertThat(map.get("k")).isEqualTo(3);
  }

  @Test
  void onlyTrackedOriginsAreTakenBack() {
    doc.transact("import", () -> text.insert(0, "imported"));
    assertThat(undo.canUndo()).isFalse();
    UndoStack tracking = UndoStack.builder(clock, List.of(text)).trackOrigin("import").build();
    doc.transact("import", () -> text.insert(0, "more "));
    assertThat(tracking.undo()).isNotNull();
    assertThat(text.toString()).isEqualTo("imported");
    tracking.close();
    text.insert(0, "x");
    assertThat(tracking.canUndo()).isFalse();
  }
}
