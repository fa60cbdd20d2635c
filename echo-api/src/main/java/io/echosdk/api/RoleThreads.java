package io.echosdk.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * The threads that a library makes for one of its pools, named, daemon and waited for by the {@link
 * EchoRuntime} they came from. Most pools call themselves ended a moment before their last thread
 * has; who promises that no thread is left calls {@link #join} after ending the pool. Safe from any
 * thread.
 */
public final class RoleThreads implements ThreadFactory {

  private final Function<Runnable, Thread> maker;
  private final Set<Thread> made = ConcurrentHashMap.newKeySet();

  RoleThreads(Function<Runnable, Thread> maker) {
    this.maker = maker;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the runtime is closed
   */
  @Override
  public Thread newThread(Runnable body) {
    made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread = maker.apply(body);
    made.add(thread);
    return thread;
  }

  /**
   * Waits until every thread that was started has ended, without interrupting any and never for the
   * caller's own. An interruption of the caller is kept for later.
   *
   * @param limit the longest to wait for all of them together
   */
  public void join(Duration limit) {
    EchoRuntime.joinAll(made, limit);
  }
}
