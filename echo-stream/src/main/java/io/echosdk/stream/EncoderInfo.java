package io.echosdk.stream;

import java.util.Objects;

/**
 * What became of the attempt to open one encoder on this machine.
 *
 * @param name FFmpeg's name: {@code libopenh264}
 * @param hardware whether it works on a device of its own
 * @param available whether it opened and takes Echo's pictures
 * @param reason why it did not, in FFmpeg's words; empty if it did
 */
public record EncoderInfo(String name, boolean hardware, boolean available, String reason) {

  /** Checks the parts. */
  public EncoderInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(reason, "reason");
  }
}
