package io.echosdk.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxThreadFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one HTTP server. Vert.x insists on threads of its own class and calls itself
 * closed a moment before the last of them has ended, so they are remembered here and waited for.
 */
final class HttpThreads implements VertxThreadFactory {

  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  /** Returns a Vert.x that takes its threads from here. */
  Vertx vertx() {
    VertxBootstrap bootstrap = VertxBootstrap.create();
    bootstrap.options(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            .setInternalBlockingPoolSize(2)
            .setUseDaemonThread(true)
            .setPreferNativeTransport(false));
    bootstrap.threadFactory(this);
    return bootstrap.init().vertx();
  }

  @Override
  public VertxThread newVertxThread(
      Runnable body, String name, boolean worker, long limit, TimeUnit unit) {
    VertxThread thread =
        VertxThreadFactory.super.newVertxThread(
            body, "echo-http-" + count.incrementAndGet(), worker, limit, unit);
    made.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
    made.add(thread);
    return thread;
  }

  /** Waits until all have ended, at most this long together. */
  void join(Duration limit) throws InterruptedException {
    long each = Math.max(1, limit.toMillis() / Math.max(1, made.size()));
    for (Thread thread : made) {
      if (thread != Thread.currentThread()) {
        thread.join(each);
      }
    }
  }
}
