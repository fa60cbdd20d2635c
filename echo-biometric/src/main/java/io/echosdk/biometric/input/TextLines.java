package io.echosdk.biometric.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a text file, one after another; a line that does not end is not kept in memory. */
final class TextLines implements AutoCloseable {

  private static final int MAX_LINE_CHARS = 1 << 20;

  private final Path file;
  private final BufferedReader reader;
  private final StringBuilder line = new StringBuilder();
  private long number;

  TextLines(Path file) {
    this.file = file;
    try {
      reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  /** Returns the next line without its end, or null at the end of the file. */
  @Nullable String next() {
    line.setLength(0);
    number++;
    try {
      int value = reader.read();
      if (value < 0) {
        return null;
      }
      for (; value >= 0 && value != '\n'; value = reader.read()) {
        if (line.length() == MAX_LINE_CHARS) {
          throw Unreadable.line(
              file, number, "has more than " + MAX_LINE_CHARS + " characters", "give a text file");
        }
        line.append((char) value);
      }
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
    if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
