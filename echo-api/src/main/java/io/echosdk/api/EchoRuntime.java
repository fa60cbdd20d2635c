package io.echosdk.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Owner of every thread that Echo starts, and of the clock. Each long-lived object is given a
 * runtime and takes its threads and its time from here only; an embedder who wants his own threads,
 * clock or error handling sets them on the {@link Builder}.
 *
 * <p>Threads are daemons named {@code echo-<role>-<n>}. {@link #close()} interrupts those that are
 * left and waits for them, at most five seconds; afterwards none is alive. All methods are safe
 * from any thread.
 */
public final class EchoRuntime implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final long WORKER_IDLE_SECONDS = 5;

  private final MediaClock clock;
  private final @Nullable ThreadFactory outerFactory;
  private final BiConsumer<String, Throwable> errorListener;
  private final Executor executor;
  private final @Nullable ExecutorService ownedExecutor;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<String, AtomicInteger> counters = new ConcurrentHashMap<>();
  private final Object starting = new Object(); // so that close() sees every thread start() began
  private volatile boolean closed; // written by close(), read by any

  private EchoRuntime(Builder builder) {
    clock = builder.clock;
    outerFactory = builder.threadFactory;
    errorListener = builder.errorListener;
    if (builder.executor != null) {
      executor = builder.executor;
      ownedExecutor = null;
    } else {
      ownedExecutor =
          new ThreadPoolExecutor(
              0,
              Integer.MAX_VALUE,
              WORKER_IDLE_SECONDS,
              TimeUnit.SECONDS,
              new SynchronousQueue<>(),
              threadFactory("worker"));
      executor = ownedExecutor;
    }
  }

  /**
   * Returns a runtime with the machine's clock, daemon threads and errors sent to the logger of the
   * platform.
   */
  public static EchoRuntime create() {
    return builder().build();
  }

  /** Returns a builder with every default in place. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the clock that stamps everything. */
  public MediaClock clock() {
    return clock;
  }

  /**
   * Returns where short blocking work runs: opening files, resolving names, loading natives. After
   * {@link #close()} Echo's own pool refuses work with {@link
   * java.util.concurrent.RejectedExecutionException}.
   */
  public Executor executor() {
    return executor;
  }

  /**
   * Starts a thread that ends when {@code body} returns. An error that leaves the body goes to the
   * error listener.
   *
   * @param role what the thread does, in one word: "encoder"
   * @param body what it runs; must return soon after it is interrupted
   * @throws IllegalStateException if this runtime is closed
   */
  public Thread start(String role, Runnable body) {
    synchronized (starting) {
      Thread thread = newThread(role, body);
      threads.add(thread);
      thread.start();
      return thread;
    }
  }

  /**
   * Returns a factory for libraries that make their own threads; they are named, daemon and waited
   * for like all others.
   *
   * @param role what the threads do, in one word
   */
  public RoleThreads threadFactory(String role) {
    Objects.requireNonNull(role, "role");
    return new RoleThreads(body -> newThread(role, body));
  }

  private Thread newThread(String role, Runnable body) {
    if (closed) {
      throw new IllegalStateException(
          "cannot start a thread for '" + role + "': the EchoRuntime is closed");
    }
    synchronized (starting) {
      threads.removeIf(each -> !each.isAlive()); // not when they end: close() waits for their death
    }
    Runnable guarded = () -> runGuarded(role, body);
    Thread thread = outerFactory == null ? new Thread(guarded) : outerFactory.newThread(guarded);
    if (thread == null) {
      throw new IllegalStateException(
          "cannot start a thread for '" + role + "': the thread factory made none");
    }
    int number = counters.computeIfAbsent(role, r -> new AtomicInteger()).incrementAndGet();
    thread.setName("echo-" + role + "-" + number);
    thread.setDaemon(true);
    return thread;
  }

  private void runGuarded(String role, Runnable body) {
    threads.add(Thread.currentThread());
    try {
      if (!closed) { // close() sees every thread that got past the line above
        body.run();
      }
    } catch (Throwable error) { // the last line of defence of a thread: report, then let it end
      report(role, error);
    }
  }

  /**
   * Reports an error that nobody is waiting for. Never throws: if the listener itself fails, both
   * errors go to the platform's logger.
   *
   * @param during what was being done, in a few words
   * @param error what happened
   */
  public void report(String during, Throwable error) {
    try {
      errorListener.accept(during, error);
    } catch (RuntimeException failure) {
      failure.addSuppressed(error);
      Builder.toPlatformLogger("reporting an error while " + during, failure);
    }
  }

  /** Returns the names of the threads of this runtime that are running now. */
  public List<String> liveThreads() {
    List<String> names = new ArrayList<>();
    threads.stream().filter(Thread::isAlive).map(Thread::getName).forEach(names::add);
    names.sort(null);
    return List.copyOf(names);
  }

  /**
   * Interrupts what still runs and waits for it, at most five seconds. A thread that stays is
   * reported. Idempotent.
   */
  @Override
  public void close() {
    synchronized (starting) {
      closed = true;
    }
    if (ownedExecutor != null) {
      ownedExecutor.shutdownNow();
    }
    Set<Thread> left = new HashSet<>(threads);
    left.remove(Thread.currentThread());
    left.forEach(Thread::interrupt);
    joinAll(left, CLOSE_LIMIT);
    left.removeIf(thread -> !thread.isAlive());
    for (Thread thread : left) {
      report(
          "closing",
          new IllegalStateException(thread.getName() + " still runs after close() waited for it"));
    }
  }

  /** Waits in real time, because that is where threads end; an interruption is kept for later. */
  static void joinAll(Set<Thread> left, Duration limit) {
    long deadline = SystemClock.INSTANCE.nanos() + limit.toNanos();
    boolean interrupted = false;
    for (Thread thread : left) {
      while (thread != Thread.currentThread()
          && thread.isAlive()
          && SystemClock.INSTANCE.nanos() < deadline) {
        try {
          TimeUnit.NANOSECONDS.timedJoin(thread, deadline - SystemClock.INSTANCE.nanos());
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Settings of a runtime; every one has a default. Not safe for use by several threads. */
  public static final class Builder {

    private MediaClock clock = MediaClock.system();
    private @Nullable ThreadFactory threadFactory;
    private @Nullable Executor executor;
    private BiConsumer<String, Throwable> errorListener = Builder::toPlatformLogger;

    private Builder() {}

    /** Sets the clock; the default is {@link MediaClock#system()}. */
    public Builder clock(MediaClock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * Sets who makes threads; they are renamed and made daemons. The default makes plain threads.
     */
    public Builder threadFactory(ThreadFactory value) {
      threadFactory = Objects.requireNonNull(value, "threadFactory");
      return this;
    }

    /**
     * Sets where short blocking work runs; the embedder keeps the ownership. The default is a pool
     * of workers.
     */
    public Builder executor(Executor value) {
      executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /**
     * Sets who hears of errors that nobody waits for: what was being done, and the error. Called
     * from any thread.
     */
    public Builder errorListener(BiConsumer<String, Throwable> value) {
      errorListener = Objects.requireNonNull(value, "errorListener");
      return this;
    }

    /** Builds the runtime. No thread starts before it is needed. */
    public EchoRuntime build() {
      return new EchoRuntime(this);
    }

    private static void toPlatformLogger(String during, Throwable error) {
      System.getLogger("io.echosdk").log(System.Logger.Level.ERROR, "error while " + during, error);
    }
  }
}
