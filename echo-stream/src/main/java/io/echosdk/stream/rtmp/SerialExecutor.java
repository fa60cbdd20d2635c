package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks one after the other, in order, on the runtime's executor; errors are reported. */
final class SerialExecutor implements AutoCloseable {

  private final EchoRuntime runtime;
  private final Queue<Runnable> tasks = new ArrayDeque<>(); // guarded by this
  private boolean running; // guarded by this

  SerialExecutor(EchoRuntime runtime) {
    this.runtime = runtime;
  }

  void execute(Runnable task) {
    synchronized (this) {
      tasks.add(task);
      if (running) {
        return;
      }
      running = true;
    }
    schedule();
  }

  private void schedule() {
    try {
      runtime.executor().execute(this::runAll);
    } catch (RejectedExecutionException runtimeClosed) {
      synchronized (this) {
        tasks.clear(); // whoever closed the runtime first wants to hear nothing more
        running = false;
        notifyAll();
      }
    }
  }

  private void runAll() {
    while (true) {
      Runnable task;
      synchronized (this) {
        task = tasks.poll();
        if (task == null) {
          running = false;
          notifyAll();
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException error) {
        runtime.report("telling a listener", error);
      }
    }
  }

  /** Waits until every task has run, at most five seconds. */
  @Override
  public synchronized void close() {
    int waits = 50;
    try {
      while (running && waits-- > 0) {
        wait(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
