package io.echosdk.sync.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits in a document is part of its answers, for as long as it waits and as it is then. */
class WaitingTest {

  private final List<byte[]> made = new ArrayList<>();
  private final SharedDoc author = SharedDoc.builder().clientId(1).build();
  private final SharedDoc lacking = SharedDoc.builder().clientId(2).build();

  WaitingTest() {
    author.onUpdate(UpdateFormat.V1, (update, origin) -> made.add(update));
    author.text("t").insert(0, "one"); // made[0]
    author.text("t").insert(3, " two"); // made[1] is what is lacking
    author.text("t").insert(7, " three"); // made[2] waits for it
    author.text("t").delete(3, 2); // made[3], a delete that waits
    author.text("t").insert(0, "more "); // made[4]
    lacking.apply(made.get(0), UpdateFormat.V1, null);
    lacking.apply(made.get(2), UpdateFormat.V1, null);
  }

  /** Returns what somebody reads who has an answer and what was lacking. */
  private String read(UpdateFormat format) {
    SharedDoc reader = SharedDoc.create();
    reader.apply(lacking.encode(format, reader.stateVector()), format, null);
    reader.apply(made.get(1), UpdateFormat.V1, null);
    return reader.text("t").toString();
  }

  @Test
  void answersFollowWhatWaits() {
    for (UpdateFormat format : UpdateFormat.values()) {
      assertThat(read(format)).isEqualTo("one two three");
      assertThat(read(format)).isEqualTo("one two three");
    }
    lacking.apply(made.get(3), UpdateFormat.V1, null);
    lacking.apply(made.get(4), UpdateFormat.V1, null);
    for (UpdateFormat format : UpdateFormat.values()) {
      assertThat(read(format)).isEqualTo(author.text("t").toString());
    }
    lacking.apply(made.get(1), UpdateFormat.V1, null);
    byte[] all = author.encode(UpdateFormat.V1);
    assertThat(lacking.encode(UpdateFormat.V1)).isEqualTo(all);
  }

  @Test
  void bothVersionsSayTheSameOfIt() {
    lacking.apply(made.get(3), UpdateFormat.V1, null);
    byte[] nothing = SharedDoc.create().stateVector();
    for (byte[] known : List.of(nothing, lacking.stateVector(), author.stateVector())) {
      byte[] second = lacking.encode(UpdateFormat.V2, known);
      for (int i = 0; i < 2; i++) {
        assertThat(lacking.encode(UpdateFormat.V1, known))
            .isEqualTo(Updates.convert(second, UpdateFormat.V2, UpdateFormat.V1));
      }
    }
  }
}
