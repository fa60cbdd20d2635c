package io.echosdk.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds what a test needs and the repository may not carry; where it is absent, the test skips and
 * says so.
 */
public final class TestFiles {

  private TestFiles() {}

  /** Returns the root of the source tree. */
  public static Path root() {
    return Path.of(System.getProperty("echosdk.root", ".."));
  }

  /**
   * Returns a file or folder of the test data, or skips the test.
   *
   * @param relative its path below the folder that the system property {@code echosdk.testdata}
   *     names
   */
  public static Path data(String relative) {
    Path path =
        Path.of(System.getProperty("echosdk.testdata", "../../shared/data")).resolve(relative);
    return required(path, "test data; name its folder with -Dechosdk.testdata=DIR");
  }

  /**
   * Returns the folder of a package that {@code npm ci --ignore-scripts --prefix .ci/npm} brings,
   * or skips the test.
   *
   * @param name the package's name, "yjs"
   */
  public static Path npm(String name) {
    Path modules = root().resolve(".ci/npm/node_modules");
    return required(
        Path.of(System.getProperty("echosdk.npm", modules.toString())).resolve(name),
        "npm ci --ignore-scripts --prefix .ci/npm");
  }

  /**
   * Returns a program or file of the machine, or skips the test.
   *
   * @param property the system property that may name it
   * @param usual where it usually is
   */
  public static Path peer(String property, String usual) {
    return required(
        Path.of(System.getProperty(property, usual)),
        "install it or name it with -D" + property + "=FILE");
  }

  /**
   * Returns a builder for a program that came out of a jar with its libraries beside it, or skips
   * the test where the system lacks a library that the program needs besides.
   *
   * @param command the program's path, then its arguments; the program knows {@code -version}
   */
  public static ProcessBuilder bundled(List<String> command) {
    String program = command.get(0);
    String missing = complaint(beside(List.of(program, "-version")));
    if (!missing.isEmpty()) {
      System.err.println("SKIPPED: " + program + " does not start: " + missing);
    }
    assumeTrue(missing.isEmpty(), () -> program + " does not start: " + missing);
    return beside(command);
  }

  private static ProcessBuilder beside(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // the programs find their neighbours by themselves, but not their neighbours' neighbours
    builder
        .environment()
        .put("LD_LIBRARY_PATH", Path.of(command.get(0)).toAbsolutePath().getParent().toString());
    return builder;
  }

  private static String complaint(ProcessBuilder probe) {
    try {
      Process process = probe.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : text.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static Path required(Path path, String wayOut) {
    boolean there = Files.exists(path);
    if (!there) {
      System.err.println("SKIPPED: " + path + " is not there (" + wayOut + ")");
    }
    assumeTrue(there, () -> path + " is not there (" + wayOut + ")");
    return path;
  }
}
