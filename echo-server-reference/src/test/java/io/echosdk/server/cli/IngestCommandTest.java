package io.echosdk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.RtmpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class IngestCommandTest {

  private static final int FRAMES = 30;

  private final StringWriter printed = new StringWriter();
  private final StringWriter complained = new StringWriter();
  private final CountDownLatch listening = new CountDownLatch(1);

  @Test
  void aStreamIsListedAndRecordedAndItsKeyIsNowhere(@TempDir Path folder) throws Exception {
    int[] code = {-1};
    Thread verb =
        new Thread(
            () ->
                code[0] =
                    line().execute("--port", "0", "--seconds", "3", "--record", folder.toString()));
    verb.start();
    assertThat(listening.await(20, TimeUnit.SECONDS)).isTrue();
    publish(port());
    verb.join();
    assertThat(code[0]).isZero();
    assertThat(printed.toString())
        .contains("began #1 live", "ended #1 live", "H.264", FRAMES + " pictures");
    assertThat(printed.toString() + complained).doesNotContain("hush");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .singleElement()
          .asString()
          .startsWith("live-")
          .endsWith(".flv")
          .doesNotContain("hush");
    }
  }

  @Test
  void aBusyPortIsOneSentenceAndExitCodeOne() {
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpServer server = RtmpServer.builder(runtime).port(0).build()) {
      CommandLine line = line();
      line.setExecutionExceptionHandler(
          (error, command, parsed) -> {
            complained.write(error.getMessage());
            return EchoCommand.FAILED;
          });
      assertThat(line.execute("--port", Integer.toString(server.port()))).isEqualTo(1);
      assertThat(complained.toString())
          .isEqualTo("port " + server.port() + " is in use: choose another with --port");
    }
  }

  private CommandLine line() {
    CommandLine line = new CommandLine(new IngestCommand());
    line.setOut(new PrintWriter(printed, true));
    line.setErr(
        new PrintWriter(complained, true) {
          @Override
          public void flush() {
            super.flush();
            if (complained.toString().contains("listening on")) {
              listening.countDown();
            }
          }
        });
    return line;
  }

  private int port() {
    String text = complained.toString();
    return Integer.parseInt(text.replaceAll("(?s).*rtmp://127.0.0.1:(\\d+)/.*", "$1"));
  }

  private static void publish(int port) throws InterruptedException {
    CountDownLatch live = new CountDownLatch(1);
    StreamListener listener =
        new StreamListener() {
          @Override
          public void onDestination(DestinationHealth health) {
            if (health.state() == DestinationHealth.State.LIVE) {
              live.countDown();
            }
          }
        };
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).listener(listener).build()) {
      byte[] avc = {1, 66, 0, 31, -1, -31, 0, 0, 0};
      byte[] aac = {0x11, (byte) 0x90};
      fanOut.header(new StreamHeader(Rendition.HD_720P30, 48_000, 2, avc, aac));
      fanOut.add(Destination.parse("d", "rtmp://127.0.0.1:" + port + "/live/hush"));
      assertThat(live.await(10, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < FRAMES; i++) {
        long nanos = i * 1_000_000_000L / FRAMES;
        ByteBuffer picture = ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 0x65});
        fanOut.accept(
            new EncodedPacket(EncodedPacket.Track.VIDEO, nanos, nanos, i == 0, picture, 0));
      }
    }
  }
}
