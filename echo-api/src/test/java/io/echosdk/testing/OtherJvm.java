package io.echosdk.testing;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own, on the class path. */
public final class OtherJvm {

  private OtherJvm() {}

  /**
   * Returns a builder for the process; errors go where output goes.
   *
   * @param main the class, of the module under test
   * @param options of the JVM
   */
  public static ProcessBuilder of(Class<?> main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            root(main).toString(),
            System.getProperty("java.class.path", ""),
            System.getProperty("jdk.module.path", "")));
    command.add(main.getName());
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Where the class lies: patched into a module, it is on no path that a property tells. */
  private static Path root(Class<?> main) {
    String file = main.getName().replace('.', '/') + ".class";
    String url = String.valueOf(main.getResource("/" + file));
    return Path.of(URI.create(url.substring(0, url.length() - file.length())));
  }
}
