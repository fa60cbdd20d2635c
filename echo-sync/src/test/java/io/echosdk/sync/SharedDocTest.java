package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedDocTest {

  private final SharedDoc one = SharedDoc.builder().clientId(1).build();
  private final SharedDoc two = SharedDoc.builder().clientId(2).build();

  @Test
  void aDocumentStartsWithTheBytesThatAWorkedExampleShows() {
    one.text("t").insert(0, "hi");
    assertThat(HexFormat.of().formatHex(one.encode(UpdateFormat.V1)))
        .isEqualTo("0101010004010174026869" + "00");
    assertThat(HexFormat.of().formatHex(one.stateVector())).isEqualTo("010102");
  }

  @Test
  void concurrentInsertsAtOnePlaceStandInTheOrderOfTheClients() {
    one.text("t").insert(0, "one");
    two.text("t").insert(0, "two");
    sync();
    assertThat(one.text("t").toString()).isEqualTo("onetwo");
    assertThat(two.text("t").toString()).isEqualTo("onetwo");
  }

  @Test
  void ofTwoWhoSetAKeyTheHigherClientWins() {
    one.map("m").set("k", "one");
    two.map("m").set("k", "two");
    sync();
    assertThat(one.map("m").get("k")).isEqualTo("two");
    assertThat(two.map("m").toPlain()).isEqualTo(Map.of("k", "two"));
  }

  @Test
  void deletedContentIsForgottenWithAllThatWasInIt() {
    SharedMap inner = one.array("a").insert(0, NewType.map());
    inner.set("text", NewType.text()).insert(0, "many characters");
    one.array("a").delete(0, 1);
    assertThat(one.encode(UpdateFormat.V1)).hasSizeLessThan(25);
    assertThat(inner.isDeleted()).isTrue();
    assertThatThrownBy(() -> inner.set("k", 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDocumentThatKeepsDeletedContentEncodesIt() {
    SharedDoc keeper = SharedDoc.builder().clientId(3).collectsGarbage(false).build();
    keeper.text("t").insert(0, "many characters");
    keeper.text("t").delete(0, 15);
    assertThat(new String(keeper.encode(UpdateFormat.V1), java.nio.charset.StandardCharsets.UTF_8))
        .contains("many characters");
  }

  @Test
  void updatesInTheWrongOrderWaitForWhatTheyNeed() {
    List<byte[]> sent = new ArrayList<>();
    one.onUpdate(UpdateFormat.V1, (update, origin) -> sent.add(update));
    one.text("t").insert(0, "a");
    one.text("t").insert(1, "b");
    one.text("t").delete(0, 1);
    two.apply(sent.get(2), UpdateFormat.V1, null);
    two.apply(sent.get(1), UpdateFormat.V1, null);
    assertThat(two.hasPending()).isTrue();
    two.apply(sent.get(0), UpdateFormat.V1, null);
    assertThat(two.hasPending()).isFalse();
    assertThat(two.text("t").toString()).isEqualTo("b");
    assertThat(two.encode(UpdateFormat.V2)).isEqualTo(one.encode(UpdateFormat.V2));
  }

  @Test
  void whatWaitsIsPassedOn() {
    List<byte[]> sent = new ArrayList<>();
    one.onUpdate(UpdateFormat.V1, (update, origin) -> sent.add(update));
    one.text("t").insert(0, "a");
    one.text("t").insert(1, "b");
    two.apply(sent.get(1), UpdateFormat.V1, null);
    SharedDoc three = SharedDoc.builder().clientId(3).build();
    three.apply(two.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    three.apply(sent.get(0), UpdateFormat.V1, null);
    assertThat(three.text("t").toString()).isEqualTo("ab");
  }

  @Test
  void aDocumentWhoseClientIdAnotherPeerUsesTakesANewOne() {
    SharedDoc twin = SharedDoc.builder().clientId(1).build();
    one.text("t").insert(0, "a");
    twin.apply(one.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(twin.clientId()).isNotEqualTo(1);
    twin.text("t").insert(1, "b");
    one.apply(twin.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(one.text("t").toString()).isEqualTo("ab");
  }

  @Test
  void formatsAreSetChangedAndEnded() {
    SharedText text = one.text("t");
    text.insert(0, "plain bold plain");
    text.format(6, 4, Map.of("bold", true));
    text.insert(10, "er");
    assertThat(text.toDelta())
        .containsExactly(
            new TextOp.Insert("plain ", Map.of()),
            new TextOp.Insert("bolder", Map.of("bold", true)),
            new TextOp.Insert(" plain", Map.of()));
    Map<String, Object> end = new LinkedHashMap<>();
    end.put("bold", null);
    text.format(0, text.length(), end);
    assertThat(text.toDelta()).containsExactly(new TextOp.Insert("plain bolder plain", Map.of()));
  }

  @Test
  void aDeltaChangesATextFromItsStartOn() {
    SharedText text = one.text("t");
    text.applyDelta(
        List.of(
            new TextOp.Insert("Gandalf", Map.of("bold", true)),
            new TextOp.Insert(" the Grey", Map.of()),
            new TextOp.Insert(Map.of("image", "x.png"), Map.of("width", 100))));
    text.applyDelta(
        List.of(
            new TextOp.Retain(12, Map.of()),
            new TextOp.Delete(4),
            new TextOp.Insert("White", Map.of())));
    assertThat(text.toString()).isEqualTo("Gandalf the White");
    assertThat(text.toDelta())
        .containsExactly(
            new TextOp.Insert("Gandalf", Map.of("bold", true)),
            new TextOp.Insert(" the White", Map.of()),
            new TextOp.Insert(Map.of("image", "x.png"), Map.of("width", 100)));
  }

  @Test
  void xmlReadsAsXml() {
    SharedXmlElement element = one.xml("x").insert(0, NewType.xmlElement("Track"));
    element.setAttribute("name", "drums");
    element.setAttribute("bpm", 120);
    SharedText words = element.insert(0, NewType.xmlText());
    words.insert(0, "boom");
    words.format(0, 2, Map.of("b", Map.of("k", "v")));
    assertThat(one.xml("x").toString())
        .isEqualTo("<track bpm=\"120\" name=\"drums\"><b k=\"v\">bo</b>om</track>");
  }

  @Test
  void listsHoldValuesOfEveryKind() {
    SharedArray array = one.array("a");
    array.add(Arrays.asList(1, null, "x", new byte[] {1, 2}, true, Map.of("k", List.of(1.5))));
    array.insert(1, List.of("between"));
    array.delete(0, 1);
    sync();
    assertThat(two.array("a").toList()).usingRecursiveComparison().isEqualTo(array.toList());
    assertThat(two.array("a").get(2)).isEqualTo("x");
    assertThat(two.array("a").slice(1, 3)).containsExactly(null, "x");
  }

  @Test
  void editsBeyondTheEndAreRefusedAndChangeNothing() {
    one.text("t").insert(0, "abc");
    byte[] before = one.encode(UpdateFormat.V1);
    assertThatThrownBy(() -> one.text("t").insert(4, "x"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> one.text("t").delete(2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> one.array("a").get(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> one.array("t")).isInstanceOf(IllegalArgumentException.class);
    assertThat(one.encode(UpdateFormat.V1)).isEqualTo(before);
  }

  @Test
  void aChangeOfSeveralEditsIsOneUpdateWithItsOrigin() {
    List<Object> origins = new ArrayList<>();
    SharedDoc.Subscription subscription =
        one.onUpdate(UpdateFormat.V2, (update, origin) -> origins.add(origin));
    one.transact(
        "me",
        () -> {
          one.text("t").insert(0, "a");
          one.map("m").set("k", 1);
        });
    one.transact("nothing", () -> {});
    subscription.close();
    one.text("t").insert(0, "unheard");
    assertThat(origins).containsExactly("me");
  }

  @Test
  void aRelativePositionStaysWithItsCharacter() {
    one.text("t").insert(0, "abcdef");
    RelativePosition before = one.relativePosition(one.text("t"), 3, 0);
    RelativePosition behind = one.relativePosition(one.text("t"), 3, -1);
    RelativePosition end = one.relativePosition(one.text("t"), 6, 0);
    one.text("t").insert(3, "XY");
    one.text("t").insert(0, "__");
    assertThat(index(before)).isEqualTo(7);
    assertThat(index(behind)).isEqualTo(5);
    assertThat(index(end)).isEqualTo(10);
    assertThat(RelativePosition.decode(before.encode())).isEqualTo(before);
    one.text("t").delete(6, 3);
    assertThat(index(before)).isEqualTo(6);
    assertThat(two.resolve(before)).isNull();
  }

  private int index(RelativePosition position) {
    SharedDoc.Place place = one.resolve(position);
    assertThat(place).isNotNull();
    assertThat(place.type()).isSameAs(one.text("t"));
    return place.index();
  }

  @Test
  void aVersionComesBackInBothFormats() {
    one.text("t").insert(0, "abcdef");
    one.text("t").delete(1, 2);
    for (UpdateFormat format : UpdateFormat.values()) {
      assertThat(DocVersion.decode(one.version().encode(format), format)).isEqualTo(one.version());
    }
  }

  @Test
  void aDocumentThatKeepsDeletedContentGoesBackToAVersion() {
    SharedDoc keeper = SharedDoc.builder().clientId(3).collectsGarbage(false).build();
    keeper.text("t").insert(0, "first");
    keeper.map("m").set("k", 1);
    DocVersion early = keeper.version();
    keeper.text("t").insert(5, " second");
    keeper.text("t").delete(1, 6);
    keeper.map("m").set("k", 2);
    byte[] now = keeper.encode(UpdateFormat.V1);
    SharedDoc past = keeper.at(early);
    assertThat(past.text("t").toString()).isEqualTo("first");
    assertThat(past.map("m").get("k")).isEqualTo(1);
    assertThat(keeper.encode(UpdateFormat.V1)).isEqualTo(now);
    assertThatThrownBy(() -> one.at(one.version())).hasMessageContaining("collectsGarbage(false)");
  }

  private void sync() {
    byte[] ofOne = one.encode(UpdateFormat.V1, two.stateVector());
    byte[] ofTwo = two.encode(UpdateFormat.V2, one.stateVector());
    one.apply(ofTwo, UpdateFormat.V2, null);
    two.apply(ofOne, UpdateFormat.V1, null);
    assertThat(one.encode(UpdateFormat.V1)).isEqualTo(two.encode(UpdateFormat.V1));
  }
}
