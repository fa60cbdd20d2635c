package io.echosdk.server.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Path;

/** The program behind the launcher {@code echo}. */
public final class Main {

  private static final String BY_LAUNCHER = "@fd3";
  private static final Path SET_ASIDE = Path.of("/dev/fd/3");

  private Main() {}

  /**
   * Runs one verb and ends the process with its exit code. The launcher gives the one argument
   * {@code @fd3} and sets the real ones aside in file descriptor 3, each ended by a zero byte.
   */
  public static void main(String[] arguments) throws IOException {
    boolean launched = arguments.length == 1 && arguments[0].equals(BY_LAUNCHER);
    System.exit(EchoCommand.run(launched ? setAside() : arguments));
  }

  private static String[] setAside() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(SET_ASIDE.toFile(), "rw")) {
      byte[] bytes = new byte[(int) file.length()];
      file.seek(0);
      file.readFully(bytes);
      file.setLength(0); // a key does not stay readable through /proc
      String joined = new String(bytes, Charset.defaultCharset());
      return joined.isEmpty()
          ? new String[0]
          : joined.substring(0, joined.length() - 1).split("\0", -1);
    }
  }
}
