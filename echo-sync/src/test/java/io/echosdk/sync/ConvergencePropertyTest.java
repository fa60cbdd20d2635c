package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Peers that edit at random and hear of one another in any order end with the same document. */
class ConvergencePropertyTest {

  private static final int PEERS = 4;

  @Test
  void peersConvergeWhateverTheOrderOfDelivery() {
    for (long seed = 0; seed < 150; seed++) {
      new Session(seed).run();
    }
  }

  private static final class Session {
    private final Random random;
    private final long seed;
    private final List<SharedDoc> docs = new ArrayList<>();
    private final List<List<byte[]>> inboxes = new ArrayList<>();

    Session(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      boolean collects = random.nextBoolean();
      for (int i = 0; i < PEERS; i++) {
        SharedDoc doc = SharedDoc.builder().clientId(10 + i).collectsGarbage(collects).build();
        doc.text("t");
        doc.array("a");
        doc.map("m");
        docs.add(doc);
        inboxes.add(new ArrayList<>());
      }
      for (int i = 0; i < PEERS; i++) {
        int own = i;
        docs.get(i).onUpdate(UpdateFormat.V1, (update, origin) -> send(own, update, origin));
      }
    }

    private void send(int from, byte[] update, Object origin) {
      if (origin != this) { // what was applied is known to the others already
        for (int i = 0; i < PEERS; i++) {
          if (i != from) {
            inboxes.get(i).add(update);
          }
        }
      }
    }

    void run() {
      for (int step = 0; step < 120; step++) {
        int i = random.nextInt(PEERS);
        if (random.nextInt(3) > 0) {
          edit(docs.get(i));
        } else {
          deliver(i);
        }
      }
      for (int i = 0; i < PEERS; i++) {
        Collections.shuffle(inboxes.get(i), random);
        while (!inboxes.get(i).isEmpty()) {
          deliver(i);
        }
      }
      exchangeStates();
      for (SharedDoc doc : docs) {
        assertThat(doc.toPlain()).as("seed %s", seed).isEqualTo(docs.get(0).toPlain());
        assertThat(doc.stateVector()).as("seed %s", seed).isEqualTo(docs.get(0).stateVector());
        assertThat(doc.text("t").toDelta())
            .as("seed %s", seed)
            .isEqualTo(docs.get(0).text("t").toDelta());
        assertThat(doc.hasPending()).as("seed %s", seed).isFalse();
      }
    }

    private void exchangeStates() {
      for (int round = 0; round < 3; round++) { // cleaning formats up makes deletes of its own
        for (SharedDoc from : docs) {
          for (SharedDoc to : docs) {
            to.apply(from.encode(UpdateFormat.V2), UpdateFormat.V2, this);
          }
        }
      }
    }

    private void deliver(int i) {
      List<byte[]> inbox = inboxes.get(i);
      int count = Math.min(inbox.size(), 1 + random.nextInt(4));
      if (count > 0) {
        int from = random.nextInt(inbox.size() - count + 1);
        List<byte[]> some = inbox.subList(from, from + count);
        docs.get(i).apply(Updates.merge(List.copyOf(some), UpdateFormat.V1), UpdateFormat.V1, this);
        some.clear();
      }
    }

    private void edit(SharedDoc doc) {
      SharedText text = doc.text("t");
      SharedArray array = doc.array("a");
      int length = text.length();
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> text.insert(random.nextInt(length + 1), word());
        case 3 -> {
          int from = random.nextInt(length + 1);
          text.delete(from, random.nextInt(Math.min(5, length - from) + 1));
        }
        case 4 -> {
          int from = random.nextInt(length + 1);
          text.format(from, random.nextInt(Math.min(6, length - from) + 1), format());
        }
        case 5 ->
            array.insert(random.nextInt(array.length() + 1), List.of(word(), random.nextInt()));
        case 6 -> {
          int from = random.nextInt(array.length() + 1);
          array.delete(from, random.nextInt(array.length() - from + 1));
        }
        case 7 -> doc.map("m").set("k" + random.nextInt(3), random.nextInt());
        default -> nested(doc.map("m"));
      }
    }

    private void nested(SharedMap map) {
      if (map.get("inner") instanceof SharedText inner) {
        inner.insert(0, word());
      } else if (map.has("inner")) {
        map.remove("inner");
      } else {
        map.set("inner", NewType.text());
      }
    }

    private Map<String, Object> format() {
      Map<String, Object> format = new LinkedHashMap<>();
      format.put(random.nextBoolean() ? "bold" : "color", random.nextBoolean() ? null : "x");
      return format;
    }

    private String word() {
      return List.of("a", "word", "\u00e9", "\u4e2d", "\n", "longer words").get(random.nextInt(6));
    }
  }
}
