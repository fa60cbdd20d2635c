package io.echosdk.stream.rtmp;

/**
 * When a server last took something, as far as we can see.
 *
 * <p>Bytes that leave for the kernel show progress; where the server acknowledges and owes two of
 * its usual steps, only an acknowledgement does, because the kernel's buffers hide a stall. A queue
 * with nothing to send is no stall.
 */
final class Progress {

  private static final long MUCH_UNREAD_BYTES = 4L * RtmpConnection.ACKNOWLEDGE_BYTES;

  private long movedNanos;
  private long sent = -1;
  private long acknowledged = -1;

  /** Begins with a server that took something now. */
  Progress(long nowNanos) {
    movedNanos = nowNanos;
  }

  /** Looks again and returns for how long nothing was taken. */
  long stillNanos(long nowNanos, PublishSession session, SendQueue queue) {
    boolean idle = queue.isEmpty() && session.pendingBytes() == 0;
    boolean sentMoved = session.bytesSent() != sent;
    boolean readMoved = session.acknowledgedBytes() != acknowledged;
    long unread = session.bytesSent() - session.acknowledgedBytes();
    long step = session.acknowledgementStep();
    boolean behind = step > 0 && unread > Math.max(MUCH_UNREAD_BYTES, 2 * step);
    if (behind ? readMoved : sentMoved || idle) {
      movedNanos = nowNanos;
    }
    sent = session.bytesSent();
    acknowledged = session.acknowledgedBytes();
    return nowNanos - movedNanos;
  }
}
