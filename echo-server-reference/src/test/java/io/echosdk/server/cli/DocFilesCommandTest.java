package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.UpdateFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verbs that work on files of updates. */
class DocFilesCommandTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void updatesOfBothFormsAreMerged() throws IOException {
    SharedDoc one = document(1, "one");
    SharedDoc two = document(2, "two");
    Path first = file("first", one.encode(UpdateFormat.V1));
    Path second = file("second", two.encode(UpdateFormat.V2));
    Path both = folder.resolve("both");
    assertThat(run(new DocMergeCommand(), first, second, "-o", both)).isZero();
    SharedDoc merged = SharedDoc.create();
    merged.apply(Files.readAllBytes(both), UpdateFormat.V1, null);
    assertThat(merged.text("t").toString()).contains("one", "two");
  }

  @Test
  void aFileThatIsNoUpdateLeavesTheOutputAsItWas() throws IOException {
    Path wrong = file("wrong", "no update".getBytes());
    Path output = file("output", new byte[] {1, 2, 3});
    assertThat(run(new DocMergeCommand(), wrong, "-o", output)).isNotZero();
    assertThat(output).hasBinaryContent(new byte[] {1, 2, 3});
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFileIsInspectedAsTextAndAsJson() throws IOException {
    Path file = file("update", document(7, "hello").encode(UpdateFormat.V2));
    assertThat(run(new DocInspectCommand(), file)).isZero();
    assertThat(out.toString()).startsWith("version 2, ").contains("client 7: clocks 0 to 4");
    out.getBuffer().setLength(0);
    assertThat(run(new DocInspectCommand(), file, "--json")).isZero();
    assertThat(out.toString()).startsWith("{\"version\":2,").contains("\"endClock\":5");
  }

  @Test
  void aMissingFileIsSaidInOneSentence() {
    assertThat(run(new DocInspectCommand(), folder.resolve("nowhere"))).isNotZero();
    assertThat(err.toString()).contains("nowhere, there is no such file");
  }

  private static SharedDoc document(long client, String text) {
    SharedDoc doc = SharedDoc.builder().clientId(client).build();
    doc.text("t").insert(0, text);
    return doc;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private int run(Object command, Object... arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return line.execute(words);
  }
}
