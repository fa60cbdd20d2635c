package io.echosdk.server.cli;

import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.StreamException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to publish, from the forms of {@code --to}: a URL with its key, {@code @FILE} or {@code -}
 * (standard input) with one such URL a line, and the environment variable {@code ECHO_TO} with URLs
 * between blanks. Each gets a name made of its host, so that no key is needed to speak of it.
 */
final class Targets {

  static final String VARIABLE = "ECHO_TO";

  private Targets() {}

  /**
   * Reads them all.
   *
   * @param given the values of {@code --to}
   * @param environment the value of {@code ECHO_TO}, or null
   * @param in standard input, read only if a value is {@code -}
   */
  static List<Destination> read(
      List<String> given, @Nullable String environment, BufferedReader in) {
    List<String> urls = new ArrayList<>();
    for (String value : given) {
      if (value.equals("-")) {
        in.lines().forEach(line -> addLine(urls, line));
      } else if (value.startsWith("@")) {
        lines(Path.of(value.substring(1))).forEach(line -> addLine(urls, line));
      } else {
        urls.add(value);
      }
    }
    if (environment != null) {
      addLine(urls, environment.trim().replaceAll("\\s+", "\n"));
    }
    return named(urls);
  }

  private static void addLine(List<String> urls, String lines) {
    lines
        .lines()
        .map(String::trim)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(urls::add);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new StreamException(
          StreamException.Kind.STORAGE,
          "the file of destinations " + file + " is not there",
          "write one rtmp://host/app/key a line into it",
          e);
    } catch (IOException e) {
      throw new StreamException(
          StreamException.Kind.STORAGE,
          "the file of destinations " + file + " cannot be read",
          "check who may read it",
          e);
    }
  }

  private static List<Destination> named(List<String> urls) {
    List<Destination> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String url : urls) {
      String host = Destination.parse("unnamed", url).url().getHost();
      String name = host;
      for (int n = 2; !names.add(name); n++) {
        name = host + "#" + n;
      }
      all.add(Destination.parse(name, url));
    }
    return all;
  }
}
