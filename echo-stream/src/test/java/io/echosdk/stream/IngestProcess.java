package io.echosdk.stream;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An ingest server in a process of its own, so that a test can stop it with a signal. It prints its
 * port, then a line for each packet ({@code K}, {@code V} or {@code A} and the milliseconds), and
 * ends with its first stream.
 */
final class IngestProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final int port;

  private IngestProcess(Process process) throws IOException {
    this.process = process;
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    port = Integer.parseInt(output.readLine());
  }

  static IngestProcess start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new IngestProcess(
        new ProcessBuilder(
                java.toString(), "-Xmx256m", "-cp", classPath(), IngestProcess.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Returns all that this process was given, as class path or as module path. */
  private static String classPath() {
    return Stream.of(
            testClasses().toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** The test classes may be patched into a module, whose own place is another. */
  private static Path testClasses() {
    try {
      Path file = Path.of(IngestProcess.class.getResource("IngestProcess.class").toURI());
      Path folder = file;
      for (int i = IngestProcess.class.getName().split("\\.").length; i > 0; i--) {
        folder = folder.getParent();
      }
      return folder;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return port;
  }

  /** Sends a signal: STOP or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  /** Returns the packets that came, after the stream has ended. */
  List<String> packets() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return lines;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** The process itself. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = System.out;
    CountDownLatch ended = new CountDownLatch(1);
    List<String> packets = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void onPacket(long streamId, EncodedPacket packet) {
            boolean video = packet.track() == EncodedPacket.Track.VIDEO;
            packets.add(
                (video ? packet.keyframe() ? "K" : "V" : "A") + packet.dtsNanos() / 1000000);
          }

          @Override
          public void onEnded(IngestStream stream) {
            ended.countDown();
          }
        };
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpServer server = RtmpServer.builder(runtime).port(0).listener(listener).build()) {
      out.println(server.port());
      out.flush();
      ended.await();
      packets.forEach(out::println);
      out.flush();
    }
  }
}
