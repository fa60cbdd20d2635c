package io.echosdk.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

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

  private static Path required(Path path, String wayOut) {
    boolean there = Files.exists(path);
    if (!there) {
      System.err.println("SKIPPED: " + path + " is not there (" + wayOut + ")");
    }
    assumeTrue(there, () -> path + " is not there (" + wayOut + ")");
    return path;
  }
}
