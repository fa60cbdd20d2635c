package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.codec.ByteWriter;
import io.echosdk.sync.codec.StateVector;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates made to hurt: they are refused with a typed error and leave no trace. */
class HostileUpdateTest {

  @ParameterizedTest
  @CsvSource({
    "a string that is longer than the update, 010101000401017405686900",
    "more structs than there are, 01ffffffff0f01000401017401610000",
    "more clients than there are, ffffffff0f0101000401017401610000",
    "a number of 64 bits, 01ffffffffffffffffff01010004010174016100",
    "a clock above 2^31, 010101ffffffff0f04010174016100",
    "a clock that runs over 2^31, 010101ffffffff070401017402616100",
    "a delete that runs over 2^31, 00010101ffffffff0702",
    "an empty delete, 000101010000",
    "content of no kind, 010101000b0101740161",
    "a shared type of no kind, 01010100070101740700",
    "an empty string, 010101000401017400",
    "a neighbour of its own future, 01010100840105016100",
    "itself as its parent, 0101010004000100016100",
    "a string that is not UTF-8, 01010100040101740180",
    "half a surrogate pair in UTF-8, 010101000401017403eda080",
    "a format that is not JSON, 01010100060101740162017b00",
    "a value of no type, 0101010008010174010100",
    "values that are missing, 01010100080101740a7e00",
    "JSON with a number like no other, 01010100050101740230310000"
  })
  void anUpdateOfVersion1Is(String what, String hex) {
    assertRefused(HexFormat.of().parseHex(hex), UpdateFormat.V1, what);
  }

  @Test
  void structsThatOnlyARunClaimsAreRefused() {
    ByteWriter update = new ByteWriter();
    update.u8(0);
    column(update); // keys
    column(update, 1); // clients
    column(update); // left clocks
    column(update); // right clocks
    column(update, 0); // infos: collected, for ever
    column(update, 0); // strings
    column(update); // parents
    column(update); // types
    column(update, 0x41, 0xff, 0xff, 0xff, 0xff, 0x07); // lengths: one, two billion times
    update.varUint(1);
    update.varUint(1L << 31);
    update.varUint(0);
    update.varUint(0);
    assertRefused(update.toBytes(), UpdateFormat.V2, "two billion structs");
  }

  private static void column(ByteWriter target, int... bytes) {
    target.varUint(bytes.length);
    for (int each : bytes) {
      target.u8(each);
    }
  }

  @Test
  void anEmbedThatIsUndefinedIsRefusedBecauseVersion1CannotSayIt() {
    SharedDoc doc = SharedDoc.builder().clientId(1).build();
    doc.text("t").insertEmbed(0, true, Map.of());
    byte[] update = doc.encode(UpdateFormat.V2);
    for (int i = 0; i < update.length; i++) {
      if (update[i] == 120) { // true
        update[i] = 127; // undefined
      }
    }
    assertRefused(update, UpdateFormat.V2, "undefined");
  }

  @Test
  void whatWouldWaitBeyondTheLimitIsRefusedAndWhatIsAwaitedIsTaken() {
    SharedDoc author = SharedDoc.builder().clientId(1).build();
    List<byte[]> updates = new ArrayList<>();
    author.onUpdate(UpdateFormat.V1, (update, origin) -> updates.add(update));
    for (int i = 0; i < 100; i++) {
      author.text("t").insert(i, "x");
    }
    author.text("t").delete(0, 50);
    SharedDoc doc = SharedDoc.builder().clientId(2).maxPendingBytes(60).build();
    doc.apply(updates.get(1), UpdateFormat.V1, null);
    byte[] before = doc.encode(UpdateFormat.V1);
    byte[] tooMuch = Updates.merge(updates.subList(2, 60), UpdateFormat.V1);
    assertThatThrownBy(() -> doc.apply(tooMuch, UpdateFormat.V1, null))
        .isInstanceOfSatisfying(
            SyncException.class, e -> assertThat(e.kind()).isEqualTo(SyncException.Kind.LIMIT));
    assertThat(doc.encode(UpdateFormat.V1)).isEqualTo(before);
    doc.apply(updates.get(0), UpdateFormat.V1, null);
    assertThat(doc.text("t").toString()).isEqualTo("xx");
    doc.apply(tooMuch, UpdateFormat.V1, null);
    doc.apply(author.encode(UpdateFormat.V2), UpdateFormat.V2, null);
    assertThat(doc.encode(UpdateFormat.V1)).isEqualTo(author.encode(UpdateFormat.V1));
  }

