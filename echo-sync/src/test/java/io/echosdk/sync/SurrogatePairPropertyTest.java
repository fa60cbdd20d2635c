package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Edits whose edges fall between the halves of a surrogate pair. */
class SurrogatePairPropertyTest {

  private static final String PAIRS = "\ud83d\ude00\ud83c\udfb5";

  @Test
  void aFormatThatIsThereAlreadyLeavesThePairWhole() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.text("t").insert(0, PAIRS);
    doc.text("t").format(1, 2, format(null));
    assertThat(doc.text("t").toString()).isEqualTo(PAIRS);
  }

  @Test
  void aFormatThatBeginsWithinAPairHalvesItForAll() {
    SharedDoc one = SharedDoc.builder().clientId(1).build();
    SharedDoc two = SharedDoc.builder().clientId(2).build();
    one.text("t").insert(0, PAIRS);
    one.text("t").format(1, 3, format(true));
    two.apply(one.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(two.text("t").toDelta()).isEqualTo(one.text("t").toDelta());
  }

  @Test
  void peersConvergeWhereverTheirEditsBeginAndEnd() {
    for (long seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      List<SharedDoc> docs = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        docs.add(SharedDoc.builder().clientId(1 + i).build());
      }
      for (int step = 0; step < 40; step++) {
        SharedDoc doc = docs.get(random.nextInt(3));
        if (random.nextInt(3) == 0) {
          send(docs.get(random.nextInt(3)), doc);
        } else {
          edit(random, doc.text("t"));
        }
      }
      for (int round = 0; round < 3; round++) {
        docs.forEach(from -> docs.forEach(to -> send(from, to)));
      }
      for (SharedDoc doc : docs) {
        assertThat(doc.text("t").toDelta())
            .as("seed %s", seed)
            .isEqualTo(docs.get(0).text("t").toDelta());
      }
    }
  }

  private static void send(SharedDoc from, SharedDoc to) {
    to.apply(from.encode(UpdateFormat.V1, to.stateVector()), UpdateFormat.V1, null);
  }

  private static void edit(Random random, SharedText text) {
    int from = random.nextInt(text.length() + 1);
    int length = random.nextInt(Math.min(5, text.length() - from) + 1);
    switch (random.nextInt(4)) {
      case 0, 1 -> text.insert(from, random.nextBoolean() ? PAIRS : "ab");
      case 2 -> text.delete(from, length);
      default -> text.format(from, length, format(random.nextBoolean() ? true : null));
    }
  }

  private static Map<String, Object> format(Object bold) {
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("bold", bold);
    return format;
  }
}
