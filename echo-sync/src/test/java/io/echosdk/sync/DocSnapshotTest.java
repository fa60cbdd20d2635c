package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DocSnapshotTest {

  @Test
  void aSnapshotHoldsWhatTheDocumentHeldHoweverItGoesOn() {
    for (long seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      SharedDoc doc =
          SharedDoc.builder().clientId(seed + 1).publishSnapshots(seed % 2 == 0).build();
      SharedDoc peer = SharedDoc.builder().clientId(1000).build();
      doc.transact(
          () -> {
            doc.text("t");
            doc.array("a");
            doc.map("m");
            doc.xml("x");
          });
      List<DocSnapshot> taken = new ArrayList<>();
      List<Map<String, Object>> expected = new ArrayList<>();
      for (int step = 0; step < 80; step++) {
        RandomEdits.edit(random.nextInt(4) == 0 ? peer : doc, random);
        if (random.nextInt(6) == 0) {
          doc.apply(peer.encode(UpdateFormat.V1), UpdateFormat.V1, null);
          peer.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
        }
        DocSnapshot snapshot = seed % 2 == 0 ? doc.latest() : doc.snapshot();
        assertThat(snapshot.toPlain()).as("seed %s step %s", seed, step).isEqualTo(doc.toPlain());
        SnapshotView text = snapshot.root("t");
        assertThat(text == null ? List.of() : text.delta())
            .isEqualTo(text == null ? List.of() : doc.text("t").toDelta());
        taken.add(snapshot);
        expected.add(doc.toPlain());
      }
      for (int i = 0; i < taken.size(); i++) {
        assertThat(taken.get(i).toPlain()).as("seed %s", seed).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void whatDidNotChangeIsSharedBetweenSnapshots() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    SharedMap map = doc.map("m");
    SharedText changing = map.set("a", NewType.text());
    map.set("b", NewType.text()).insert(0, "stays");
    DocSnapshot first = doc.snapshot();
    changing.insert(0, "x");
    DocSnapshot second = doc.snapshot();
    assertThat(second.root("m").get("b")).isSameAs(first.root("m").get("b"));
    assertThat(second.root("m").get("a")).isNotSameAs(first.root("m").get("a"));
    assertThat(doc.snapshot().root("m")).isSameAs(second.root("m"));
  }

  @Test
  void readersOnOtherThreadsSeeWholeTransactionsOnly() throws InterruptedException {
    SharedDoc doc = SharedDoc.builder().clientId(1).publishSnapshots(true).build();
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger torn = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Runnable reader =
        () -> {
          while (!isOver.get()) {
            SnapshotView text = doc.latest().root("t");
            SnapshotView map = doc.latest().root("m");
            DocSnapshot both = doc.latest();
            if (text != null && map != null) {
              int length = both.root("t").toString().length();
              if (!Integer.valueOf(length).equals(both.root("m").get("length"))) {
                torn.incrementAndGet();
              }
              seen.incrementAndGet();
            }
          }
        };
    List<Thread> readers = List.of(new Thread(reader), new Thread(reader));
    readers.forEach(Thread::start);
    try {
      for (int i = 1; i <= 2000 || (seen.get() == 0 && i < 200_000); i++) {
        int length = i;
        doc.transact(
            () -> {
              doc.text("t").insert(0, "x");
              doc.map("m").set("length", length);
            });
      }
    } finally {
      isOver.set(true);
    }
    for (Thread each : readers) {
      each.join();
    }
    assertThat(torn.get()).isZero();
    assertThat(seen.get()).isPositive();
  }

  @Test
  void thereIsNoSnapshotOfHalfATransaction() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.transact(
        () ->
            assertThatThrownBy(doc::snapshot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not over"));
    assertThatThrownBy(doc::latest).hasMessageContaining("publishSnapshots(true)");
  }

  @Test
  void xmlReadsAsItDid() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    SharedXmlElement element = doc.xml("x").insert(0, NewType.xmlElement("Track"));
    element.setAttribute("bpm", 120);
    SharedText words = element.insert(0, NewType.xmlText());
    words.insert(0, "boom", Map.of("b", Map.of("k", "v")));
    String before = doc.xml("x").toString();
    DocSnapshot snapshot = doc.snapshot();
    words.delete(0, 2);
    assertThat(snapshot.root("x")).hasToString(before);
    assertThat(snapshot.root("x").values()).hasSize(1);
  }
}
