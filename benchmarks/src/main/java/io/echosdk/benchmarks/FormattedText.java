package io.echosdk.benchmarks;

import io.echosdk.server.doc.ProcessCpu;
import io.echosdk.sync.PlainJson;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UpdateFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Edits at random places of a text that is full of formats, beside Yjs, which walks there from the
 * start: words with three kinds of formats, then inserts with and without formats, formats, deletes
 * and deltas, each in a transaction of its own with a listener. Both must end with the same bytes.
 *
 * <p>{@code FormattedText [rounds] [characters] [edits]}; without arguments 5, 100,000 and 2,000.
 */
public final class FormattedText {

  private static final int WARM_UPS = 3;
  private static final long SEED = 20;

  private final Random random = new Random(SEED);
  private final List<List<Object>> edits = new ArrayList<>();
  private int length;

  private FormattedText(int characters, int count) {
    edits.add(List.of("d", text(characters)));
    for (int i = 0; i < count; i++) {
      edits.add(edit());
    }
  }

  /** Prints what both cost. */
  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    int characters = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
    int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2_000;
    FormattedText text = new FormattedText(characters, count);
    Path file = Files.createTempFile("formatted", ".json");
    try (YjsPeer peer = new YjsPeer()) {
      Files.writeString(file, PlainJson.write(text.edits));
      text.measure(rounds, count, peer, file, System.out);
    } finally {
      Files.delete(file);
    }
  }

  private void measure(int rounds, int count, YjsPeer peer, Path file, PrintStream out)
      throws IOException {
    double[] echo = new double[rounds];
    double[] yjs = new double[rounds];
    for (int i = -WARM_UPS; i < rounds; i++) {
      System.gc();
      SharedDoc doc = SharedDoc.builder().clientId(1).build();
      double millis = run(doc);
      Map<?, ?> answer = peer.run("formatted", "file", file.toString());
      if (!sha(doc.encode(UpdateFormat.V1)).equals(answer.get("sha"))) {
        throw new IllegalStateException("the text ends with other bytes than in Yjs");
      }
      if (i >= 0) {
        echo[i] = millis;
        yjs[i] = YjsPeer.number(answer, "ms");
      }
    }
    Arrays.sort(echo);
    Arrays.sort(yjs);
    out.printf(
        Locale.ROOT,
        "%,d edits of a formatted text   Echo %.1f us each   Yjs %.1f us each   ratio %.1f%n",
        count,
        1000 * echo[rounds / 2] / count,
        1000 * yjs[rounds / 2] / count,
        yjs[rounds / 2] / echo[rounds / 2]);
  }

  /** Returns the cost of all edits but the first, which makes the text. */
  private double run(SharedDoc doc) {
    SharedText text = doc.text("text");
    apply(text, edits.get(0));
    long[] bytes = {0};
    doc.onUpdate(UpdateFormat.V2, (update, origin) -> bytes[0] += update.length);
    return ProcessCpu.millis(
        () -> edits.subList(1, edits.size()).forEach(edit -> apply(text, edit)));
  }

  @SuppressWarnings("unchecked") // formats are maps
  private static void apply(SharedText text, List<Object> edit) {
    switch ((String) edit.get(0)) {
      case "d" ->
          text.applyDelta(
              ((List<Map<String, Object>>) edit.get(1)).stream().map(FormattedText::op).toList());
      case "i" -> text.insert((Integer) edit.get(1), (String) edit.get(2));
      case "I" ->
          text.insert(
              (Integer) edit.get(1), (String) edit.get(2), (Map<String, Object>) edit.get(3));
      case "f" ->
          text.format(
              (Integer) edit.get(1), (Integer) edit.get(2), (Map<String, Object>) edit.get(3));
      default -> text.delete((Integer) edit.get(1), (Integer) edit.get(2));
    }
  }

  @SuppressWarnings("unchecked") // formats are maps
  private static TextOp op(Map<String, Object> step) {
    Map<String, Object> formats = (Map<String, Object>) step.getOrDefault("attributes", Map.of());
    return step.get("retain") instanceof Integer length
        ? new TextOp.Retain(length, formats)
        : new TextOp.Insert(step.get("insert"), formats);
  }

  private List<Map<String, Object>> text(int characters) {
    List<Map<String, Object>> delta = new ArrayList<>();
    while (length < characters) {
      String word = word();
      delta.add(random.nextInt(3) == 0 ? insert(word) : insert(word, formats()));
    }
    return delta;
  }

  private Map<String, Object> insert(String word) {
    length += word.length();
    return Map.of("insert", word);
  }

  private Map<String, Object> insert(String word, Map<String, Object> formats) {
    length += word.length();
    return Map.of("insert", word, "attributes", formats);
  }

  private String word() {
    char[] letters = new char[2 + random.nextInt(8)];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (char) ('a' + random.nextInt(26));
    }
    letters[letters.length - 1] = ' ';
    return new String(letters);
  }

  private Map<String, Object> formats() {
    return switch (random.nextInt(4)) {
      case 0 -> Map.of("bold", true);
      case 1 -> Map.of("color", "#" + random.nextInt(4));
      case 2 -> Map.of("link", Map.of("href", word()));
      default -> Map.of("italic", true);
    };
  }

  private List<Object> edit() {
    int at = random.nextInt(length - 100);
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        String word = word();
        length += word.length();
        return List.of("i", at, word);
      }
      case 2 -> {
        String word = word();
        length += word.length();
        return List.of("I", at, word, formats());
      }
      case 3 -> {
        return List.of("f", at, 1 + random.nextInt(60), formats());
      }
      case 4 -> {
        return List.of("d", List.of(Map.of("retain", at), insert(word())));
      }
      default -> {
        int count = 1 + random.nextInt(8);
        length -= count;
        return List.of("x", at, count);
      }
    }
  }

  private static String sha(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
          .substring(0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
