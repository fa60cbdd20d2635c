package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.sync.SyncException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are no update. */
class UpdateFuzzTest {

  @Test
  void everyPrefixOfAnUpdateIsRefusedAndChangesNothing() {
    for (UpdateFormat format : UpdateFormat.values()) {
      byte[] update = richDocument().encode(format);
      SharedDoc doc = SharedDoc.builder().clientId(50).build();
      doc.text("t").insert(0, "before");
      byte[] before = doc.encode(UpdateFormat.V1);
      for (int length = 0; length < update.length; length++) {
        assertThat(isRefused(doc, Arrays.copyOf(update, length), format))
            .as("%s, %s bytes", format, length)
            .isTrue();
        assertThat(doc.encode(UpdateFormat.V1)).isEqualTo(before);
      }
    }
  }

  @Test
  void aChangedUpdateIsAppliedOrRefusedWithATypedError() {
    List<byte[]> encoded = new ArrayList<>();
    for (UpdateFormat format : UpdateFormat.values()) {
      encoded.add(richDocument().encode(format));
    }
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      UpdateFormat format = UpdateFormat.values()[random.nextInt(2)];
      byte[] update = encoded.get(format.ordinal()).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        update[random.nextInt(update.length)] ^= (byte) (1 << random.nextInt(8));
      }
      SharedDoc doc = SharedDoc.builder().clientId(50).build();
      doc.text("t").insert(0, "before");
      byte[] before = doc.encode(UpdateFormat.V1);
      try {
        if (isRefused(doc, update, format)) {
          assertThat(doc.encode(UpdateFormat.V1)).as("seed %s", seed).isEqualTo(before);
        } else {
          doc.apply(richDocument().encode(UpdateFormat.V1), UpdateFormat.V1, null);
          doc.toPlain();
        }
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void aChangedUpdateIsMergedOrRefusedWithATypedError() {
    byte[] good = richDocument().encode(UpdateFormat.V1);
    for (long seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      byte[] update = good.clone();
      update[random.nextInt(update.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Updates.merge(List.of(good, update), UpdateFormat.V1);
        Updates.convert(update, UpdateFormat.V1, UpdateFormat.V2);
        Updates.stateVector(update, UpdateFormat.V1);
      } catch (SyncException e) {
        assertThat(e.remedy()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static boolean isRefused(SharedDoc doc, byte[] update, UpdateFormat format) {
    try {
      doc.apply(update, format, null);
      return false;
    } catch (SyncException e) {
      return true;
    }
  }

  private static SharedDoc richDocument() {
    SharedDoc doc = SharedDoc.builder().clientId(5).build();
    SharedText text = doc.text("t");
    text.insert(0, "hello \u4e2d\ud83d\ude00 world");
    text.format(2, 5, Map.of("bold", true));
    text.insertEmbed(3, Map.of("image", "x"), Map.of());
    text.delete(1, 3);
    doc.array("a").add(Arrays.asList(1, null, "x", new byte[] {1}, 2.5, Map.of("k", List.of(1))));
    doc.array("a").delete(1, 1);
    doc.map("m").set("k", NewType.array()).add(List.of(true));
    doc.map("m").set("l", 1);
    doc.map("m").set("l", 2);
    doc.xml("x").insert(0, NewType.xmlElement("p")).setAttribute("a", "b");
    return doc;
  }
}
