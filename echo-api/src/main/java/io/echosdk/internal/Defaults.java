package io.echosdk.internal;

import java.util.Locale;

/**
 * The only reader of system properties: what the machine is, and the few switches that Echo has.
 */
public final class Defaults {

  private Defaults() {}

  /**
   * Returns operating system and processor as natives are named: {@code linux-x86_64}, {@code
   * macosx-arm64}.
   */
  public static String platform() {
    return os() + "-" + arch();
  }

  /** Returns the version of the Java runtime: {@code 17.0.15}. */
  public static String javaVersion() {
    return System.getProperty("java.version", "unknown");
  }

  /** Returns where temporary files go. */
  public static String temporaryDirectory() {
    return System.getProperty("java.io.tmpdir", ".");
  }

  /** Returns whether vector kernels may be used; switched off by {@code -Decho.vector=false}. */
  public static boolean vectorAllowed() {
    return !"false".equals(System.getProperty("echo.vector"));
  }

  /**
   * Returns where the library of the Lab Streaming Layer is, if somebody said so: {@code
   * -Decho.lsl} or the environment variable {@code ECHO_LSL}; else empty.
   */
  public static String lslLibrary() {
    String named = System.getProperty("echo.lsl", System.getenv("ECHO_LSL"));
    return named == null ? "" : named;
  }

  /**
   * Returns the address of the bus on which BlueZ is looked for, if somebody said so with {@code
   * -Decho.bluez}; else empty, which means the system's.
   */
  public static String bluezBus() {
    return System.getProperty("echo.bluez", "");
  }

  private static String os() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return "linux";
    }
    if (name.startsWith("mac")) {
      return "macosx";
    }
    return name.startsWith("windows") ? "windows" : name.replace(' ', '_');
  }

  private static String arch() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> name;
    };
  }
}
