package io.echosdk.sync.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.NewType;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import io.echosdk.sync.value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Updates as bytes: encoding, merging, and documents that old versions of peers wrote. */
class UpdateBehaviourTest {

  private final SharedDoc doc = SharedDoc.builder().clientId(1).build();
  private final List<byte[]> sent = new ArrayList<>();

  private void listen(UpdateFormat format) {
    doc.onUpdate(format, (update, origin) -> sent.add(update));
  }

  private static SharedDoc loaded(byte[] update, UpdateFormat format) {
    SharedDoc fresh = SharedDoc.create();
    fresh.apply(update, format, null);
    return fresh;
  }

  @Test
  void eachKindOfContentHasItsNumber() {
    doc.array("a").add(List.of(1, new byte[] {7}));
    doc.array("a").add(List.of(SharedDoc.builder().guid("g").build()));
    doc.array("a").insert(0, NewType.array());
    doc.text("t").insert(0, "s");
    doc.text("t").insertEmbed(0, Map.of("k", 1), Map.of("b", true));
    doc.text("u").insert(0, "x");
    doc.text("u").delete(0, 1);
    SharedDoc copy = loaded(doc.encode(UpdateFormat.V2), UpdateFormat.V2);
    assertThat(copy.encode(UpdateFormat.V1)).isEqualTo(doc.encode(UpdateFormat.V1));
    String hex = HexFormat.of().formatHex(doc.encode(UpdateFormat.V1));
    assertThat(hex)
        .contains("08010161" + "017d01") // 8: values, root "a"
        .contains("890101" + "0167") // 9: a document, "g", behind clock 1
        .contains("830100" + "0107") // 3: bytes, behind clock 0
        .contains("04010174" + "0173") // 4: a string, root "t"
        .contains("077b226b223a317d") // 5: an embed, {"k":1}
        .contains("0162" + "0474727565") // 6: the format b, true
        .contains("470100" + "00") // 7: a list before clock 0
        .contains("0101017501"); // 1: deleted, root "u"
  }

