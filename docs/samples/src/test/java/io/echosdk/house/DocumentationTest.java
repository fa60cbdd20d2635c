package io.echosdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the pages true: their code is the samples' code, their links lead somewhere, the README
 * stays short.
 */
class DocumentationTest {

  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (\\w+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?://|#|mailto:)([^)#\\s]+)[^)]*\\)");

  @Test
  void everyQuotedSampleIsCompiledCode() throws IOException {
    int quoted = 0;
    for (Path page : pages()) {
      Matcher samples = SAMPLE.matcher(Files.readString(page));
      while (samples.find()) {
        assertThat(normalised(samples.group(2)))
            .as("the sample %s on %s", samples.group(1), page)
            .isEqualTo(normalised(body(samples.group(1))));
        quoted++;
      }
    }
    assertThat(quoted).as("samples quoted on pages").isPositive();
  }

  @Test
  void noPageShowsJavaThatIsNotASample() throws IOException {
    for (Path page : pages()) {
      String text = SAMPLE.matcher(Files.readString(page)).replaceAll("");
      assertThat(text).as("%s", page).doesNotContain("```java");
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        if (!Files.exists(page.resolveSibling(links.group(1)))) {
          broken.add(page + " -> " + links.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theReadmeStaysShortAndItsExampleWithinFifteenLines() throws IOException {
    Path readme = TestFiles.root().resolve("README.md");
    assertThat(Files.readAllLines(readme)).hasSizeLessThanOrEqualTo(120);
    Matcher samples = SAMPLE.matcher(Files.readString(readme));
    while (samples.find()) {
      assertThat(samples.group(2).lines().filter(line -> !line.isBlank()))
          .hasSizeLessThanOrEqualTo(15);
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(TestFiles.root().resolve("README.md")));
    try (Stream<Path> files = Files.walk(TestFiles.root().resolve("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(pages::add);
    }
    return pages;
  }

  /**
   * Returns what stands between the markers {@code // begin} and {@code // end} of a sample class.
   */
  private static String body(String sample) throws IOException {
    Path source =
        TestFiles.root()
            .resolve("docs/samples/src/main/java/io/echosdk/samples/" + sample + ".java");
    String text = Files.readString(source);
    int begin = text.indexOf("// begin\n");
    int end = text.indexOf("// end");
    assertThat(begin).as("%s marks what is shown", source).isPositive();
    return text.substring(begin + "// begin\n".length(), end);
  }

  private static String normalised(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
