package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Runs short tasks at a time, on one thread that sleeps while there are none. */
final class Alarms implements AutoCloseable {

  private static final long MILLI = 1_000_000;

  private final EchoRuntime runtime;
  private final PriorityQueue<Alarm> waiting = new PriorityQueue<>(); // guarded by this
  private long count; // guarded by this
  private boolean closed; // guarded by this

  private record Alarm(long nanos, long number, Runnable task) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return nanos != other.nanos
          ? Long.compare(nanos, other.nanos)
          : Long.compare(number, other.number);
    }
  }

  Alarms(EchoRuntime runtime) {
    this.runtime = runtime;
  }

  /** Runs a task once, not before a time of the runtime's clock. */
  synchronized void at(long nanos, Runnable task) {
    if (!closed) {
      waiting.add(new Alarm(nanos, count++, task));
      notifyAll();
    }
  }

  /** Runs a task once after a while. */
  void in(long nanos, Runnable task) {
    at(runtime.clock().nanos() + nanos, task);
  }

  /** Runs what is due. */
  void poll() {
    for (Runnable task = due(); task != null; task = due()) {
      task.run();
    }
  }

  private synchronized @Nullable Runnable due() {
    Alarm next = waiting.peek();
    if (closed || next == null || next.nanos > runtime.clock().nanos()) {
      return null;
    }
    waiting.remove();
    return next.task;
  }

  /** Runs what is due until closed. */
  void run() {
    try {
      while (awaitNext()) {
        poll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runtime ends
    }
  }

  private synchronized boolean awaitNext() throws InterruptedException {
    while (!closed) {
      Alarm next = waiting.peek();
      long left = next == null ? Long.MAX_VALUE : next.nanos - runtime.clock().nanos();
      if (left <= 0) {
        return true;
      }
      if (next == null) {
        wait();
      } else {
        wait(left / MILLI, (int) (left % MILLI));
      }
    }
    return false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    waiting.clear();
    notifyAll();
  }
}
