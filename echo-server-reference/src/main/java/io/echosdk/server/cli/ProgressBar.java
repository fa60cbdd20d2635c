package io.echosdk.server.cli;

import java.io.PrintWriter;

/** How far long work has come, written over one line of a terminal; silent anywhere else. */
final class ProgressBar implements AutoCloseable {

  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final boolean shown;
  private int percent = -1;

  /**
   * Begins at nothing.
   *
   * @param out where the terminal is
   * @param terminal whether there is one
   */
  ProgressBar(PrintWriter out, boolean terminal) {
    this.out = out;
    shown = terminal;
  }

  /** Shows that a part of the work is done, 0 to 1. */
  void show(double done) {
    int now = (int) Math.floor(100 * Math.min(1, done));
    if (shown && now != percent) {
      percent = now;
      int filled = WIDTH * now / 100;
      out.printf("\r[%s%s] %3d %%", "#".repeat(filled), " ".repeat(WIDTH - filled), now);
      out.flush();
    }
  }

  /** Leaves the line. */
  @Override
  public void close() {
    if (percent >= 0) {
      out.println();
    }
  }
}
