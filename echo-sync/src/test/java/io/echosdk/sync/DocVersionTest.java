package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocVersionTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).collectsGarbage(false).build();
  private final SharedText text = doc.text("t");

  @Test
  void aTextShowsWhatCameAndWentBetweenTwoVersions() {
    text.insert(0, "abcd");
    DocVersion early = doc.version();
    text.delete(1, 2);
    text.insert(1, "xy");
    DocVersion late = doc.version();
    text.insert(0, "later ");
    assertThat(text.toDelta(early)).containsExactly(new TextOp.Insert("abcd", Map.of()));
    assertThat(text.toDelta(late)).containsExactly(new TextOp.Insert("axyd", Map.of()));
    assertThat(text.toDelta(late, early))
        .containsExactly(
            new TextOp.Insert("a", Map.of()),
            new TextOp.Insert("bc", Map.of("ychange", Map.of("type", "removed"))),
            new TextOp.Insert("xy", Map.of("ychange", Map.of("type", "added"))),
            new TextOp.Insert("d", Map.of()));
    assertThat(text.toDelta(late, DocVersion.empty())).hasSize(3);
  }

  @Test
  void theCallerSaysHowChangesAreAttributed() {
    text.insert(0, "ab");
    DocVersion early = doc.version();
    text.delete(0, 1);
    List<TextOp.Insert> delta =
        text.toDelta(
            doc.version(),
            early,
            (isAdded, client, clock) ->
                Map.of("user", client, "type", isAdded ? "added" : "removed", "clock", clock));
    assertThat(delta)
        .containsExactly(
            new TextOp.Insert(
                "a", Map.of("ychange", Map.of("user", 1, "type", "removed", "clock", 0))),
            new TextOp.Insert("b", Map.of()));
  }

  @Test
  void listsAndKeysShowWhatTheyHeld() {
    SharedArray array = doc.array("a");
    SharedMap map = doc.map("m");
    array.add(List.of(1, 2, 3));
    map.set("k", "old");
    map.set("gone", 1);
    DocVersion early = doc.version();
    array.delete(1, 1);
    array.insert(0, List.of(0));
    map.set("k", "new");
    map.remove("gone");
    map.set("new", 1);
    assertThat(array.toList(early)).containsExactly(1, 2, 3);
    assertThat(map.entries(early)).isEqualTo(Map.of("k", "old", "gone", 1));
    assertThat(array.toList(doc.version())).isEqualTo(array.toList());
  }

  @Test
  void readingTheOldLeavesTheBytesAlone() {
    text.insert(0, "abcdef");
    DocVersion early = doc.version();
    text.delete(1, 3);
    text.insert(3, "xyz");
    byte[] bytes = doc.encode(UpdateFormat.V1);
    text.toDelta(early);
    text.toDelta(doc.version(), early);
    assertThat(doc.encode(UpdateFormat.V1)).isEqualTo(bytes);
  }

  @Test
  void aVersionKnowsWhichUpdatesItHolds() {
    text.insert(0, "abc");
    DocVersion early = doc.version();
    byte[] first = doc.encode(UpdateFormat.V1);
    text.delete(0, 1);
    byte[] second = doc.encode(UpdateFormat.V2);
    assertThat(early.contains(first, UpdateFormat.V1)).isTrue();
    assertThat(early.contains(second, UpdateFormat.V2)).isFalse();
    assertThat(doc.version().contains(second, UpdateFormat.V2)).isTrue();
    text.insert(0, "d");
    assertThat(early.contains(doc.encode(UpdateFormat.V1), UpdateFormat.V1)).isFalse();
  }
}
