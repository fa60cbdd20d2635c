package io.echosdk.testing;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Counts the bytes of heap that a thread takes; for methods that promise to take none. */
public final class Allocations {

  private static final MethodHandle ALLOCATED = counter();

  private Allocations() {}

  /**
   * Does some work several times over and returns how many bytes the calling thread allocated in
   * the round that took least. What the work itself allocates, it allocates in every round; what
   * the JVM allocates when it links, compiles or falls back to the interpreter, only in some.
   *
   * @param work the same each time
   * @param rounds at least 3
   */
  public static long leastBytesDuring(Runnable work, int rounds) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      long before = allocated();
      work.run();
      least = Math.min(least, allocated() - before);
    }
    return least;
  }

  private static long allocated() {
    try {
      return (long) ALLOCATED.invokeExact();
    } catch (Throwable e) {
      throw new AssertionError("this JVM does not count allocations", e);
    }
  }

  /** By reflection, so that no module under test must read jdk.management. */
  private static MethodHandle counter() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      return MethodHandles.publicLookup()
          .findVirtual(
              Class.forName("com.sun.management.ThreadMXBean"),
              "getCurrentThreadAllocatedBytes",
              MethodType.methodType(long.class))
          .bindTo(bean);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
