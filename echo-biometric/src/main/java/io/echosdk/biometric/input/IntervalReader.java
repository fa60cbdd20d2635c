package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the intervals between heart beats from text: one in ms on each line, or a time and an
 * interval in seconds. A first line of names, blank lines and lines that begin with # do not count.
 *
 * <p>Intervals that are all below 10 on the first lines cannot be milliseconds and are taken for
 * seconds. In two columns, a time that is later than the interval explains is a hole.
 */
public final class IntervalReader {

  /** Takes what is read. */
  public interface Visitor {

    /** An interval that ended at a time; hole says that it does not follow the one before. */
    void interval(long endNanos, double intervalMs, boolean hole);
  }

  private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*|\\s+");
  private static final Pattern NAME = Pattern.compile("(?i)\"?(rr|nn|ibi|rri|nni)([^a-z].*)?");
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf"; // UTF-8's, read as Latin-1
  private static final int LOOKED_AT = 64;
  private static final int MAX_LINE_CHARS = 4096;
  private static final double LEAST_MS = 10;
  private static final double TIME_TOLERANCE = 0.05; // of an interval

  private final Path file;
  private final Visitor visitor;
  private long line;
  private double unitMs = Double.NaN; // what 1 in the column of intervals is
  private final List<double[]> first = new ArrayList<>(); // rows that tell the unit
  private final List<Long> firstLines = new ArrayList<>();
  private double seconds; // when the last interval ended
  private boolean any;

  private IntervalReader(Path file, Visitor visitor) {
    this.file = file;
    this.visitor = visitor;
  }

  /** Returns whether a text holds intervals rather than samples; false if it cannot be read. */
  public static boolean looksLikeIntervals(Path file) {
    List<double[]> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String text = line(reader); text != null; text = line(reader)) {
        if (text.isBlank() || text.startsWith("#")) {
          continue;
        }
        String[] fields = SEPARATOR.split(text.strip());
        if (rows.isEmpty() && namesIntervals(fields)) {
          return true;
        }
        if (fields.length == 0 || fields.length > 2 || rows.size() == LOOKED_AT) {
          break;
        }
        double[] row = numbers(fields);
        if (row == null) {
          return false;
        }
        rows.add(row);
      }
    } catch (IOException e) {
      return false; // whoever reads the file will say why
    }
    return !rows.isEmpty() && (rows.get(0).length == 1 || rowsAreTimesOfIntervals(rows));
  }

  /** The next line, or as much of it as tells that it is too long; null at the end. */
  private static @Nullable String line(BufferedReader reader) throws IOException {
    StringBuilder text = new StringBuilder();
    int next = reader.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n' && text.length() <= MAX_LINE_CHARS) {
      text.append((char) next);
      next = reader.read();
    }
    String read = text.toString().strip();
    return read.startsWith(BYTE_ORDER_MARK) ? read.substring(BYTE_ORDER_MARK.length()) : read;
  }

  private static boolean namesIntervals(String[] fields) {
    return (fields.length == 1 || fields.length == 2)
        && NAME.matcher(fields[fields.length - 1]).matches();
  }

  private static boolean rowsAreTimesOfIntervals(List<double[]> rows) {
    int fitting = 0;
    for (int i = 1; i < rows.size(); i++) {
      double[] row = rows.get(i);
      double step = row[0] - rows.get(i - 1)[0];
      fitting += row.length == 2 && Math.abs(step - row[1]) < TIME_TOLERANCE * row[1] ? 1 : 0;
    }
    return fitting >= Math.max(1, (rows.size() - 1) * 3 / 4);
  }

  private static double @Nullable [] numbers(String[] fields) {
    double[] numbers = new double[fields.length];
    for (int i = 0; i < fields.length; i++) {
      try {
        boolean none = fields[i].equalsIgnoreCase("nan");
        numbers[i] = none ? Double.NaN : Double.parseDouble(fields[i]);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return numbers;
  }

  /**
   * Reads a file.
   *
   * @throws BiometricException if it is missing, empty, or a line of it is no interval; it names
   *     the line
   */
  public static void read(Path file, Visitor visitor) {
    new IntervalReader(file, visitor).readAll();
  }

  private void readAll() {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String text = line(reader); text != null; text = line(reader)) {
        line++;
        if (text.length() > MAX_LINE_CHARS) {
          throw wrong("is longer than " + MAX_LINE_CHARS + " characters");
        }
        if (!text.isBlank() && !text.startsWith("#")) {
          readLine(text.strip());
        }
      }
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
    if (Double.isNaN(unitMs)) {
      deliverFirst();
    }
    if (!any) {
      throw Unreadable.malformed(file, "it has no interval", "give one interval in ms on a line");
    }
  }

  private BiometricException wrong(String problem) {
    return Unreadable.line(
        file, line, problem, "give one interval in ms on a line, or time,interval in seconds");
  }

  private void readLine(String text) {
    String[] fields = SEPARATOR.split(text);
    double[] row = numbers(fields);
    if (row == null && !any && first.isEmpty() && namesOnly(fields)) {
      return;
    }
    if (row == null || row.length == 0 || row.length > 2) {
      throw wrong("is no interval");
    }
    double interval = row[row.length - 1];
    if (!(interval > 0 && interval < Double.POSITIVE_INFINITY)) {
      throw wrong("has an interval that is not positive");
    }
    if (row.length == 2 && !(Math.abs(row[0]) < Double.POSITIVE_INFINITY)) {
      throw wrong("has a time that is none");
    }
    if (Double.isNaN(unitMs)) {
      first.add(row);
      firstLines.add(line);
      if (first.size() == LOOKED_AT) {
        deliverFirst();
      }
    } else {
      deliver(row);
    }
  }

  private static boolean namesOnly(String[] fields) {
    for (String field : fields) {
      String name = field.replace("\"", "").strip();
      if (name.isEmpty() || !Character.isLetter(name.charAt(0)) || name.equalsIgnoreCase("nan")) {
        return false;
      }
    }
    return fields.length <= 2;
  }

  private void deliverFirst() {
    boolean below = true;
    for (double[] row : first) {
      below &= row[row.length - 1] < LEAST_MS;
    }
    unitMs = below ? 1000 : 1;
    long last = line;
    for (int i = 0; i < first.size(); i++) {
      line = firstLines.get(i);
      deliver(first.get(i));
    }
    line = last;
  }

  private void deliver(double[] row) {
    double intervalMs = row[row.length - 1] * unitMs;
    double end = row.length == 1 ? seconds + intervalMs / 1000 : row[0] * unitMs / 1000;
    boolean hole = any && end - seconds > intervalMs * (1 + TIME_TOLERANCE) / 1000;
    if (any && end <= seconds) {
      throw wrong("goes back in time");
    }
    any = true;
    seconds = end;
    visitor.interval(Math.round(end * 1e9), intervalMs, hole);
  }
}
