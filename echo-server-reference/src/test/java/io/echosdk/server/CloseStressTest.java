package io.echosdk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.Secret;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.biometric.SimulatedSubject;
import io.echosdk.stream.RtmpServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens and closes whole sessions a hundred times and counts what is left. */
class CloseStressTest {

  private static final int SESSIONS = 100;
  private static final int FIRST = 20; // until then classes are loaded and pools fill up
  private static final Rendition SMALL =
      new Rendition(160, 96, VideoFormat.Rate.of(60), 100, 64, Duration.ofSeconds(1));

  @Test
  @Timeout(120)
  void nothingIsLeftAfterAHundredSessions(@TempDir Path folder) throws Exception {
    long files = 0;
    long nativeBytes = 0;
    long resident = 0;
    for (int i = 1; i <= SESSIONS; i++) {
      session(folder);
      assertThat(threadsOfOurs()).as("threads after session %d", i).isEmpty();
      if (i == FIRST) {
        files = OpenHandles.count();
        nativeBytes = Pointer.totalBytes();
        resident = outsideTheHeap();
      }
    }
    assertThat(OpenHandles.count()).as("open files and sockets").isLessThanOrEqualTo(files);
    assertThat(Pointer.totalBytes()).as("native bytes held").isLessThanOrEqualTo(nativeBytes);
    assertThat(outsideTheHeap() - resident)
        .as("growth of the process outside the heap over %d sessions", SESSIONS - FIRST)
        .isLessThan(128L << 20); // compiled code and pools of malloc; an encoder a session is more
  }

  private static long outsideTheHeap() {
    return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
  }

  private static void session(Path folder) throws InterruptedException {
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpServer ingest = RtmpServer.builder(runtime).port(0).build();
        LivePipeline pipeline =
            LivePipeline.builder(runtime)
                .source(SimulatedSubject.builder().build())
                .rendition(SMALL)
                .particles(50)
                .destination(destination("first", ingest.port()))
                .destination(destination("second", ingest.port()))
                .record(folder)
                .build()) {
      pipeline.start();
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (pipeline.stats().framesMade() < 3 || !allLive(pipeline.health())) {
        assertThat(System.nanoTime()).as("waited 20 s for both").isLessThan(limit);
        Thread.yield();
      }
    }
  }

  private static boolean allLive(List<DestinationHealth> health) {
    return health.stream().allMatch(each -> each.state() == DestinationHealth.State.LIVE);
  }

  private static Destination destination(String name, int port) {
    return new Destination(name, URI.create("rtmp://127.0.0.1:" + port + "/app"), Secret.of(name));
  }

  private static List<String> threadsOfOurs() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("echo-"))
        .toList();
  }
}
