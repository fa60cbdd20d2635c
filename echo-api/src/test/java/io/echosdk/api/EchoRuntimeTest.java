package io.echosdk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EchoRuntimeTest {

  private final Map<String, Throwable> reported = new ConcurrentHashMap<>();

  @Test
  void threadsAreDaemonsNamedByRoleAndNumber() throws InterruptedException {
    try (EchoRuntime runtime = runtime()) {
      Thread first = runtime.start("encoder", EchoRuntimeTest::waitForInterruption);
      Thread second = runtime.start("encoder", EchoRuntimeTest::waitForInterruption);
      Thread other = runtime.start("render", EchoRuntimeTest::waitForInterruption);
      assertThat(first.isDaemon()).isTrue();
      assertThat(List.of(first.getName(), second.getName(), other.getName()))
          .containsExactly("echo-encoder-1", "echo-encoder-2", "echo-render-1");
      assertThat(runtime.liveThreads())
          .containsExactly("echo-encoder-1", "echo-encoder-2", "echo-render-1");
    }
  }

  @Test
  void nothingIsAliveAfterClose() {
    List<Thread> threads = new ArrayList<>();
    EchoRuntime runtime = runtime();
    for (int i = 0; i < 20; i++) {
      threads.add(runtime.start("loop", EchoRuntimeTest::waitForInterruption));
    }
    runtime.executor().execute(EchoRuntimeTest::waitForInterruption);
    runtime.close();
    runtime.close();
    assertThat(threads).noneMatch(Thread::isAlive);
    assertThat(runtime.liveThreads()).isEmpty();
    assertThat(reported).isEmpty();
  }

  @Test
  void nothingStartsAfterClose() {
    EchoRuntime runtime = runtime();
    ThreadFactory factory = runtime.threadFactory("late");
    runtime.close();
    assertThatThrownBy(() -> runtime.start("late", () -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("'late'", "closed");
    assertThatThrownBy(() -> factory.newThread(() -> {})).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> runtime.executor().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void joinWaitsForAllThreadsOfARoleAndForNoOther() throws InterruptedException {
    try (EchoRuntime runtime = runtime()) {
      RoleThreads pool = runtime.threadFactory("pool");
      CountDownLatch end = new CountDownLatch(1);
      Thread other = runtime.start("other", () -> awaitQuietly(end));
      Thread waiting = pool.newThread(() -> awaitQuietly(end));
      waiting.start();
      pool.newThread(() -> {}); // never started, so there is nothing to wait for
      pool.join(Duration.ofMillis(1));
      assertThat(waiting.isAlive()).as("the limit ends the waiting").isTrue();

      Thread.currentThread().interrupt();
      Thread ender = new Thread(end::countDown);
      ender.start();
      pool.join(Duration.ofSeconds(5));
      assertThat(Thread.interrupted()).as("the interruption is kept").isTrue();
      assertThat(waiting.isAlive()).isFalse();
      other.join();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void threadMadeBeforeCloseAndStartedAfterItDoesNothing() throws InterruptedException {
    EchoRuntime runtime = runtime();
    AtomicReference<String> ran = new AtomicReference<>();
    Thread thread = runtime.threadFactory("late").newThread(() -> ran.set("yes"));
    runtime.close();
    thread.start();
    thread.join();
    assertThat(ran.get()).isNull();
  }

  @Test
  void closeWorksFromOneOfItsOwnThreads() throws InterruptedException {
    EchoRuntime runtime = runtime();
    Thread other = runtime.start("other", EchoRuntimeTest::waitForInterruption);
    Thread closer = runtime.start("closer", runtime::close);
    closer.join();
    assertThat(other.isAlive()).isFalse();
    assertThat(reported).isEmpty();
  }

  @Test
  void closeWaitsEvenWhenItsCallerIsInterrupted() {
    EchoRuntime runtime = runtime();
    Thread worker = runtime.start("worker", EchoRuntimeTest::waitForInterruption);
    Thread.currentThread().interrupt();
    runtime.close();
    assertThat(Thread.interrupted()).as("the interruption is kept").isTrue();
    assertThat(worker.isAlive()).isFalse();
    assertThat(reported).isEmpty();
  }

  @Test
  void closeIsBoundedAndReportsTheThreadThatStays() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(1);
    EchoRuntime runtime = runtime();
    Thread deaf =
        runtime.start(
            "deaf",
            () -> {
              running.countDown();
              waitHoweverInterrupted(release);
            });
    running.await();
    runtime.close(); // takes its five seconds
    assertThat(deaf.isAlive()).isTrue();
    assertThat(reported.get("closing")).hasMessageContaining("echo-deaf-1 still runs");
    release.countDown();
    deaf.join();
  }

  @Test
  void errorOfABodyReachesTheListenerWithItsRole() throws InterruptedException {
    try (EchoRuntime runtime = runtime()) {
      IllegalStateException broken = new IllegalStateException("broken");
      Runnable body =
          () -> {
            throw broken;
          };
      runtime.start("mux", body).join();
      assertThat(reported).containsEntry("mux", broken);
      assertThat(runtime.liveThreads()).isEmpty();
    }
  }

  @Test
  void errorOfWorkInTheExecutorReachesTheListener() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    try (EchoRuntime runtime =
        EchoRuntime.builder().errorListener((during, error) -> heard.countDown()).build()) {
      runtime
          .executor()
          .execute(
              () -> {
                throw new IllegalStateException("broken");
              });
      assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void listenerThatFailsHarmsNobody() {
    try (EchoRuntime runtime =
        EchoRuntime.builder()
            .errorListener(
                (during, error) -> {
                  throw new IllegalStateException(
                      "the listener is broken too (expected in a test)");
                })
            .build()) {
      runtime.report("testing", new IllegalArgumentException("expected in a test"));
    }
  }

  @Test
  void factoryAndExecutorOfTheEmbedderAreUsed() throws InterruptedException {
    List<Thread> made = new ArrayList<>();
    ThreadFactory factory =
        body -> {
          Thread thread = new Thread(body, "anything");
          made.add(thread);
          return thread;
        };
    try (EchoRuntime runtime =
        EchoRuntime.builder().threadFactory(factory).executor(Runnable::run).build()) {
      Thread thread = runtime.start("audio", () -> {});
      thread.join();
      assertThat(made).containsExactly(thread);
      assertThat(thread.getName()).isEqualTo("echo-audio-1");
      assertThat(thread.isDaemon()).isTrue();
      AtomicReference<Thread> ranOn = new AtomicReference<>();
      runtime.executor().execute(() -> ranOn.set(Thread.currentThread()));
      assertThat(ranOn.get()).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void factoryThatMakesNoThreadIsNamed() {
    try (EchoRuntime runtime = EchoRuntime.builder().threadFactory(body -> null).build()) {
      assertThatThrownBy(() -> runtime.start("audio", () -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("'audio'", "made none");
    }
  }

  @Test
  void clockIsTheOneThatWasGiven() {
    VirtualClock clock = MediaClock.virtual();
    try (EchoRuntime runtime = EchoRuntime.builder().clock(clock).build()) {
      clock.advance(Duration.ofNanos(7));
      assertThat(runtime.clock().nanos()).isEqualTo(7);
    }
    try (EchoRuntime runtime = EchoRuntime.create()) {
      assertThat(runtime.clock()).isSameAs(MediaClock.system());
      assertThat(runtime.liveThreads()).as("no thread before it is needed").isEmpty();
    }
  }

  private EchoRuntime runtime() {
    return EchoRuntime.builder().errorListener(reported::put).build();
  }

  private static void waitForInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitHoweverInterrupted(CountDownLatch release) {
    while (true) {
      try {
        release.await();
        return;
      } catch (InterruptedException e) {
        Thread.interrupted(); // a body that breaks its contract
      }
    }
  }
}
