package io.echosdk.sync;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomBus;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins rooms within one process. Messages reach each subscriber one at a time, in the order in
 * which they were published, on a thread of the runtime's executor.
 */
public final class LocalRoomBus implements RoomBus {

  private final EchoRuntime runtime;
  private final Map<String, List<Mailbox>> rooms = new ConcurrentHashMap<>();

  /**
   * Creates a bus without subscribers.
   *
   * @param runtime lends the threads that call listeners
   */
  public LocalRoomBus(EchoRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public void publish(String room, byte[] message) {
    rooms.getOrDefault(room, List.of()).forEach(mailbox -> mailbox.put(message));
  }

  @Override
  public Subscription subscribe(String room, Consumer<byte[]> listener) {
    Mailbox mailbox = new Mailbox(listener);
    rooms.compute(
        room,
        (name, all) -> { // inside compute, so that the last one's leaving cannot take the new one
          // along
          List<Mailbox> joined = all == null ? new CopyOnWriteArrayList<>() : all;
          joined.add(mailbox);
          return joined;
        });
    return () -> {
      mailbox.end();
      rooms.computeIfPresent(
          room,
          (name, all) -> {
            all.remove(mailbox);
            return all.isEmpty() ? null : all;
          });
    };
  }

  @Override
  public void close() {
    rooms.values().forEach(all -> all.forEach(Mailbox::end));
    rooms.clear();
  }

  /** One subscriber's messages, and whether a thread is delivering them now. */
  private final class Mailbox {

    private final Consumer<byte[]> listener;
    private final Queue<byte[]> waiting = new ArrayDeque<>(); // guarded by this
    private boolean delivering; // guarded by this
    private boolean ended; // guarded by this

    Mailbox(Consumer<byte[]> listener) {
      this.listener = listener;
    }

    void put(byte[] message) {
      synchronized (this) {
        if (ended) {
          return;
        }
        waiting.add(message);
        if (delivering) {
          return;
        }
        delivering = true;
      }
      runtime.executor().execute(this::deliver);
    }

    private void deliver() {
      for (byte[] message = next(); message != null; message = next()) {
        try {
          listener.accept(message);
        } catch (RuntimeException e) {
          runtime.report("delivering a message to a room", e);
        }
      }
    }

    private synchronized byte @Nullable [] next() {
      byte[] message = ended ? null : waiting.poll();
      if (message == null) {
        delivering = false;
      }
      return message;
    }

    private synchronized void end() {
      ended = true;
      waiting.clear();
    }
  }
}
