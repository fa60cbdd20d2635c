package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObserversTest {

  private final List<Throwable> errors = new ArrayList<>();
  private final SharedDoc doc = SharedDoc.builder().clientId(1).errorListener(errors::add).build();
  private final List<SharedEvent> events = new ArrayList<>();

  @Test
  void anEventTellsHowAListChanged() {
    SharedArray array = doc.array("a");
    array.add(List.of(1, 2, 3, 4));
    array.observe(events::add);
    doc.transact(
        "me",
        () -> {
          array.delete(1, 1);
          array.insert(2, List.of("x", "y"));
        });
    assertThat(events).hasSize(1);
    assertThat(events.get(0).delta())
        .containsExactly(
            new TextOp.Retain(1, Map.of()),
            new TextOp.Delete(1),
            new TextOp.Retain(1, Map.of()),
            new TextOp.Insert(List.of("x", "y"), Map.of()));
    assertThat(events.get(0).added()).hasSize(1);
    assertThat(events.get(0).deleted().get(0).values()).containsExactly(2);
    assertThat(events.get(0).transaction()).isEqualTo(new SharedTransaction("me", true));
  }

  @Test
  void anEventTellsHowKeysChanged() {
    SharedMap map = doc.map("m");
    map.set("stays", 1);
    map.set("changes", 1);
    map.set("goes", 1);
    map.observe(events::add);
    doc.transact(
        () -> {
          map.set("changes", 2);
          map.remove("goes");
          map.set("comes", 3);
          map.set("comes and goes", 4);
          map.remove("comes and goes");
        });
    assertThat(events.get(0).keys())
        .isEqualTo(
            Map.of(
                "changes", new SharedEvent.KeyChange(SharedEvent.Action.UPDATE, 1, 2),
                "goes", new SharedEvent.KeyChange(SharedEvent.Action.DELETE, 1, null),
                "comes", new SharedEvent.KeyChange(SharedEvent.Action.ADD, null, 3)));
    assertThat(events.get(0).isListChanged()).isFalse();
  }

  @Test
  void anEventTellsHowFormatsChanged() {
    SharedText text = doc.text("t");
    text.insert(0, "plain bold", Map.of());
    text.format(6, 4, Map.of("bold", true));
    text.observe(events::add);
    doc.transact(
        () -> {
          text.format(0, 8, Collections.singletonMap("bold", null));
          text.insert(0, "new", Map.of("color", "red"));
        });
    assertThat(events.get(0).delta())
        .containsExactly(
            new TextOp.Insert("new", Map.of("color", "red")),
            new TextOp.Retain(6, Map.of()),
            new TextOp.Retain(2, Collections.singletonMap("bold", null)));
  }

  @Test
  void whoWatchesDeeplyHearsOfAllThatIsInside() {
    SharedMap map = doc.map("m");
    SharedArray inner = map.set("list", NewType.array());
    SharedMap innermost = inner.insert(0, NewType.map());
    inner.insert(0, List.of("first"));
    List<List<SharedEvent>> heard = new ArrayList<>();
    map.observeDeep(heard::add);
    doc.transact(
        () -> {
          innermost.set("k", 1);
          map.set("other", 2);
        });
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).extracting(SharedEvent::target).containsExactly(map, innermost);
    assertThat(heard.get(0).get(1).path()).containsExactly("list", 1);
    assertThat(heard.get(0).get(1).currentTarget()).isSameAs(map);
  }

  @Test
  void whatAnObserverDoesIsCommittedAfterAllHaveHeard() {
    SharedMap map = doc.map("m");
    List<String> order = new ArrayList<>();
    map.observe(
        event -> {
          order.add("first " + event.keys().keySet());
          if (!map.has("echo")) {
            map.set("echo", 1);
          }
        });
    map.observe(event -> order.add("second " + event.keys().keySet()));
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> order.add("update"));
    map.set("k", 1);
    assertThat(order)
        .containsExactly(
            "update", "first [k]", "second [k]", "update", "first [echo]", "second [echo]");
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    SharedText text = doc.text("t");
    List<String> heard = new ArrayList<>();
    text.observe(
        event -> {
          throw new IllegalStateException("observer");
        });
    text.observe(event -> heard.add("event"));
    doc.onUpdate(
        UpdateFormat.V1,
        (update, origin) -> {
          throw new IllegalStateException("update");
        });
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> heard.add("update"));
    text.insert(0, "a");
    assertThat(text.toString()).isEqualTo("a");
    assertThat(heard).containsExactly("update", "event");
    assertThat(errors).extracting(Throwable::getMessage).containsExactly("update", "observer");
  }

  @Test
  void eventsCanBeDeliveredElsewhere() {
    List<Runnable> queue = new ArrayList<>();
    SharedText text = doc.text("t");
    text.observe(queue::add, events::add);
    text.insert(0, "a");
    text.insert(1, "b");
    assertThat(events).isEmpty();
    queue.forEach(Runnable::run);
    assertThat(events)
        .extracting(SharedEvent::delta)
        .containsExactly(
            List.of(new TextOp.Insert("a", Map.of())),
            List.of(new TextOp.Retain(1, Map.of()), new TextOp.Insert("b", Map.of())));
  }

  @Test
  void whoHasEndedHisSubscriptionHearsNothing() {
    SharedText text = doc.text("t");
    SharedDoc.Subscription subscription = text.observe(events::add);
    text.insert(0, "a");
    subscription.close();
    subscription.close();
    text.insert(0, "b");
    assertThat(events).hasSize(1);
  }

  @Test
  void deletedTypesAreNotToldOf() {
    SharedMap map = doc.map("m");
    SharedText inner = map.set("t", NewType.text());
    inner.observe(events::add);
    doc.transact(
        () -> {
          inner.insert(0, "a");
          map.remove("t");
        });
    assertThat(events).isEmpty();
  }

  @Test
  void subdocumentsAreToldOfWhenTheyComeGoAndAreWanted() {
    List<List<String>> heard = new ArrayList<>();
    doc.onSubdocuments(
        event ->
            heard.add(
                Arrays.asList(
                    guids(event.added()), guids(event.removed()), guids(event.loaded()))));
    SharedMap map = doc.map("m");
    SharedDoc inner = SharedDoc.builder().guid("a").build();
    map.set("a", inner);
    assertThat(map.get("a")).isSameAs(inner);
    assertThat(inner.clientId()).isEqualTo(doc.clientId());
    inner.load();
    inner.destroy();
    SharedDoc twin = (SharedDoc) map.get("a");
    assertThat(twin).isNotSameAs(inner);
    twin.load();
    map.remove("a");
    assertThat(twin.isDestroyed()).isTrue();
    assertThat(heard)
        .containsExactly(
            List.of("[a]", "[]", "[a]"),
            List.of("[a]", "[a]", "[]"),
            List.of("[]", "[]", "[a]"),
            List.of("[]", "[a]", "[]"));
    assertThat(doc.subdocuments()).isEmpty();
    assertThat(errors).isEmpty();
  }

  @Test
  void peersSeeTheNameAndOptionsOfASubdocument() {
    doc.array("a")
        .add(
            List.of(
                SharedDoc.builder().guid("g").meta(Map.of("k", 1)).build(),
                SharedDoc.builder().guid("h").autoLoad(true).collectsGarbage(false).build()));
    SharedDoc peer = SharedDoc.create();
    List<SharedDoc> loaded = new ArrayList<>();
    peer.onSubdocuments(event -> loaded.addAll(event.loaded()));
    peer.apply(doc.encode(UpdateFormat.V2), UpdateFormat.V2, null);
    SharedDoc first = (SharedDoc) peer.array("a").get(0);
    SharedDoc second = (SharedDoc) peer.array("a").get(1);
    assertThat(first.guid()).isEqualTo("g");
    assertThat(first.meta()).isEqualTo(Map.of("k", 1));
    assertThat(first.shouldLoad()).isFalse();
    assertThat(loaded).containsExactly(second);
    assertThat(peer.encode(UpdateFormat.V1)).isEqualTo(doc.encode(UpdateFormat.V1));
  }

  private static String guids(List<SharedDoc> docs) {
    return docs.stream().map(SharedDoc::guid).toList().toString();
  }
}
