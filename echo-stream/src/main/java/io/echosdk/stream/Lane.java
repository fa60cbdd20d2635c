package io.echosdk.stream;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A queue into an encoder that has a thread of its own. */
abstract class Lane<T> {

  final ReentrantLock lock = new ReentrantLock();
  final ArrayDeque<T> queue = new ArrayDeque<>(); // guarded by lock
  private final Condition changed = lock.newCondition();
  private boolean ended; // guarded by lock

  /** Queues something; with the lock held. */
  final void add(T item) {
    queue.addLast(item);
    changed.signal();
  }

  /** Returns whether nothing is taken any more; with the lock held. */
  final boolean hasEnded() {
    return ended;
  }

  /** Lets the encoder finish what is queued, then {@link #run()} returns. */
  final void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Encodes until {@link #end()} or an interrupt; the body of the encoder's thread. */
  final void run() {
    try {
      for (T item = take(); item != null; item = take()) {
        encode(item);
      }
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runtime is closing: nothing is owed any more
    } finally {
      end();
      close();
    }
  }

  private @Nullable T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !ended) {
        changed.await();
      }
      return queue.pollFirst();
    } finally {
      lock.unlock();
    }
  }

  abstract void encode(T item);

  /** Encodes what the encoder itself still holds. */
  abstract void flush();

  /** Lets go of the encoder and of what is still queued. */
  abstract void close();
}
