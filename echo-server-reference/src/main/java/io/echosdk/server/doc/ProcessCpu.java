package io.echosdk.server.doc;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How much processor time this process has used, compilation and garbage collection included. On
 * Linux it is read thread by thread in nanoseconds ({@code /proc/self/task/*}{@code /schedstat}),
 * because the total of the process goes in steps of ten milliseconds there.
 */
public final class ProcessCpu {

  private static final Path TASKS = Path.of("/proc/self/task");

  private ProcessCpu() {}

  /** Returns the milliseconds that work has cost. */
  public static double millis(Runnable work) {
    Map<String, Long> before = byThread();
    long totalBefore = total();
    work.run();
    long total = total() - totalBefore;
    long used = 0;
    for (Map.Entry<String, Long> thread : byThread().entrySet()) {
      used += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    long step = 10_000_000; // what threads used that have ended since is only in the total
    return Math.max(used, before.isEmpty() ? total : total - step) / 1e6;
  }

  /** Returns the milliseconds since the process began, in steps of ten on Linux. */
  public static double millisSinceStart() {
    return total() / 1e6;
  }

  private static long total() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Map<String, Long> byThread() {
    Map<String, Long> nanos = new HashMap<>();
    if (!Files.isDirectory(TASKS)) {
      return nanos;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        try {
          String stat = Files.readString(thread.resolve("schedstat"));
          nanos.put(thread.toString(), Long.parseLong(stat.substring(0, stat.indexOf(' '))));
        } catch (NoSuchFileException e) {
          continue; // it has ended
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nanos;
  }
}
