package io.echosdk.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Holds the newest value of a fixed number of 64-bit words: one writer, any number of readers,
 * nobody waits for a lock.
 *
 * <p>A sequence lock: the version is odd while the writer writes; a reader copies and takes its
 * copy only if the version was even and is the same afterwards. The writer is wait-free. A reader
 * repeats only while a write overlaps its copy, which a writer at signal rates cannot keep up.
 *
 * <p>Source: Boehm, "Can seqlocks get along with programming language memory models?", MSPC 2012,
 * for the fences.
 */
public final class LatestSlot {

  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(LatestSlot.class, "version", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] words;
  private long version; // written by the one writer, read by any

  /**
   * Creates a slot full of zeros.
   *
   * @param length how many words
   */
  public LatestSlot(int length) {
    words = new long[length];
  }

  /**
   * Replaces the value; one thread at a time.
   *
   * @param source at least as many words as the slot has
   */
  public void write(long[] source) {
    if (source.length < words.length) { // checked first: a write that began must end
      throw new IllegalArgumentException(
          "source must have " + words.length + " words but has " + source.length);
    }
    long before = version;
    VERSION.setOpaque(this, before + 1);
    VarHandle.storeStoreFence(); // the odd version is seen before any new word
    System.arraycopy(source, 0, words, 0, words.length);
    VERSION.setRelease(this, before + 2); // pairs with getAcquire in read
  }

  /** Copies the newest value; from any thread. */
  public void read(long[] target) {
    while (!tryRead(target)) {
      Thread.onSpinWait();
    }
  }

  /**
   * Copies the newest value unless a write is going on; from any thread. Wait-free, for readers
   * that must not wait for a writer that was preempted.
   *
   * @return whether {@code target} holds a whole value; if not, it holds a mixture
   */
  public boolean tryRead(long[] target) {
    long before = (long) VERSION.getAcquire(this);
    System.arraycopy(words, 0, target, 0, words.length);
    VarHandle.loadLoadFence(); // all words are read before the version is read again
    return (before & 1) == 0 && (long) VERSION.getOpaque(this) == before;
  }

  /** Returns how often a value was written. */
  public long writes() {
    return (long) VERSION.getAcquire(this) >>> 1;
  }

  @Override
  public String toString() {
    return "LatestSlot[words=" + words.length + ", writes=" + writes() + "]";
  }
}
