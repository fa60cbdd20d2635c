package io.echosdk.benchmarks;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.MediaClock;
import io.echosdk.api.stream.Destination;
import io.echosdk.api.stream.DestinationHealth;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.stream.RtmpFanOut;
import io.echosdk.stream.RtmpServer;
import io.echosdk.stream.ingest.IngestListener;
import io.echosdk.stream.ingest.IngestStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;

/**
 * Processor time for publishing one stream that is encoded already to N destinations: our fan-out
 * beside FFmpeg's tee muxer, plain and with the fifo options that keep a stalled receiver from
 * stopping the others. Sender, receiver and meter are processes of their own; the sender's time is
 * read from {@code /proc/PID/stat}, so this runs on Linux only.
 *
 * <p>{@code FanOutCpu [warm-up seconds] [measured seconds] [N,N,...] [kbps,kbps,...]}; without
 * arguments 20, 10, 1,5,20 and 2600,20000.
 */
public final class FanOutCpu {

  private static final long TICKS_PER_SECOND = 100; // USER_HZ on every Linux that Java runs on
  private static final int COLD_SECONDS = 6;
  private static final String PORT = "port ";
  private static final int NOISELESS_KBPS = 8_000;
  private static final String FIFO =
      "f=fifo:fifo_format=flv:drop_pkts_on_overflow=1:attempt_recovery=1:recover_any_error=1"
          + ":restart_with_keyframe=1";

  private final int warmUpSeconds;
  private final int measuredSeconds;
  private final PrintStream out;
  private final MediaClock clock = MediaClock.system();
  private final String ffmpeg = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

  private FanOutCpu(int warmUpSeconds, int measuredSeconds, PrintStream out) {
    this.warmUpSeconds = warmUpSeconds;
    this.measuredSeconds = measuredSeconds;
    this.out = out;
  }

