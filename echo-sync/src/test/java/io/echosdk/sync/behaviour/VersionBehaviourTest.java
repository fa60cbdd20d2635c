package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.DocVersion;
import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedXmlElement;
import io.echosdk.sync.UpdateFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VersionBehaviourTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).collectsGarbage(false).build();
  private final SharedArray array = doc.array("array");

  private List<Object> restored(DocVersion version) {
    return doc.at(version).array("array").toList();
  }

  @Test
  void aTextGoesBack() {
    doc.text("t").insert(0, "world!");
    DocVersion version = doc.version();
    doc.text("t").insert(0, "hello ");
    assertThat(doc.at(version).text("t")).hasToString("world!");
  }

  @Test
  void attributesOfXmlGoBack() {
    SharedXmlElement element = doc.xml("x").insert(0, NewType.xmlElement("p"));
    element.setAttribute("a", "1");
    element.setAttribute("gone", "1");
    DocVersion version = doc.version();
    element.setAttribute("a", "2");
    element.removeAttribute("gone");
    element.setAttribute("new", "1");
    assertThat(element.attributes()).isEqualTo(Map.of("a", "2", "new", "1"));
    assertThat(element.attributes(version)).isEqualTo(Map.of("a", "1", "gone", "1"));
  }

  @Test
  void aListGoesBack() {
    array.insert(0, List.of("hello"));
    DocVersion version = doc.version();
    array.insert(1, List.of("world"));
    assertThat(restored(version)).containsExactly("hello");
    assertThat(array.toList()).containsExactly("hello", "world");
  }

  @Test
  void theVersionBeforeAllIsEmpty() {
    DocVersion version = doc.version();
    array.insert(0, List.of("world"));
    assertThat(restored(version)).isEmpty();
    assertThat(restored(doc.version())).containsExactly("world");
    assertThat(version).isEqualTo(DocVersion.empty());
  }

  @Test
  void nestedTypesGoBack() {
    SharedMap inner = array.insert(0, NewType.map());
    inner.set("key1", "value1");
    DocVersion version = doc.version();
    inner.set("key2", "value2");
    assertThat(doc.at(version).array("array").toPlain())
        .isEqualTo(List.of(Map.of("key1", "value1")));
    assertThat(array.toPlain()).isEqualTo(List.of(Map.of("key1", "value1", "key2", "value2")));
  }

  @Test
  void whatWasDeletedLaterIsThere() {
    array.insert(0, List.of("item1", "item2"));
    DocVersion version = doc.version();
    array.delete(0, 1);
    assertThat(restored(version)).containsExactly("item1", "item2");
    assertThat(array.toList()).containsExactly("item2");
  }

  @Test
  void neighboursOfWhatWasDeletedLaterAreInOrder() {
    array.insert(0, List.of("item1"));
    doc.map("map").set("test", 1);
    array.insert(0, List.of("item0"));
    DocVersion version = doc.version();
    array.delete(1, 1);
    assertThat(restored(version)).containsExactly("item0", "item1");
  }

  @Test
  void whatWasDeletedBeforeIsNotThere() {
    array.insert(0, List.of("item1"));
    array.delete(0, 1);
    DocVersion version = doc.version();
    array.insert(0, List.of("item0"));
    assertThat(restored(version)).isEmpty();
  }

  @Test
  void aPartThatWasDeletedBeforeIsNotThere() {
    array.insert(0, List.of("item1", "item2", "item3"));
    array.delete(1, 1);
    DocVersion version = doc.version();
    array.insert(0, List.of("item0"));
    assertThat(restored(version)).containsExactly("item1", "item3");
    assertThat(array.toList()).containsExactly("item0", "item1", "item3");
  }

  @Test
  void changesOfTwoPeersGoBackOnBoth() {
    Peers peers = new Peers(2, false);
    peers.array(0).insert(0, List.of("user1item1"));
    peers.agree();
    peers.array(1).insert(1, List.of("user2item1"));
    peers.agree();
    DocVersion version = peers.doc(0).version();
    peers.array(0).insert(2, List.of("user1item2"));
    peers.agree();
    peers.array(1).insert(3, List.of("user2item2"));
    peers.agree();
    for (int i = 0; i < 2; i++) {
      assertThat(peers.doc(i).at(version).array("array").toList())
          .containsExactly("user1item1", "user2item1");
    }
  }

  @Test
  void aVersionKnowsTheUpdatesThatItHolds() {
    List<byte[]> updates = new ArrayList<>();
    doc.onUpdate(UpdateFormat.V1, (update, origin) -> updates.add(update));
    array.insert(0, List.of("a"));
    DocVersion first = doc.version();
    array.delete(0, 1);
    DocVersion second = doc.version();
    assertThat(first.contains(updates.get(0), UpdateFormat.V1)).isTrue();
    assertThat(first.contains(updates.get(1), UpdateFormat.V1)).isFalse();
    assertThat(second.contains(updates.get(1), UpdateFormat.V1)).isTrue();
  }

  @Test
  void aVersionComesBackFromItsBytesAndEqualsItself() {
    array.insert(0, List.of("a", "b", "c"));
    array.delete(1, 1);
    for (UpdateFormat format : UpdateFormat.values()) {
      DocVersion version = doc.version();
      DocVersion read = DocVersion.decode(version.encode(format), format);
      assertThat(read).isEqualTo(version).hasSameHashCodeAs(version);
      assertThat(restored(read)).containsExactly("a", "c");
    }
    assertThat(doc.version()).isNotEqualTo(DocVersion.empty());
  }
}
