package io.echosdk.biometric.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many samples a second annotations count: what the header beside them says. */
public final class AnnotationRate {

  // record[/segments] signals rate[/counter[(base)]] ..., WFDB header(5)
  private static final Pattern RECORD =
      Pattern.compile("\\S+\\s+\\d+\\s+([0-9.]+(?:[eE][-+]?\\d+)?)(?:[/(].*|\\s.*)?");

  private AnnotationRate() {}

  /** Reads it from the .hea file with the annotations' name. */
  public static double of(Path annotations) {
    String name = String.valueOf(annotations.getFileName());
    Path header = annotations.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".hea");
    if (!Files.exists(header)) {
      throw Unreadable.malformed(
          annotations,
          "the header " + header.getFileName() + ", which tells its rate, is not beside it",
          "put it there, or say the rate with --rate HZ");
    }
    try (BufferedReader reader = Files.newBufferedReader(header, StandardCharsets.ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Matcher record = RECORD.matcher(line.strip());
          double rate = record.matches() ? Double.parseDouble(record.group(1)) : 0;
          if (rate > 0) {
            return rate;
          }
          break;
        }
      }
    } catch (IOException e) {
      throw Unreadable.file(header, e);
    } catch (NumberFormatException e) {
      throw Unreadable.malformed(header, "its rate is no number", "say it with --rate HZ");
    }
    throw Unreadable.malformed(header, "it tells no rate", "say it with --rate HZ");
  }
}
