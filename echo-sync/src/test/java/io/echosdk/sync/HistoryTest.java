package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void aDocumentThatForgetsGoesBackToTheVersionsThatItRetains() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      SharedDoc doc = SharedDoc.builder().clientId(1).build();
      SharedDoc peer = SharedDoc.builder().clientId(2).build();
      List<RetainedVersion> retained = new ArrayList<>();
      List<Map<String, Object>> expected = new ArrayList<>();
      for (int step = 0; step < 100; step++) {
        RandomEdits.edit(random.nextBoolean() ? doc : peer, random);
        if (random.nextInt(8) == 0) {
          doc.apply(peer.encode(UpdateFormat.V2), UpdateFormat.V2, null);
          peer.apply(doc.encode(UpdateFormat.V2), UpdateFormat.V2, null);
        }
        if (random.nextInt(15) == 0) {
          retained.add(doc.retain());
          expected.add(plain(doc));
        }
        if (random.nextInt(25) == 0 && !retained.isEmpty()) {
          int gone = random.nextInt(retained.size());
          retained.remove(gone).close();
          expected.remove(gone);
        }
        doc.collect(1 + random.nextInt(20));
        for (int i = 0; i < retained.size(); i++) {
          assertThat(plain(doc.at(retained.get(i).version())))
              .as("seed %s step %s", seed, step)
              .isEqualTo(expected.get(i));
        }
      }
      retained.forEach(RetainedVersion::close);
      for (int sweep = 0; sweep < 3; sweep++) { // the one under way, one to forget, one to join
        while (!doc.collect(7)) {
          continue;
        }
      }
      SharedDoc fresh = SharedDoc.builder().clientId(3).build();
      fresh.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
      assertThat(doc.encode(UpdateFormat.V1))
          .as("seed %s", seed)
          .hasSameSizeAs(fresh.encode(UpdateFormat.V1));
      assertThat(plain(fresh)).isEqualTo(plain(doc));
    }
  }

  /** Roots that a document has not asked for yet are not named in it. */
  private static Map<String, Object> plain(SharedDoc doc) {
    doc.text("t");
    doc.array("a");
    doc.map("m");
    doc.xml("x");
    return Map.copyOf(doc.toPlain());
  }

  @Test
  void contentBetweenTwoVersionsIsForgotten() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    SharedText text = doc.text("t");
    text.insert(0, "kept");
    try (RetainedVersion version = doc.retain()) {
      text.insert(4, "secret");
      text.delete(0, 10);
      assertThat(new String(doc.encode(UpdateFormat.V1))).contains("kept").doesNotContain("secret");
      assertThat(text.toDelta(version.version()))
          .containsExactly(new TextOp.Insert("kept", Map.of()));
    }
    assertThat(doc.collect(Integer.MAX_VALUE)).isTrue();
    assertThat(new String(doc.encode(UpdateFormat.V1))).doesNotContain("kept");
    assertThatThrownBy(() -> doc.at(doc.version()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("retain");
  }

  @Test
  void aStepOfTheSweepLooksAtSoManyStructsOnly() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    SharedArray array = doc.array("a");
    for (int i = 0; i < 100; i++) {
      array.insert(0, List.of("value " + i));
    }
    RetainedVersion version = doc.retain();
    array.delete(0, 100);
    int full = doc.encode(UpdateFormat.V1).length;
    version.close();
    assertThat(doc.collect(10)).isFalse();
    int afterOne = doc.encode(UpdateFormat.V1).length;
    assertThat(afterOne).isLessThan(full).isGreaterThan(full / 2);
    int steps = 1;
    while (!doc.collect(10)) {
      steps++;
    }
    assertThat(steps).isBetween(8, 11);
    assertThat(new String(doc.encode(UpdateFormat.V1))).doesNotContain("value");
  }

  @Test
  void aLoadedDocumentCanBeToldWhichVersionsMatter() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.text("t").insert(0, "early");
    RetainedVersion version = doc.retain();
    doc.text("t").delete(0, 5);
    byte[] name = version.version().encode(UpdateFormat.V2);
    SharedDoc loaded = SharedDoc.create();
    RetainedVersion again = loaded.retain(DocVersion.decode(name, UpdateFormat.V2));
    loaded.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(loaded.at(again.version()).text("t").toString()).isEqualTo("early");
  }

  @Test
  void whatAnUndoStackNoLongerNeedsIsForgotten() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    UndoStack undo =
        UndoStack.builder(io.echosdk.api.MediaClock.virtual(), List.of(doc.text("t"))).build();
    doc.text("t").insert(0, "gone");
    undo.stopCapturing();
    doc.text("t").delete(0, 4);
    doc.collect(100);
    assertThat(new String(doc.encode(UpdateFormat.V1))).contains("gone");
    undo.clear();
    doc.collect(100);
    assertThat(new String(doc.encode(UpdateFormat.V1))).doesNotContain("gone");
  }
}
