package io.echosdk.server.doc;

import io.echosdk.sync.PlainJson;
import io.echosdk.sync.SharedArray;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedMap;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.UpdateFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a log of edits and tells what it cost and which bytes came out, so that the bytes can be
 * compared with those of another implementation and the cost put beside its cost. Times are
 * milliseconds of CPU of the whole process, compilation and garbage collection included.
 *
 * <p>The first line of a log says what it is: {@code b1} one author and a second document that
 * follows; {@code b2} two authors at once; {@code b3} many authors of one edit each; otherwise one
 * author. Each other line is an edit: {@code ["t", author, position, deleted, inserted]}, {@code
 * ["ai", author, position, values]} or {@code ["m", author, key, value]}.
 */
public final class DocBench {

  private static final long WITNESS_ID = 9999;

  private final String id;
  private final String kind;
  private final @Nullable String initialText;
  private final @Nullable String finalText;
  private final List<List<?>> edits;
  private final List<List<?>> ofFirst;
  private final List<List<?>> ofSecond;

  private DocBench(Map<?, ?> head, List<List<?>> edits) {
    this.id = String.valueOf(head.get("id"));
    this.kind = String.valueOf(head.get("kind"));
    this.initialText = (String) head.get("init");
    this.finalText = (String) head.get("final");
    this.edits = edits;
    this.ofFirst = editsOf(0);
    this.ofSecond = editsOf(1);
  }

