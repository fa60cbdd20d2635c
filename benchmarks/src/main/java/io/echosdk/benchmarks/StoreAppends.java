package io.echosdk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.echosdk.api.EchoRuntime;
import io.echosdk.api.sync.RoomStore;
import io.echosdk.server.store.PostgresRoomStore;
import io.echosdk.sync.LogRoomStore;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * What it costs to append an update of 64 bytes so that it is acknowledged: to a {@link
 * LogRoomStore} that forces each, forces every 100 ms, or leaves it to the system, and to
 * PostgreSQL where a URL is given, beside a bare write and force of 64 bytes. Writers each append
 * to a room of their own as soon as their last update is acknowledged: one shows the latency, many
 * show how well those that wait share a force.
 *
 * <p>{@code benchmarks/run StoreAppends FOLDER [JDBC_URL]}: the folder decides which disk it is
 * about. Processor time is that of this process; PostgreSQL's own comes on top.
 */
public final class StoreAppends {

  private static final int BYTES = 64;
  private static final int[] WRITERS = {1, 16, 256};
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long MEASURED_NANOS = 3_000_000_000L;
  private static final int FORCES = 200;

  private final PrintStream out;
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final byte[] update = new byte[BYTES];
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private StoreAppends(PrintStream out) {
    this.out = out;
    new Random(1).nextBytes(update);
  }

  /** Prints a line for each store and number of writers. */
  public static void main(String[] arguments) throws Exception {
    StoreAppends run = new StoreAppends(System.out);
    Path folder = Files.createTempDirectory(Path.of(arguments[0]), "store-appends");
    run.bareForce(folder.resolve("bare"));
    try (EchoRuntime runtime = EchoRuntime.create()) {
      for (String forcing : new String[] {"each", "every 100 ms", "never"}) {
        try (RoomStore store = log(runtime, folder.resolve(forcing), forcing)) {
          run.store("log, forced " + forcing, store);
        }
      }
      if (arguments.length > 1) {
        try (RoomStore store = PostgresRoomStore.connect(runtime, arguments[1], 8)) {
          run.store("PostgreSQL", store);
        }
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static RoomStore log(EchoRuntime runtime, Path folder, String forcing) {
    LogRoomStore.Builder builder = LogRoomStore.builder(runtime, folder);
    if (forcing.equals("never")) {
      builder.forceNever();
    } else if (!forcing.equals("each")) {
      builder.forceEvery(Duration.ofMillis(100));
    }
    return builder.open();
  }

  /** What the disk itself takes, without any store. */
  private void bareForce(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long begin = 0;
      for (int n = -FORCES; n < FORCES; n++) {
        if (n == 0) {
          begin = System.nanoTime();
        }
        channel.write(ByteBuffer.wrap(update));
        channel.force(false);
      }
      double micros = (System.nanoTime() - begin) / 1e3 / FORCES;
      out.printf(Locale.ROOT, "bare write and force: %.0f us%n", micros);
    }
  }

  private void store(String name, RoomStore store) throws InterruptedException {
    for (int writers : WRITERS) {
      appends(store, writers, WARM_UP_NANOS);
      long cpu = process.getProcessCpuTime();
      long begin = System.nanoTime();
      long count = appends(store, writers, MEASURED_NANOS);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuMicros = (process.getProcessCpuTime() - cpu) / 1e3 / count;
      out.printf(
          Locale.ROOT,
          "%s, %d writers: %.0f appends/s, mean wait %.0f us, process CPU %.1f us each%n",
          name,
          writers,
          count / seconds,
          writers * seconds * 1e6 / count,
          cpuMicros);
    }
  }

  private long appends(RoomStore store, int writers, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    AtomicLong count = new AtomicLong();
    CountDownLatch left = new CountDownLatch(writers);
    for (int writer = 0; writer < writers; writer++) {
      append(store, "room " + writer, end, count, left);
    }
    left.await();
    if (failure.get() != null) {
      throw new IllegalStateException("an append failed", failure.get());
    }
    return count.get();
  }

  private void append(
      RoomStore store, String room, long end, AtomicLong count, CountDownLatch left) {
    if (System.nanoTime() >= end) {
      left.countDown();
      return;
    }
    store
        .append(room, update)
        .whenComplete(
            (sequence, error) -> {
              if (error != null) {
                failure.set(error);
                left.countDown();
              } else {
                count.incrementAndGet();
                append(store, room, end, count, left);
              }
            });
  }
}