  @Test
  void anyValueNestedDeepIsRefused() {
    ByteWriter update = new ByteWriter();
    for (int head : new int[] {1, 1, 1, 0, 8, 1, 1, 't', 1}) {
      update.u8(head);
    }
    for (int i = 0; i < 100_000; i++) {
      update.u8(117); // a list
      update.u8(1); // of one value
    }
    update.u8(126);
    update.u8(0);
    assertRefused(update.toBytes(), UpdateFormat.V1, "nested values");
  }

  @Test
  void anUpdateThatBreaksAtItsEndIsRefusedWhole() {
    for (Consumer<ByteWriter> struct :
        List.<Consumer<ByteWriter>>of(
            target -> {
              target.u8(0); // collected
              target.u8(1);
            },
            target -> {
              target.u8(0x84); // a character behind one of somebody else's
              target.varUint(1 + target.size());
              target.u8(0);
              target.u8(1);
              target.u8('a');
            },
            target -> {
              for (int each : new int[] {8, 1, 0, 1, 117, 0}) { // an empty list in root ""
                target.u8(each);
              }
            },
            target -> {
              for (int each : new int[] {0x25, 1, 1, 'r', 1, 'k', 4, '[', '[', ']', ']'}) {
                target.u8(each);
              }
            })) {
      ByteWriter update = new ByteWriter();
      update.varUint(1);
      update.varUint(20_001);
      update.varUint(7);
      update.varUint(0);
      for (int i = 0; i < 20_000; i++) {
        struct.accept(update);
      }
      update.u8(31); // no content of this kind
      assertRefused(update.toBytes(), UpdateFormat.V1, "a late fault");
    }
  }