  @Test
  void aDeletedUserLeavesHisNameInARootMap() {
    SharedDoc other = SharedDoc.builder().clientId(2).build();
    for (SharedDoc each : List.of(doc, other)) {
      SharedText ids = each.map("users").set("user " + each.clientId(), NewType.text());
      ids.insert(0, String.valueOf(each.clientId()));
    }
    other.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    doc.apply(other.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(doc.map("users").toPlain())
        .isEqualTo(Map.of("user 1", "1", "user 2", "2"))
        .isEqualTo(other.map("users").toPlain());
  }

  @Test
  void theDifferenceToOnesOwnStateIsEmpty() {
    doc.text("t").insert(0, "a");
    byte[] update = doc.encode(UpdateFormat.V1);
    byte[] difference = Updates.diff(update, doc.stateVector(), UpdateFormat.V1);
    assertThat(difference).containsExactly(0, 0);
    assertThat(doc.encode(UpdateFormat.V1, doc.stateVector())).containsExactly(0, 0);
  }

  @Test
  void aStateVectorOfAnUpdateEndsBeforeItsFirstGap() {
    listen(UpdateFormat.V1);
    doc.text("t").insert(0, "a");
    doc.text("t").insert(0, "b");
    doc.text("t").insert(0, "c");
    byte[] gap = Updates.merge(List.of(sent.get(0), sent.get(2)), UpdateFormat.V1);
    assertThat(Updates.stateVector(gap, UpdateFormat.V1)).containsExactly(1, 1, 1);
    assertThat(Updates.diff(gap, Updates.stateVector(gap, UpdateFormat.V1), UpdateFormat.V1))
        .hasSizeGreaterThan(2);
  }

  @Test
  void mergedUpdatesGiveTheSameDocument() {
    for (UpdateFormat format : UpdateFormat.values()) {
      SharedDoc author = SharedDoc.builder().clientId(5).build();
      List<byte[]> all = new ArrayList<>();
      author.onUpdate(format, (update, origin) -> all.add(update));
      author.array("a").insert(0, List.of(1));
      author.array("a").insert(0, List.of(2));
      SharedDoc copy = loaded(Updates.merge(all, format), format);
      assertThat(copy.array("a").toList()).containsExactly(2, 1);
      assertThat(copy.encode(format)).isEqualTo(author.encode(format));
    }
  }

  @Test
  void keysOfFormatsComeBackFromVersionTwo() {
    SharedText text = doc.text("t");
    text.insert(0, "a", Map.of("italic", true));
    text.insert(0, "b");
    text.insert(0, "c", Map.of("italic", true));
    byte[] update = doc.encode(UpdateFormat.V2);
    SharedDoc copy = loaded(update, UpdateFormat.V2);
    assertThat(copy.text("t").toDelta()).isEqualTo(text.toDelta());
    assertThat(copy.encode(UpdateFormat.V2)).isEqualTo(update);
    String written = new String(update, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(written.split("italic", -1)).hasSize(5); // Yjs numbers keys, but writes each anew
  }

  @Test
  void updatesMergeInAnyOrderAndGrouping() {
    for (UpdateFormat format : UpdateFormat.values()) {
      SharedDoc author = SharedDoc.builder().clientId(5).collectsGarbage(false).build();
      List<byte[]> all = new ArrayList<>();
      author.onUpdate(format, (update, origin) -> all.add(update));
      for (int i = 0; i < 6; i++) {
        author.array("a").insert(0, List.of(i));
      }
      author.array("a").delete(1, 2);
      byte[] whole = Updates.merge(all, format);
      Random random = new Random(7);
      for (int i = 0; i < 50; i++) {
        List<byte[]> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        int cut = 1 + random.nextInt(all.size() - 1);
        byte[] grouped =
            Updates.merge(
                List.of(
                    Updates.merge(shuffled.subList(0, cut), format),
                    Updates.merge(shuffled.subList(cut, all.size()), format)),
                format);
        assertThat(loaded(grouped, format).array("a").toList())
            .isEqualTo(author.array("a").toList());
        assertThat(Updates.stateVector(grouped, format)).isEqualTo(author.stateVector());
      }
      assertThat(loaded(whole, format).encode(UpdateFormat.V1))
          .isEqualTo(loaded(author.encode(format), format).encode(UpdateFormat.V1));
    }
  }

  @Test
  void updatesOfSeveralAuthorsMergeAndDiffer() {
    SharedDoc other = SharedDoc.builder().clientId(2).build();
    listen(UpdateFormat.V1);
    List<byte[]> theirs = new ArrayList<>();
    other.onUpdate(UpdateFormat.V1, (update, origin) -> theirs.add(update));
    doc.array("a").insert(0, List.of(1, 2, 3));
    other.array("a").insert(0, List.of(4, 5));
    doc.array("a").delete(1, 1);
    List<byte[]> all = new ArrayList<>(sent);
    all.addAll(theirs);
    byte[] merged = Updates.merge(all, UpdateFormat.V1);
    SharedDoc copy = loaded(merged, UpdateFormat.V1);
    byte[] rest = Updates.diff(merged, other.stateVector(), UpdateFormat.V1);
    other.apply(rest, UpdateFormat.V1, null);
    assertThat(other.array("a").toList()).isEqualTo(copy.array("a").toList());
    assertThat(Updates.convert(merged, UpdateFormat.V1, UpdateFormat.V2))
        .isEqualTo(
            Updates.merge(
                all.stream()
                    .map(each -> Updates.convert(each, UpdateFormat.V1, UpdateFormat.V2))
                    .toList(),
                UpdateFormat.V2));
  }

  @Test
  void whatWaitsIsMergedAndComesInWhenItCan() {
    listen(UpdateFormat.V2);
    SharedText text = doc.text("t");
    for (String word : List.of("hi", " yo", "!", " ok")) {
      text.insert(text.length(), word);
    }
    SharedDoc late = SharedDoc.create();
    late.apply(sent.get(3), UpdateFormat.V2, null);
    late.apply(sent.get(1), UpdateFormat.V2, null);
    assertThat(late.hasPending()).isTrue();
    SharedDoc relay = loaded(late.encode(UpdateFormat.V2), UpdateFormat.V2);
    relay.apply(
        Updates.merge(List.of(sent.get(0), sent.get(2)), UpdateFormat.V2), UpdateFormat.V2, null);
    assertThat(relay.hasPending()).isFalse();
    assertThat(relay.text("t")).hasToString("hi yo! ok");
  }

  @Test
  void anUpdateCanBeGivenAwayWithoutWhatItSays() {
    SharedText text = doc.text("text");
    text.insert(0, "abc", Map.of("bold", true));
    text.insertEmbed(0, Map.of("src", "secret"), Map.of());
    doc.map("map").set("secret key", 1);
    doc.map("map").set("secret key", List.of("secret"));
    doc.xml("xml").insert(0, NewType.xmlElement("secret-node")).setAttribute("secret", "secret");
    doc.array("array").add(List.of("teststring", "secret", new byte[] {1, 2, 3}));
    doc.array("array").add(List.of(SharedDoc.builder().guid("secret").meta("secret").build()));
    text.delete(1, 1);
    for (UpdateFormat format : UpdateFormat.values()) {
      byte[] given = Updates.obfuscate(doc.encode(format), format);
      assertThat(new String(given, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("secret", "bold", "teststring", "abc");
      SharedDoc copy = loaded(given, format);
      assertThat(copy.stateVector()).isEqualTo(doc.stateVector());
      assertThat(copy.version()).isEqualTo(doc.version());
      assertThat(copy.text("text").length()).isEqualTo(text.length());
      assertThat(copy.array("array").length()).isEqualTo(doc.array("array").length());
      assertThat(copy.map("map").size()).isEqualTo(1);
    }
  }

  /** Values as JSON text, content 2, which versions before 13.0 wrote into lists. */
  @Test
  void listsOfOldPeersAreRead() {
    SharedDoc copy =
        loaded(
            hex("01010100" + "02010161" + "03013105" + "2268c3a922" + "087b226b223a5b5d7d" + "00"),
            UpdateFormat.V1);
    assertThat(copy.array("a").toList()).containsExactly(1, "h\u00e9", Map.of("k", List.of()));
    assertThat(loaded(copy.encode(UpdateFormat.V1), UpdateFormat.V1).array("a").toList())
        .isEqualTo(copy.array("a").toList());
  }

  @Test
  void mapsOfOldPeersAreRead() {
    SharedDoc copy =
        loaded(
            hex("01010100" + "2201016d016b" + "01" + "09756e646566696e6564" + "00"),
            UpdateFormat.V1);
    assertThat(copy.map("m").get("k")).isEqualTo(Undefined.UNDEFINED);
    assertThat(copy.map("m").has("k")).isTrue();
  }

  @Test
  void textsOfOldPeersAreRead() {
    SharedDoc copy =
        loaded(
            hex(
                "01030100"
                    + "06010174"
                    + "04626f6c64"
                    + "0474727565" // begins bold
                    + "8401000"
                    + "26869" // hi
                    + "860102"
                    + "04626f6c64"
                    + "046e756c6c" // ends bold
                    + "00"),
            UpdateFormat.V1);
    assertThat(copy.text("t").toDelta())
        .containsExactly(TextBehaviourTest.insert("hi", Map.of("bold", true)));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