  /** Reads a log, which is JSON lines, compressed with gzip. */
  public static DocBench read(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      Map<?, ?> head = (Map<?, ?>) PlainJson.read(lines.readLine());
      List<List<?>> edits = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        edits.add((List<?>) PlainJson.read(line));
      }
      return new DocBench(Objects.requireNonNull(head), edits);
    }
  }

  /** Runs the log several times and returns the least of each time. */
  public Map<String, Object> best(int repetitions) {
    Map<String, Object> best = run();
    Object first = best.get("time");
    for (int i = 1; i < repetitions; i++) {
      Map<String, Object> next = run();
      for (String time : List.of("time", "enc1", "parse1", "enc2", "parse2")) {
        best.merge(time, next.get(time), (a, b) -> Math.min((Double) a, (Double) b));
      }
    }
    best.put("firstTime", first);
    return best;
  }

  /**
   * Runs the log several times within one measurement, each time from empty documents on, so that
   * the reading of the clock counts for nothing in a short one. Only for logs of one author, or of
   * two.
   *
   * @param inOne whether the edits of a single author are one transaction
   * @return {@code time} of one run, and {@code sha1}
   */
  public Map<String, Object> repeated(int times, boolean inOne) {
    Author[] last = new Author[1];
    double millis =
        ProcessCpu.millis(
            () -> {
              for (int i = 0; i < times; i++) {
                last[0] = inOne ? inOneTransaction() : once();
              }
            });
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("time", millis / times);
    result.put("sha1", sha(last[0].doc.encode(UpdateFormat.V1)));
    return result;
  }

  private Author once() {
    switch (kind) {
      case "b1":
        Author author = new Author(1, true);
        follow(author, new Author(2, false));
        return author;
      case "b2":
        Pair pair = new Pair();
        pair.meet();
        return pair.one;
      case "b3":
        throw new IllegalStateException(id + " has many authors");
      default:
        Author alone = new Author(1, true);
        edits.forEach(alone::edit);
        return alone;
    }
  }

  private Author inOneTransaction() {
    Author author = new Author(1, true);
    author.doc.transact(() -> edits.forEach(author::edit));
    return author;
  }

  private Map<String, Object> run() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("lib", "echo");
    result.put("id", id);
    result.put("ops", edits.size());
    Author author =
        switch (kind) {
          case "b1" -> followed(result);
          case "b2" -> concurrent(result);
          case "b3" -> many(result);
          default -> alone(result);
        };
    encodeAndParse(author, result);
    return result;
  }

  private Author followed(Map<String, Object> result) {
    Author author = new Author(1, true);
    Author follower = new Author(2, false);
    result.put("time", cpuMillis(() -> follow(author, follower)));
    sent(result, author);
    return author;
  }

  private void follow(Author author, Author follower) {
    edits.forEach(author::edit);
    author.sent.forEach(follower::apply);
    checkSame(author, follower);
  }

  private Author concurrent(Map<String, Object> result) {
    Pair pair = new Pair();
    result.put("time", cpuMillis(pair::meet));
    sent(result, pair.one);
    return pair.one;
  }

  private List<List<?>> editsOf(int author) {
    List<List<?>> own = new ArrayList<>();
    edits.stream().filter(edit -> edit.get(1).equals(author)).forEach(own::add);
    return own;
  }

  private Author many(Map<String, Object> result) {
    List<byte[]> sent = new ArrayList<>();
    for (List<?> edit : edits) {
      Author author = new Author((Integer) edit.get(1) + 1, true);
      author.edit(edit);
      sent.addAll(author.sent);
    }
    Author reader = new Author(100_001, false);
    Author witness = new Author(100_002, false);
    reader.doc.transact(() -> sent.forEach(reader::apply));
    result.put(
        "time",
        cpuMillis(
            () -> {
              witness.doc.transact(() -> sent.forEach(witness::apply));
              checkSame(reader, witness);
            }));
    return reader;
  }

  private Author alone(Map<String, Object> result) {
    Author author = new Author(1, true);
    result.put("time", cpuMillis(() -> edits.forEach(author::edit)));
    if (!author.text.toString().equals(finalText)) {
      throw new IllegalStateException(id + " ends with another text");
    }
    sent(result, author);
    return author;
  }

  private static void sent(Map<String, Object> result, Author author) {
    result.put("updBytes", author.sentBytes);
    result.put("updCount", author.sent.size());
  }

  private void encodeAndParse(Author author, Map<String, Object> result) {
    for (UpdateFormat format : List.of(UpdateFormat.V2, UpdateFormat.V1)) {
      String version = String.valueOf(format.ordinal() + 1);
      byte[][] encoded = new byte[1][];
      result.put("enc" + version, cpuMillis(() -> encoded[0] = author.doc.encode(format)));
      result.put("size" + version, encoded[0].length);
      result.put("sha" + version, sha(encoded[0]));
      result.put(
          "parse" + version,
          cpuMillis(
              () -> {
                Author witness = new Author(WITNESS_ID, false);
                witness.doc.apply(encoded[0], format, null);
                checkSame(author, witness);
              }));
    }
  }

  private void checkSame(Author one, Author two) {
    if (!Objects.equals(one.view(), two.view())) {
      throw new IllegalStateException(id + ": two documents differ");
    }
  }

  private static double cpuMillis(Runnable work) {
    return Math.round(ProcessCpu.millis(work) * 100) / 1e2;
  }

  private static String sha(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Two authors that begin with the same text, write apart and then meet. */
  private final class Pair {
    private final Author one = new Author(1, true);
    private final Author two = new Author(2, true);

    Pair() {
      one.text.insert(0, Objects.requireNonNull(initialText));
      one.sent.forEach(two::apply);
      one.sent.clear();
      two.sent.clear();
    }

    void meet() {
      one.doc.transact(() -> ofFirst.forEach(one::edit));
      two.doc.transact(() -> ofSecond.forEach(two::edit));
      List<byte[]> ofOne = List.copyOf(one.sent);
      List<byte[]> ofTwo = List.copyOf(two.sent);
      ofOne.forEach(two::apply);
      ofTwo.forEach(one::apply);
      checkSame(one, two);
    }
  }

  /** A document, its three roots and what it sent. */
  private final class Author {
    private final SharedDoc doc;
    private final SharedText text;
    private final SharedArray array;
    private final SharedMap map;
    private final List<byte[]> sent = new ArrayList<>();
    private long sentBytes;

    Author(long clientId, boolean listens) {
      doc = SharedDoc.builder().clientId(clientId).build();
      text = doc.text("text");
      array = doc.array("array");
      map = doc.map("map");
      if (listens) {
        doc.onUpdate(
            UpdateFormat.V2,
            (update, origin) -> {
              sent.add(update);
              sentBytes += update.length;
            });
      }
    }

    void apply(byte[] update) {
      doc.apply(update, UpdateFormat.V2, null);
    }

    void edit(List<?> edit) {
      switch ((String) edit.get(0)) {
        case "t" -> {
          int position = (Integer) edit.get(2);
          int deleted = (Integer) edit.get(3);
          if (deleted > 0) {
            text.delete(position, deleted);
          }
          text.insert(position, (String) edit.get(4));
        }
        case "ai" -> array.insert((Integer) edit.get(2), (List<?>) edit.get(3));
        default -> map.set((String) edit.get(2), edit.get(3));
      }
    }

    Object view() {
      return switch ((String) edits.get(0).get(0)) {
        case "t" -> text.toString();
        case "ai" -> array.toList();
        default -> map.toPlain();
      };
    }
  }
}