  @Test
  void aStateVectorThatLiesIsRefused() {
    ByteWriter vector = new ByteWriter();
    vector.varUint((1L << 53) - 1);
    for (int i = 0; i < 10_000; i++) {
      vector.u8(1);
      vector.u8(1);
    }
    byte[] bytes = vector.toBytes();
    SharedDoc doc = document();
    assertThatThrownBy(() -> doc.encode(UpdateFormat.V1, bytes)).isInstanceOf(SyncException.class);
    assertThatThrownBy(() -> StateVector.decode(new byte[] {2, 1, 5, 1, 6}))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void typesNestedAHundredThousandDeepAreReadAndDeleted() {
    SharedDoc doc = SharedDoc.builder().clientId(3).build();
    doc.apply(nested(100_000, 0, -1), UpdateFormat.V1, null);
    assertThat(doc.array("t").toJson()).hasSize(200_002).startsWith("[[[").endsWith("]]]");
    assertThat(doc.toPlain()).containsOnlyKeys("t");
    doc.array("t").delete(0, 1);
    assertThat(doc.array("t").toJson()).isEqualTo("[]");
  }

  @Test
  void elementsNestedAHundredThousandDeepAreReadAsXml() {
    SharedDoc doc = SharedDoc.builder().clientId(3).build();
    doc.apply(nested(100_000, 3, 'p'), UpdateFormat.V1, null);
    assertThat(doc.xml("t").toString()).hasSize(700_000).startsWith("<p><p>").endsWith("</p></p>");
  }

  /** Returns an update with one type in another. */
  private static byte[] nested(int depth, int type, int name) {
    ByteWriter update = new ByteWriter();
    update.varUint(1);
    update.varUint(depth);
    update.varUint(1);
    update.varUint(0);
    for (int clock = 0; clock < depth; clock++) {
      update.u8(7);
      update.u8(clock == 0 ? 1 : 0);
      update.varUint(1);
      if (clock == 0) {
        update.u8('t');
      } else {
        update.varUint(clock - 1);
      }
      update.u8(type);
      if (name >= 0) {
        update.u8(1);
        update.u8(name);
      }
    }
    update.varUint(0);
    return update.toBytes();
  }

  @Test
  void aFloodOfClientsTakesTimeInProportion() {
    int clients = 50_000;
    ByteWriter update = new ByteWriter();
    update.varUint(clients);
    for (int i = 0; i < clients; i++) {
      update.varUint(1);
      update.varUint(1000 + i);
      update.varUint(0);
      for (int each : new int[] {4, 1, 1, 't', 1, 'x'}) {
        update.u8(each);
      }
    }
    update.varUint(clients);
    for (int i = 0; i < clients; i++) {
      update.varUint(1000 + i);
      update.varUint(1);
      update.varUint(0);
      update.varUint(1);
    }
    SharedDoc doc = SharedDoc.builder().clientId(3).build();
    doc.apply(update.toBytes(), UpdateFormat.V1, null);
    assertThat(doc.text("t").length()).isZero();
    assertThat(StateVector.decode(doc.stateVector()).clocks()).hasSize(clients);
  }

  @Test
  void aStructThatContradictsWhatIsKnownHarmsNothing() {
    SharedDoc doc = SharedDoc.builder().clientId(3).build();
    HexFormat hex = HexFormat.of();
    doc.apply(hex.parseHex("0101010004010174026869" + "00"), UpdateFormat.V1, null);
    // the same clocks and more, in another root
    doc.apply(hex.parseHex("01010100040101750568656c6c6f" + "00"), UpdateFormat.V1, null);
    assertThat(doc.text("t").toString()).isEqualTo("hillo");
    assertThat(doc.text("u").toString()).isEmpty();
    doc.text("t").insert(5, "!");
    assertThat(doc.text("t").toString()).isEqualTo("hillo!");
    // the same clocks as collected content, then as text again
    SharedDoc gone = SharedDoc.builder().clientId(3).build();
    gone.apply(hex.parseHex("01010100000200"), UpdateFormat.V1, null);
    gone.apply(hex.parseHex("01010100040101750568656c6c6f" + "00"), UpdateFormat.V1, null);
    assertThat(gone.text("u").toString()).isEmpty();
    assertThatCode(() -> gone.text("u").insert(0, "x")).doesNotThrowAnyException();
  }

  @Test
  void childrenOfXmlThatAreNotXmlAreShownAsBrowsersDo() {
    SharedDoc doc = SharedDoc.builder().clientId(3).build();
    doc.array("t").add(List.of("a", 1.5, Map.of()));
    SharedDoc other = SharedDoc.builder().clientId(4).build();
    other.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    assertThat(other.xml("t").toString()).isEqualTo("a1.5[object Object]");
  }

  private static void assertRefused(byte[] update, UpdateFormat format, String what) {
    SharedDoc doc = document();
    byte[] before = doc.encode(UpdateFormat.V1);
    Map<String, Object> plain = doc.toPlain();
    int structs = doc.engine.structCount();
    int roots = doc.engine.roots().size();
    assertThatThrownBy(() -> doc.apply(update, format, null))
        .as(what)
        .isInstanceOf(SyncException.class);
    assertThat(doc.encode(UpdateFormat.V1)).as(what).isEqualTo(before);
    assertThat(doc.toPlain()).as(what).isEqualTo(plain);
    assertThat(doc.engine.structCount()).as(what).isEqualTo(structs);
    assertThat(doc.engine.roots()).as(what).hasSize(roots);
    List<Runnable> uses =
        List.of(
            () -> Updates.merge(List.of(before, update), format),
            () -> Updates.merge(List.of(update), format),
            () -> Updates.stateVector(update, format),
            () -> Updates.diff(update, new byte[] {0}, format));
    for (Runnable use : uses) {
      assertThatThrownBy(use::run).as(what).isInstanceOf(SyncException.class);
    }
  }

  private static SharedDoc document() {
    SharedDoc doc = SharedDoc.builder().clientId(50).build();
    doc.text("t").insert(0, "before");
    return doc;
  }
}
