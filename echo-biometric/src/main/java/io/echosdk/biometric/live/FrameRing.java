package io.echosdk.biometric.live;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Packets on their way from one writing to one reading thread. The writer never waits: when the
 * ring is full it overwrites the oldest, and the reader learns how many it missed.
 *
 * <p>Each slot has a number, which is one more than the packet's while the packet is whole and
 * {@link #BEING_WRITTEN} while it is not. The reader copies the slot and takes its copy only if the
 * number is the same afterwards (a sequence lock a slot).
 *
 * <p>Source: Boehm, "Can seqlocks get along with programming language memory models?", MSPC 2012,
 * for the fences.
 */
final class FrameRing {

  private static final VarHandle NUMBERS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle WRITTEN;
  private static final long BEING_WRITTEN = -1;
  private static final int WORDS = 4;

  static {
    try {
      WRITTEN = MethodHandles.lookup().findVarHandle(FrameRing.class, "written", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A packet as the reader sees it; refilled by each {@link #take}. */
  static final class Frame {
    final float[] samples;
    int signal;
    int frames;
    int flags;
    long deviceNanos;
    long arrivalNanos;
    long missed; // packets that were overwritten before this one

    Frame(int capacity) {
      samples = new float[capacity];
    }
  }

  private final int slots;
  private final int width;
  private final long[] numbers;
  private final long[] words; // signal, frames and flags in one; device time; arrival; floats
  private final float[] samples;
  private long written; // by the writer, read by both
  private long read; // by the reader alone

  /**
   * Makes an empty ring.
   *
   * @param slots how many packets, a power of two
   * @param width how many floats a packet may have
   */
  FrameRing(int slots, int width) {
    this.slots = slots;
    this.width = width;
    numbers = new long[slots];
    words = new long[slots * WORDS];
    samples = new float[slots * width];
  }

  int width() {
    return width;
  }

  /** Writes a packet of at most {@link #width} floats; the writing thread alone. */
  void put(
      int signal,
      int frames,
      int flags,
      long deviceNanos,
      long arrivalNanos,
      float[] source,
      int offset,
      int floats) {
    long number = written;
    int slot = (int) (number & (slots - 1));
    NUMBERS.setOpaque(numbers, slot, BEING_WRITTEN);
    VarHandle.storeStoreFence(); // the slot is known to be torn before any word of it changes
    int word = slot * WORDS;
    words[word] = (long) signal << 32 | frames;
    words[word + 1] = deviceNanos;
    words[word + 2] = arrivalNanos;
    words[word + 3] = (long) flags << 32 | floats;
    System.arraycopy(source, offset, samples, slot * width, floats);
    NUMBERS.setRelease(numbers, slot, number + 1); // pairs with getAcquire in take
    WRITTEN.setRelease(this, number + 1);
  }

  /**
   * Takes the oldest packet; the reading thread alone.
   *
   * @return whether there was one
   */
  boolean take(Frame into) {
    into.missed = 0;
    while (true) {
      long newest = (long) WRITTEN.getAcquire(this);
      if (read == newest) {
        return false;
      }
      if (newest - read > slots) {
        long next = newest - slots + slots / 4; // with room before the writer
        into.missed += next - read;
        read = next;
      }
      if (copy(into)) {
        read++;
        return true;
      }
    }
  }

  private boolean copy(Frame into) {
    int slot = (int) (read & (slots - 1));
    if ((long) NUMBERS.getAcquire(numbers, slot) != read + 1) {
      return skipped(into);
    }
    int word = slot * WORDS;
    into.signal = (int) (words[word] >>> 32);
    into.frames = (int) words[word];
    into.deviceNanos = words[word + 1];
    into.arrivalNanos = words[word + 2];
    into.flags = (int) (words[word + 3] >>> 32);
    int floats = Math.min((int) words[word + 3], width); // torn words may say anything
    System.arraycopy(samples, slot * width, into.samples, 0, Math.max(0, floats));
    VarHandle.loadLoadFence(); // all words are read before the number is read again
    return (long) NUMBERS.getOpaque(numbers, slot) == read + 1 || skipped(into);
  }

  /** The writer has come round to the reader's slot: that packet is gone. */
  private boolean skipped(Frame into) {
    into.missed++;
    read++;
    return false;
  }
}
