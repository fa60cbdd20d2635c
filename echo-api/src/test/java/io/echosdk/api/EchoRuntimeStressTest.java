package io.echosdk.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EchoRuntimeStressTest {

  @Test
  @Timeout(60)
  void noThreadThatAnotherThreadStartsOutlivesClose() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      EchoRuntime runtime = EchoRuntime.create();
      List<Thread> started = new CopyOnWriteArrayList<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread starter = new Thread(() -> startUntilClosed(runtime, started, begun));
      starter.start();
      begun.await();
      runtime.close();
      assertThat(runtime.liveThreads()).as("round %d", round).isEmpty();
      starter.join();
      assertThat(started).as("round %d", round).isNotEmpty().noneMatch(Thread::isAlive);
    }
  }

  private static void startUntilClosed(
      EchoRuntime runtime, List<Thread> started, CountDownLatch begun) {
    try {
      while (true) {
        started.add(runtime.start("short", () -> {}));
        begun.countDown();
      }
    } catch (IllegalStateException closed) {
      begun.countDown();
    }
  }
}
