package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SubdocumentEvent;
import io.echosdk.sync.UndoStack;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocBehaviourTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).build();
  private final List<List<Object>> heard = new ArrayList<>();

  private void listen(SharedDoc to) {
    to.onSubdocuments(
        event ->
            heard.add(
                List.of(guids(event.added()), guids(event.removed()), guids(event.loaded()))));
  }

  private static List<Object> guids(List<SharedDoc> docs) {
    return new ArrayList<>(docs.stream().map(SharedDoc::guid).toList());
  }

  @Test
  void whatIsWrittenAfterATransactionIsATransactionOfItsOwn() {
    List<Object> origins = new ArrayList<>();
    doc.onTransaction(
        transaction -> {
          origins.add(transaction.origin());
          if ("test".equals(transaction.origin())) {
            doc.transact("again", () -> doc.text("t").insert(0, "a"));
          }
        });
    doc.transact("test", () -> doc.text("t").insert(0, "b"));
    assertThat(origins).containsExactly("test", "again");
    assertThat(doc.text("t").length()).isEqualTo(2);
  }

  @Test
  void aTypeOfAnotherDocumentIsFoundByItsPlace() {
    SharedText inner = doc.map("m").set("k", NewType.text());
    inner.insert(0, "abc");
    SharedDoc copy = SharedDoc.create();
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    SharedDoc.Place place = copy.resolve(doc.relativePosition(inner, 0, 0));
    assertThat(place.type()).isSameAs(copy.map("m").get("k"));
  }

  @Test
  void theOriginIsThatOfTheOuterTransaction() {
    List<Object> origins = new ArrayList<>();
    List<Boolean> local = new ArrayList<>();
    doc.onTransaction(
        transaction -> {
          origins.add(transaction.origin());
          local.add(transaction.isLocal());
        });
    doc.transact("outer", () -> doc.transact("inner", () -> doc.text("t").insert(0, "0")));
    SharedDoc copy = SharedDoc.create();
    copy.onTransaction(
        transaction -> {
          origins.add(transaction.origin());
          local.add(transaction.isLocal());
        });
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, "net");
    assertThat(origins).containsExactly("outer", "net");
    assertThat(local).containsExactly(true, false);
  }

  @Test
  void twoDocumentsOfOneClientTakeDifferentIds() {
    SharedDoc twin = SharedDoc.builder().clientId(1).build();
    doc.array("a").insert(0, List.of(1, 2));
    twin.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(twin.clientId()).isNotEqualTo(doc.clientId());
    twin.array("a").insert(0, List.of(0));
    doc.apply(twin.encode(UpdateFormat.V2), UpdateFormat.V2, null);
    assertThat(doc.array("a").toList()).containsExactly(0, 1, 2);
  }

  @Test
  void aRootMayHaveTheEmptyName() {
    doc.text("").insert(0, "h");
    SharedDoc copy = SharedDoc.create();
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(copy.text("")).hasToString("h");
    assertThat(copy.text("")).isSameAs(copy.text(""));
  }

  @Test
  void allRootsReadTogether() {
    assertThat(doc.toPlain()).isEmpty();
    SharedArray array = doc.array("array");
    array.add(List.of("test1"));
    SharedMap map = doc.map("map");
    map.set("k1", "v1");
    map.set("k2", NewType.map()).set("m2k1", "m2v1");
    assertThat(doc.toPlain())
        .isEqualTo(
            Map.of(
                "array", List.of("test1"),
                "map", Map.of("k1", "v1", "k2", Map.of("m2k1", "m2v1"))));
    assertThatThrownBy(() -> doc.text("array")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void subdocumentsComeGoAndAreLoaded() {
    listen(doc);
    SharedMap map = doc.map("mysubdocs");
    SharedDoc a = SharedDoc.builder().guid("a").build();
    a.load();
    map.set("a", a);
    ((SharedDoc) map.get("a")).load();
    ((SharedDoc) map.get("a")).destroy();
    ((SharedDoc) map.get("a")).load();
    map.set("b", SharedDoc.builder().guid("a").shouldLoad(false).build());
    ((SharedDoc) map.get("b")).load();
    map.set("c", SharedDoc.builder().guid("c").build());
    List<Object> none = List.of();
    assertThat(heard)
        .containsExactly(
            List.of(List.of("a"), none, List.of("a")),
            List.of(List.of("a"), List.of("a"), none),
            List.of(none, none, List.of("a")),
            List.of(List.of("a"), none, none),
            List.of(none, none, List.of("a")),
            List.of(List.of("c"), none, List.of("c")));
    heard.clear();
    SharedDoc copy = SharedDoc.create();
    listen(copy);
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    ((SharedDoc) copy.map("mysubdocs").get("a")).load();
    copy.map("mysubdocs").remove("a");
    assertThat(heard)
        .containsExactly(
            List.of(List.of("a", "a", "c"), none, none),
            List.of(none, none, List.of("a")),
            List.of(none, List.of("a"), none));
    assertThat(guids(List.copyOf(copy.subdocuments()))).containsExactly("a", "c");
  }

  @Test
  void aSubdocumentThatShouldLoadIsLoadedWhereItIsPutOnly() {
    SharedArray array = doc.array("test");
    SharedDoc inner = SharedDoc.create();
    List<SubdocumentEvent> events = new ArrayList<>();
    doc.onSubdocuments(events::add);
    array.insert(0, List.of(inner));
    assertThat(inner.shouldLoad()).isTrue();
    assertThat(inner.autoLoad()).isFalse();
    assertThat(events.get(0).loaded()).containsExactly(inner);
    inner.destroy();
    SharedDoc next = (SharedDoc) array.get(0);
    assertThat(next).isNotSameAs(inner);
    assertThat(next.shouldLoad()).isFalse();
    next.load();
    assertThat(next.shouldLoad()).isTrue();
    SharedDoc copy = SharedDoc.create();
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(((SharedDoc) copy.array("test").get(0)).shouldLoad()).isFalse();
  }

  @Test
  void aSubdocumentThatLoadsItselfIsLoadedByAll() {
    doc.array("test").insert(0, List.of(SharedDoc.builder().autoLoad(true).build()));
    SharedDoc copy = SharedDoc.create();
    List<SubdocumentEvent> events = new ArrayList<>();
    copy.onSubdocuments(events::add);
    copy.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    SharedDoc inner = (SharedDoc) copy.array("test").get(0);
    assertThat(inner.shouldLoad()).isTrue();
    assertThat(inner.autoLoad()).isTrue();
    assertThat(events.get(0).loaded()).containsExactly(inner);
  }

  @Test
  void subdocumentsAreTakenBackAndDoneAgain() {
    SharedMap map = doc.map("m");
    UndoStack undo = UndoStack.builder(MediaClock.virtual(), List.of(map)).build();
    SharedDoc inner = SharedDoc.builder().guid("sub").build();
    map.set("sub", inner);
    undo.undo();
    assertThat(map.has("sub")).isFalse();
    assertThat(doc.subdocuments()).isEmpty();
    undo.redo();
    assertThat(((SharedDoc) map.get("sub")).guid()).isEqualTo("sub");
    assertThat(doc.subdocuments()).hasSize(1);
  }

  @Test
  void theEndOfASubdocumentIsToldOf() {
    List<String> ended = new ArrayList<>();
    SharedDoc inner = SharedDoc.builder().guid("sub").build();
    doc.map("m").set("sub", inner);
    assertThat(inner.outer()).isSameAs(doc);
    inner.onDestroy(() -> ended.add("sub"));
    doc.map("m").remove("sub");
    assertThat(ended).containsExactly("sub");
    assertThat(inner.isDestroyed()).isTrue();
    assertThatThrownBy(() -> doc.map("m").set("again", inner))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same guid");
  }
}
