package io.echosdk.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.server.OpenHandles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts and ends whole servers, with a programme and somebody asking, and counts what is left. */
class ServerCloseStressTest {

  private static final int FIRST = 3;
  private static final int SERVERS = 12;

  @Test
  @Timeout(120)
  void nothingIsLeftAfterADozenServers() throws Exception {
    List<String> before = threads();
    long files = 0;
    for (int i = 1; i <= SERVERS; i++) {
      try (EchoServer server = TestServers.small().start()) {
        server.studio().start();
        assertThat(TestServers.get(server, "/api/v1/session").body()).contains("running");
      }
      assertThat(threads()).as("threads after server %d", i).isSubsetOf(before);
      if (i == FIRST) {
        files = OpenHandles.count();
      }
    }
    assertThat(OpenHandles.count() - files)
        .as("open files and sockets since server %d; the test's own client may come and go", FIRST)
        .isLessThan(SERVERS - FIRST); // one left by each server would be as many
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("echo-") || name.startsWith("vert.x"))
        .sorted()
        .toList();
  }
}
