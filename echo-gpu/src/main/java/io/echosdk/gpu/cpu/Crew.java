package io.echosdk.gpu.cpu;

import io.echosdk.api.EchoRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The rendering thread and its helpers. {@link #share} gives the pieces of one stage to all of them
 * and returns when all are done; which thread takes which piece must not matter to the result.
 */
final class Crew implements AutoCloseable {

  private static final long JOIN_MILLIS = 2_000;

  private final List<Thread> helpers = new ArrayList<>();
  private final Object lock = new Object();
  private @Nullable Stage stage; // guarded by lock
  private boolean closed; // guarded by lock

  /**
   * Starts the helpers.
   *
   * @param runtime whose threads they are; may be null for one thread, which starts none
   * @param threads how many work, the caller included
   */
  Crew(@Nullable EchoRuntime runtime, int threads) {
    for (int i = 1; i < threads; i++) {
      helpers.add(Objects.requireNonNull(runtime, "runtime").start("visual", this::help));
    }
  }

  /** Does all pieces from 0 to below {@code pieces}; an error of any of them is thrown here. */
  void share(int pieces, IntConsumer work) {
    if (helpers.isEmpty() || pieces == 1) {
      for (int piece = 0; piece < pieces; piece++) {
        work.accept(piece);
      }
      return;
    }
    Stage current = new Stage(pieces, work);
    synchronized (lock) {
      stage = current;
      lock.notifyAll();
    }
    current.takePieces();
    current.awaitAll();
  }

  private void help() {
    for (Stage next = await(null); next != null; next = await(next)) {
      next.takePieces();
    }
  }

  /** Waits for a stage other than the last one; null if there will be none. */
  private @Nullable Stage await(@Nullable Stage last) {
    synchronized (lock) {
      while (!closed && (stage == null || stage == last)) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt(); // the runtime closes: the caller works on alone
          return null;
        }
      }
      return closed ? null : stage;
    }
  }

  /** Lets the helpers go and waits for them, each at most two seconds. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    try {
      for (Thread helper : helpers) {
        helper.join(JOIN_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end by themselves
    }
  }

  /** One stage: whoever is free takes the next piece. */
  private static final class Stage {

    private final int pieces;
    private final IntConsumer work;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private volatile @Nullable Throwable failure; // written by any helper, read after the latch

    Stage(int pieces, IntConsumer work) {
      this.pieces = pieces;
      this.work = work;
      left = new CountDownLatch(pieces);
    }

    void takePieces() {
      for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
        try {
          work.accept(piece);
        } catch (RuntimeException | Error e) {
          failure = e; // thrown by awaitAll
        } finally {
          left.countDown();
        }
      }
    }

    void awaitAll() {
      boolean interrupted = false;
      while (true) {
        try {
          left.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true; // pieces are short: finish the picture first
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw new IllegalStateException("a piece of the picture failed", failure);
      }
    }
  }
}
