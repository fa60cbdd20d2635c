package io.echosdk.server;

import io.echosdk.server.cli.EchoCommand;

/** The program behind the launcher {@code echo}. */
public final class Main {

  private Main() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(EchoCommand.run(arguments));
  }
}
