package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file of columns, one after the other, some of which may be looked at beforehand,
 * and what stands in their fields. Errors name the line.
 */
final class CsvRows {

  private static final int ROWS_AHEAD = 64;

  private final Path file;
  private final TextLines lines;
  private final Deque<String> ahead = new ArrayDeque<>();
  private RowDialect dialect = new RowDialect.Columns();
  private long line; // of the file, of the row last taken
  private boolean looking; // at rows that were not taken

  CsvRows(Path file) {
    this.file = file;
    lines = new TextLines(file);
  }

  /** Says how a row is divided; commas, semicolons, tabs or blanks if nothing is said. */
  void dialect(RowDialect value) {
    dialect = value;
  }

  /** Returns the next line of the file, which counts as taken; null at the end. */
  @Nullable String next() {
    String text = ahead.isEmpty() ? lines.next() : ahead.remove();
    line += text == null ? 0 : 1;
    looking = false;
    return text;
  }

  /** Takes it back: it was the first row. */
  void putBack(String text) {
    ahead.addFirst(text);
    line--;
  }

  /** Returns the next rows, as many as tell what the file is like; they remain to be taken. */
  List<String> ahead() {
    looking = true;
    while (ahead.size() < ROWS_AHEAD) {
      String text = lines.next();
      if (text == null) {
        break;
      }
      ahead.add(text);
    }
    return ahead.stream().filter(text -> !text.isBlank()).toList();
  }

  String[] fields(String text) {
    try {
      return dialect.fields(text);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()), "fetch it again");
    }
  }

  /** Returns a row's fields, which must be so many. */
  String[] fields(String text, int columns, String remedy) {
    String[] fields = fields(text);
    if (fields.length != columns) {
      throw wrong("has " + fields.length + " fields instead of " + columns, remedy);
    }
    return fields;
  }

  double number(String field) {
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw wrong("has no number where one belongs", "correct or cut it");
    }
  }

  static boolean isNumber(String field) {
    try {
      Double.parseDouble(field);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Returns a number, or NaN where a sample is invalid. */
  float sample(String field) {
    if (field.isEmpty() || field.equalsIgnoreCase("nan") || field.equalsIgnoreCase("na")) {
      return Float.NaN;
    }
    return (float) number(field);
  }

  /** Seconds, or whatever unit the column has; ISO 8601 in seconds. */
  double time(String field) {
    if (field.length() < 19 || field.charAt(4) != '-') {
      return number(field);
    }
    String iso = field.replace(' ', 'T').replace(',', '.');
    try {
      Instant moment =
          iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return moment.getEpochSecond() + moment.getNano() * 1e-9;
    } catch (DateTimeException e) {
      throw wrong("has no time where one belongs", "correct or cut it");
    }
  }

  /** Returns an error of the row that was taken or looked at last. */
  BiometricException wrong(String problem, String remedy) {
    return looking
        ? Unreadable.line(file, line + 1, "or one soon after " + problem, remedy)
        : Unreadable.line(file, line, problem, remedy);
  }

  /** Returns an error of the file as a whole. */
  BiometricException malformed(String problem, String remedy) {
    return Unreadable.malformed(file, problem, remedy);
  }

  void close() {
    lines.close();
  }
}
