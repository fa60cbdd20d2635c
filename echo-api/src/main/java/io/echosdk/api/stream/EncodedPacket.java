package io.echosdk.api.stream;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One encoded picture or frame of sound. Immutable; may be kept and shared by any number of sinks
 * and threads.
 *
 * @param track picture or sound
 * @param ptsNanos when it is shown or heard, nanoseconds since the programme began
 * @param dtsNanos when it must be decoded; equal to {@code ptsNanos} where there are no B-frames
 * @param keyframe whether decoding can begin here; always true for sound
 * @param payload picture: H.264 NAL units, each behind its length in four bytes (ISO/IEC 14496-15),
 *     without parameter sets; sound: one raw AAC frame. Read-only; use {@link
 *     ByteBuffer#duplicate()} to read it
 * @param originNanos the stamp of the newest body signal in it, on the session's clock; 0 if none
 */
public record EncodedPacket(
    Track track,
    long ptsNanos,
    long dtsNanos,
    boolean keyframe,
    ByteBuffer payload,
    long originNanos) {

  /** What a packet carries. */
  public enum Track {
    /** Picture. */
    VIDEO,
    /** Sound. */
    AUDIO
  }

  /** Checks every part and makes the payload read-only. */
  public EncodedPacket {
    Objects.requireNonNull(track, "track");
    payload = payload.asReadOnlyBuffer();
  }
}