  /** Runs the meter, or one of the processes that it starts. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("receive")) {
      receive(System.out);
    } else if (arguments.length > 0 && arguments[0].equals("send")) {
      send(Path.of(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
    } else {
      int warmUp = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
      int measured = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
      FanOutCpu meter = new FanOutCpu(warmUp, measured, System.out);
      meter.measure(
          numbers(arguments.length > 2 ? arguments[2] : "1,5,20"),
          numbers(arguments.length > 3 ? arguments[3] : "2600,20000"));
    }
  }

  private static List<Integer> numbers(String list) {
    return List.of(list.split(",")).stream().map(Integer::valueOf).toList();
  }

  private void measure(List<Integer> counts, List<Integer> rates) throws Exception {
    out.println("| kbps | N | ours | ours, first 6 s | tee | tee + fifo | ours : tee + fifo |");
    out.println("|---|---|---|---|---|---|---|");
    Path directory = Files.createTempDirectory("fan-out");
    Process receiver = java("receive");
    try (BufferedReader lines = lines(receiver)) {
      String base = "rtmp://127.0.0.1:" + port(lines) + "/live/";
      for (int kbps : rates) {
        Path stream = encode(directory, kbps);
        for (int count : counts) {
          Use ours =
              use(java("send", stream.toString(), base + "j" + kbps, "" + count), warmUpSeconds);
          Use tee = use(tee(stream, base + "t" + kbps, count, "f=flv:onfail=ignore"), COLD_SECONDS);
          Use fifo = use(tee(stream, base + "f" + kbps, count, FIFO), COLD_SECONDS);
          out.printf(
              Locale.ROOT,
              "| %d | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f |%n",
              kbps,
              count,
              ours.warm,
              ours.cold,
              tee.warm,
              fifo.warm,
              ours.warm / fifo.warm);
        }
      }
    } finally {
      receiver.destroy();
      receiver.waitFor();
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  /**
   * Makes twelve seconds of noisy pictures at about the rate, with a keyframe every two seconds.
   */
  private Path encode(Path directory, int kbps) throws IOException, InterruptedException {
    Path file = directory.resolve(kbps + ".flv");
    String noise = kbps > NOISELESS_KBPS ? ",noise=alls=30:allf=t" : ""; // or it has too few bits
    String sources = "testsrc2=s=1280x720:r=30" + noise + "[out0];sine=r=48000[out1]";
    String picture = "-c:v libopenh264 -b:v " + (kbps - 128) + "k -qmin 0 -qmax 51 -g 60";
    String sound = "-c:a aac -ac 2 -b:a 128k";
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", sources, "-t", "12"));
    arguments.addAll(List.of((picture + " " + sound + " -y " + file).split(" ")));
    Process process = ffmpeg(arguments).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException("ffmpeg ended with " + process.exitValue());
    }
    double got = Files.size(file) * 8 / 12.0 / 1000;
    out.printf(Locale.ROOT, "<!-- %s: %.0f kbps -->%n", file.getFileName(), got);
    return file;
  }

  /** The program finds its libraries beside itself only if it is told to. */
  private ProcessBuilder ffmpeg(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg);
    command.add("-v");
    command.add("error");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", Path.of(ffmpeg).resolveSibling("").toString());
    return builder;
  }

  private Process tee(Path stream, String base, int count, String options) throws IOException {
    String outputs =
        IntStream.range(0, count)
            .mapToObj(i -> "[" + options + "]" + base + "-" + count + "-" + i)
            .collect(Collectors.joining("|"));
    String input = "-re -stream_loop -1 -i " + stream + " -map 0 -c copy -f tee " + outputs;
    return ffmpeg(List.of(input.split(" ")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Percent of one core, over the first seconds of a process and after it has warmed up. */
  private record Use(double cold, double warm) {}

  private Use use(Process sender, int warmUp) throws IOException, InterruptedException {
    try {
      long begin = clock.nanos();
      clock.sleepUntil(begin + Duration.ofSeconds(COLD_SECONDS).toNanos());
      double cold = cpuSeconds(sender) / COLD_SECONDS;
      clock.sleepUntil(begin + Duration.ofSeconds(warmUp).toNanos());
      double before = cpuSeconds(sender);
      long from = clock.nanos();
      clock.sleepUntil(from + Duration.ofSeconds(measuredSeconds).toNanos());
      double used = cpuSeconds(sender) - before;
      return new Use(100 * cold, 100 * used * 1e9 / (clock.nanos() - from));
    } finally {
      sender.destroy();
      sender.waitFor();
    }
  }

  /** Returns user and system time of a process (proc(5), fields 14 and 15 of stat). */
  private static double cpuSeconds(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (double) (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private static Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FanOutCpu.class.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String port(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(PORT)) {
      line = lines.readLine(); // whatever the logging back end has to say
    }
    if (line == null) {
      throw new IOException("the receiver ended before it listened");
    }
    return line.substring(PORT.length());
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The receiving process: takes everything and says what it got when a stream ends. */
  private static void receive(PrintStream out) throws InterruptedException {
    IngestListener listener =
        new IngestListener() {
          @Override
          public void onEnded(IngestStream stream) {
            System.err.printf(
                "received #%d: %d pictures, %d kbps%n",
                stream.id(), stream.videoPackets(), stream.kbps());
          }
        };
    EchoRuntime runtime = EchoRuntime.create();
    RtmpServer server = RtmpServer.builder(runtime).port(0).listener(listener).build();
    out.println(PORT + server.port());
    out.flush();
    Thread.currentThread().join(); // until the meter ends this process
  }

  /** The sending process: publishes the file in real time, over and over. */
  private static void send(Path file, String base, int count) throws Exception {
    FlvFile stream = FlvFile.read(file);
    try (EchoRuntime runtime = EchoRuntime.create();
        RtmpFanOut fanOut = RtmpFanOut.builder(runtime).build()) {
      fanOut.header(stream.header());
      for (int i = 0; i < count; i++) {
        fanOut.add(Destination.parse("d" + i, base + "-" + count + "-" + i));
      }
      MediaClock clock = runtime.clock();
      long begin = clock.nanos();
      for (long round = 0; ; round++) {
        for (EncodedPacket packet : stream.packets(round)) {
          clock.sleepUntil(begin + packet.dtsNanos());
          fanOut.accept(packet);
        }
        complain(fanOut.health());
      }
    }
  }

  private static void complain(List<DestinationHealth> health) {
    for (DestinationHealth each : health) {
      if (each.state() != DestinationHealth.State.LIVE || each.droppedVideo() > 0) {
        System.err.println(each);
      }
    }
  }
}
