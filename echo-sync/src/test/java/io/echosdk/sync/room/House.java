package io.echosdk.sync.room;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A thread and a clock that a test moves by hand: everything that can run does, then time goes on.
 */
final class House implements AutoCloseable {

  private static final Duration STEP = Duration.ofMillis(1);

  final VirtualClock clock = MediaClock.virtual();
  final List<String> reports = Collections.synchronizedList(new ArrayList<>());
  final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>(); // other threads add to it, too
  final EchoRuntime runtime =
      EchoRuntime.builder()
          .clock(clock)
          .executor(tasks::add)
          .errorListener((during, error) -> reports.add(during + ": " + error.getMessage()))
          .build();
  private final List<Rooms> all = new ArrayList<>();

  Rooms.Builder rooms() {
    return Rooms.builder(runtime).polled();
  }

  Rooms keep(Rooms.Builder builder) {
    Rooms rooms = builder.build();
    all.add(rooms);
    return rooms;
  }

  /** Runs all that can run now. */
  void settle() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  void pass(Duration time) {
    long end = clock.nanos() + time.toNanos();
    settle();
    while (clock.nanos() < end) {
      clock.advance(STEP);
      all.forEach(Rooms::poll);
      settle();
    }
  }

  void aMoment() {
    pass(Duration.ofMillis(40));
  }

  @Override
  public void close() {
    runtime.close();
  }
}
