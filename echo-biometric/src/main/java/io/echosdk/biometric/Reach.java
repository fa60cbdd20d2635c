package io.echosdk.biometric;

import java.util.List;
import java.util.Objects;

/**
 * Whether a way to bring body signals in works here.
 *
 * @param transport what it is: "Lab Streaming Layer"
 * @param argument what names a source of it on the command line: "lsl:NAME"
 * @param present whether it can be used
 * @param reason why, or why not
 * @param remedy what to do where it is absent; empty where it is present
 * @param found the devices and streams that were found, one line each
 */
public record Reach(
    String transport,
    String argument,
    boolean present,
    String reason,
    String remedy,
    List<String> found) {

  /** Checks that nothing is missing. */
  public Reach {
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(argument, "argument");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(remedy, "remedy");
    found = List.copyOf(found);
  }
}
