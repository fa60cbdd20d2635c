package io.echosdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.echosdk.api.sync.SyncException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an encoded update says of itself. */
class UpdateReportTest {

  @Test
  void aReportCountsStructsClientsClocksAndDeletes() {
    SharedDoc doc = SharedDoc.builder().clientId(7).build();
    doc.text("t").insert(0, "hello");
    doc.text("t").delete(1, 2);
    doc.map("m").set("k", 1);
    for (UpdateFormat format : UpdateFormat.values()) {
      byte[] update = doc.encode(format);
      UpdateReport report = Updates.inspect(update, format);
      assertThat(Updates.detect(update)).isEqualTo(format);
      assertThat(report)
          .isEqualTo(
              new UpdateReport(
                  format,
                  update.length,
                  4,
                  Map.of("text", 2, "deleted", 1, "values", 1),
                  1,
                  List.of(new UpdateReport.Client(7, 4, 0, 6, 0, 0, 1, 2))));
      assertThat(report.waits()).isFalse();
    }
  }

  @Test
  void aReportSaysWhatAnUpdateWaitsFor() {
    SharedDoc doc = SharedDoc.builder().clientId(7).build();
    doc.text("t").insert(0, "hello");
    byte[] before = doc.stateVector();
    SharedDoc other = SharedDoc.builder().clientId(9).build();
    other.apply(doc.encode(UpdateFormat.V1), UpdateFormat.V1, null);
    other.text("t").insert(5, "!");
    other.text("t").delete(0, 1);
    UpdateReport report = Updates.inspect(other.encode(UpdateFormat.V1, before), UpdateFormat.V1);
    assertThat(report.waits()).isTrue();
    assertThat(report.clients())
        .containsExactly(
            new UpdateReport.Client(7, 0, 0, 0, 0, 5, 1, 1),
            new UpdateReport.Client(9, 1, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void theFormOfAnUpdateIsDetected() {
    SharedDoc empty = SharedDoc.create();
    for (UpdateFormat format : UpdateFormat.values()) {
      assertThat(Updates.detect(empty.encode(format))).isEqualTo(format);
    }
    assertThatThrownBy(() -> Updates.detect("not an update".getBytes()))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("no update");
    assertThatThrownBy(() -> Updates.detect(new byte[0])).isInstanceOf(SyncException.class);
  }
}
