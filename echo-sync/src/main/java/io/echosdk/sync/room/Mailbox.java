package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs tasks one after the other on an executor, and a closing step after each batch. What the
 * tasks touch needs no lock: the flag that lets one thread in also publishes what it did.
 */
final class Mailbox {

  private static final int BATCH = 4_096; // then others may have the executor's thread

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final EchoRuntime runtime;
  private final Executor executor;
  private final Runnable afterBatch;
  private final Runnable drain = this::drain; // made once: it is posted for every batch

  Mailbox(EchoRuntime runtime, Executor executor, Runnable afterBatch) {
    this.runtime = runtime;
    this.executor = executor;
    this.afterBatch = afterBatch;
  }

  void post(Runnable task) {
    waiting.add(task);
    schedule();
  }

  private void schedule() {
    if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
      try {
        executor.execute(drain);
      } catch (RejectedExecutionException e) {
        running.set(false);
        runtime.report("running a room on an executor that takes no more work", e);
      }
    }
  }

  private void drain() {
    for (int i = 0; i < BATCH; i++) {
      Runnable task = waiting.poll();
      if (task == null) {
        break;
      }
      guarded(task);
    }
    guarded(afterBatch);
    running.set(false);
    schedule();
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      runtime.report("serving a room", e);
    }
  }
}
