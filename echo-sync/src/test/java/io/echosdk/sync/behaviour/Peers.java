package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** Peers of one document that hear of one another when told so, and the checks that they agree. */
final class Peers {

  private final List<SharedDoc> docs = new ArrayList<>();
  private final List<List<byte[]>> inboxes = new ArrayList<>();
  private final boolean[] isAway;

  Peers(int count) {
    this(count, true);
  }

  Peers(int count, boolean collectsGarbage) {
    isAway = new boolean[count];
    for (int i = 0; i < count; i++) {
      SharedDoc doc = SharedDoc.builder().clientId(i).collectsGarbage(collectsGarbage).build();
      doc.array("array");
      doc.map("map");
      doc.text("text");
      doc.root("xml", NewType.xmlElement(""));
      docs.add(doc);
      inboxes.add(new ArrayList<>());
      int own = i;
      doc.onUpdate(UpdateFormat.V2, (update, origin) -> send(own, update, origin));
    }
  }

  private void send(int from, byte[] update, Object origin) {
    for (int i = 0; i < docs.size() && origin != this && !isAway[from]; i++) {
      if (i != from && !isAway[i]) {
        inboxes.get(i).add(update);
      }
    }
  }

  SharedDoc doc(int i) {
    return docs.get(i);
  }

  SharedArray array(int i) {
    return doc(i).array("array");
  }

  SharedMap map(int i) {
    return doc(i).map("map");
  }

  SharedText text(int i) {
    return doc(i).text("text");
  }

  SharedXmlElement xml(int i) {
    return doc(i).root("xml", NewType.xmlElement(""));
  }

  void leave(int i) {
    isAway[i] = true;
  }

  /** Comes back and exchanges states with all that are there. */
  void comeBack(int i) {
    isAway[i] = false;
    for (int j = 0; j < docs.size(); j++) {
      if (j != i && !isAway[j]) {
        exchange(i, j);
      }
    }
  }

  private void exchange(int i, int j) {
    byte[] forJ = doc(i).encode(UpdateFormat.V1, doc(j).stateVector());
    byte[] forI = doc(j).encode(UpdateFormat.V2, doc(i).stateVector());
    doc(j).apply(forJ, UpdateFormat.V1, this);
    doc(i).apply(forI, UpdateFormat.V2, this);
  }

  /** Delivers all that was sent. */
  void deliver() {
    for (int i = 0; i < docs.size(); i++) {
      while (!inboxes.get(i).isEmpty()) {
        doc(i).apply(inboxes.get(i).remove(0), UpdateFormat.V2, this);
      }
    }
  }

  /** Brings all to the same state and checks that they agree on all that they hold. */
  void agree() {
    for (int i = 0; i < docs.size(); i++) {
      isAway[i] = false;
    }
    deliver();
    for (int round = 0; round < 3; round++) { // cleaning formats up makes deletes of its own
      for (int i = 0; i < docs.size(); i++) {
        for (int j = 0; j < i; j++) {
          exchange(i, j);
        }
      }
    }
    for (SharedDoc each : docs) {
      assertThat(each.toPlain()).isEqualTo(doc(0).toPlain());
      assertThat(delta(each)).isEqualTo(delta(doc(0)));
      assertThat(each.stateVector()).isEqualTo(doc(0).stateVector());
      assertThat(each.version()).isEqualTo(doc(0).version());
      assertThat(each.hasPending()).isFalse();
    }
  }

  private static List<Object> delta(SharedDoc doc) {
    List<Object> delta = new ArrayList<>();
    doc.text("text")
        .toDelta()
        .forEach(op -> delta.add(List.of(SharedDoc.plain(op.content()), op.attributes())));
    return delta;
  }

  /** Lets peers edit at random, leave, come back and hear of one another late and in disorder. */
  static void random(int edits, BiConsumer<SharedDoc, Random> edit) {
    Random random = new Random(edits);
    Peers peers = new Peers(3 + random.nextInt(3), random.nextBoolean());
    int count = peers.docs.size();
    for (int step = 0; step < edits; step++) {
      int i = random.nextInt(count);
      int what = random.nextInt(20);
      if (what == 0) {
        peers.leave(i);
      } else if (what == 1 && peers.isAway[i]) {
        peers.comeBack(i);
      } else if (what < 6 && !peers.inboxes.get(i).isEmpty()) {
        Collections.shuffle(peers.inboxes.get(i), random);
        peers.doc(i).apply(peers.inboxes.get(i).remove(0), UpdateFormat.V2, peers);
      }
      edit.accept(peers.doc(i), random);
    }
    peers.agree();
  }
}
