package io.echosdk.sync.bus;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one member of a room, delivered in order, one at a time, on a thread of the
 * runtime's executor. Holds a bounded number of bytes: when more would wait, all that waits is
 * dropped and the listener hears of a gap instead, because a room that has missed something catches
 * up as a whole anyway.
 */
public final class Inbox {

  /** How much may wait. */
  public static final long MAX_WAITING_BYTES = 8 << 20;

  private final EchoRuntime runtime;
  private final String room;
  private final RoomBus.Listener listener;
  private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this
  private long waitingBytes; // guarded by this
  private boolean gap; // guarded by this
  private boolean delivering; // guarded by this
  private boolean closed; // guarded by this

  /**
   * Creates an empty inbox.
   *
   * @param runtime lends the threads and hears what the listener throws
   * @param room names the room in errors
   * @param listener called one call at a time
   */
  public Inbox(EchoRuntime runtime, String room, RoomBus.Listener listener) {
    this.runtime = runtime;
    this.room = room;
    this.listener = listener;
  }

  /** Queues a message; after an overflow or an earlier gap it comes behind {@code onGap}. */
  public void put(byte[] message) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (waitingBytes + message.length > MAX_WAITING_BYTES && !waiting.isEmpty()) {
        dropWaiting();
      } else {
        waiting.add(message);
        waitingBytes += message.length;
      }
    }
    deliverSoon();
  }

  /** Says that messages were lost, once for any number of losses before the listener is told. */
  public void putGap() {
    synchronized (this) {
      if (closed) {
        return;
      }
      dropWaiting();
    }
    deliverSoon();
  }

  /** Ends delivery; a call that is under way may still finish. */
  public synchronized void close() {
    closed = true;
    waiting.clear();
    waitingBytes = 0;
  }

  private void dropWaiting() {
    waiting.clear();
    waitingBytes = 0;
    gap = true;
  }

  private void deliverSoon() {
    synchronized (this) {
      if (delivering || closed) {
        return;
      }
      delivering = true;
    }
    try {
      runtime.executor().execute(this::deliver);
    } catch (RejectedExecutionException e) {
      synchronized (this) {
        delivering = false;
      }
      runtime.report("delivering a message to room " + room, e);
    }
  }

  private void deliver() {
    for (Runnable call = next(); call != null; call = next()) {
      try {
        call.run();
      } catch (RuntimeException | Error e) { // or nothing would ever be delivered again
        runtime.report("delivering a message to room " + room, e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    if (!closed && gap) {
      gap = false;
      return listener::onGap;
    }
    byte[] message = closed ? null : waiting.poll();
    if (message == null) {
      delivering = false;
      return null;
    }
    waitingBytes -= message.length;
    return () -> listener.onMessage(message);
  }
}
