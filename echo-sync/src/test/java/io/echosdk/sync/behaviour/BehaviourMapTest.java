package io.echosdk.sync.behaviour;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/**
 * The behaviours that the tests of Yjs 13.6 pin down, by area, and which of our tests pins each of
 * them down here: {@code behaviours.tsv} has the area, the behaviour and the test in each line.
 */
class BehaviourMapTest {

  private record Line(String area, String behaviour, String test) {

    static Line of(String text) {
      String[] cells = text.split("\t", -1);
      assertThat(cells).as(text).hasSize(3);
      return new Line(cells[0], cells[1], cells[2]);
    }

    Method method() {
      String[] names = test.split("#", -1);
      try {
        Class<?> owner = Class.forName(getClass().getPackageName() + "." + names[0]);
        return owner.getDeclaredMethod(names[1]);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(test + " is not there", e);
      }
    }
  }

  private static List<Line> lines() {
    try (BufferedReader source =
        new BufferedReader(
            new InputStreamReader(
                BehaviourMapTest.class.getResourceAsStream("behaviours.tsv"),
                StandardCharsets.UTF_8))) {
      return source.lines().map(Line::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachAreaHasAsManyBehavioursAsInYjs() {
    assertThat(lines().stream().collect(groupingBy(Line::area, counting())))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("compatibility", 3L),
                Map.entry("doc", 11L),
                Map.entry("encoding", 4L),
                Map.entry("relativePositions", 9L),
                Map.entry("snapshot", 12L),
                Map.entry("undo-redo", 26L),
                Map.entry("updates", 6L),
                Map.entry("y-array", 42L),
                Map.entry("y-map", 40L),
                Map.entry("y-text", 44L),
                Map.entry("y-xml", 11L)));
    assertThat(lines()).hasSize(208);
  }

  @Test
  void eachBehaviourHasATestOfItsOwnThatRuns() {
    assertThat(lines()).extracting(Line::test).doesNotHaveDuplicates();
    assertThat(lines()).extracting(Line::behaviour).doesNotContain("");
    for (Line line : lines()) {
      Method method = line.method();
      assertThat(method.isAnnotationPresent(Test.class)).as(line.test()).isTrue();
      assertThat(method.isAnnotationPresent(Disabled.class)).as(line.test()).isFalse();
      assertThat(method.getDeclaringClass().isAnnotationPresent(Disabled.class)).isFalse();
    }
  }

  @Test
  void noTestIsMissingInTheMap() {
    List<String> mapped = lines().stream().map(Line::test).toList();
    lines().stream()
        .map(line -> line.method().getDeclaringClass())
        .distinct()
        .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Test.class))
        .forEach(
            method ->
                assertThat(mapped)
                    .contains(method.getDeclaringClass().getSimpleName() + "#" + method.getName()));
  }
}
