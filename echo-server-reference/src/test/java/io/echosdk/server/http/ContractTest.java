package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void theReferencePageTellsEveryOperationInTheContractsWords() throws Exception {
    List<String> rows = new ArrayList<>();
    JsonObject paths = Contract.load().json().getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : List.of("get", "post", "delete")) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        if (operation != null) {
          String name = method.toUpperCase(Locale.ROOT) + " " + path;
          rows.add("| `" + name + "` | " + operation.getString("summary") + " |");
        }
      }
    }
    List<String> page = Files.readAllLines(TestFiles.root().resolve("docs/reference/http.md"));
    assertThat(page.stream().filter(line -> line.startsWith("| `")).toList())
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void everyKindOfProblemIsToldOnTheDocsPage() throws Exception {
    String page;
    try (var in = Contract.class.getResourceAsStream("/io/echosdk/server/web/docs.html")) {
      page = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
    for (Problem.Kind kind : Problem.Kind.values()) {
      assertThat(page)
          .contains("id=\"" + kind.slug() + "\"><code>" + kind.slug() + "</code> " + kind.status());
    }
  }
}
