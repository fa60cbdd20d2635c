package io.echosdk.sync.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a log.
 *
 * @param forcing when written bytes are forced to the disk
 * @param interval how often, for {@link Forcing#INTERVAL}; otherwise null
 * @param segmentBytes from which length on a file is followed by the next
 * @param waitingBytes how much may wait to be written
 * @param leaveOutDamage whether to open a damaged log without what is damaged
 */
public record RoomLogOptions(
    Forcing forcing,
    @Nullable Duration interval,
    long segmentBytes,
    long waitingBytes,
    boolean leaveOutDamage) {

  /** When written bytes are forced to the disk. */
  public enum Forcing {
    /** Before an append completes; appends that wait share one. */
    EACH,
    /** Now and then. */
    INTERVAL,
    /** When a file is complete, and on closing. */
    NEVER
  }
}
