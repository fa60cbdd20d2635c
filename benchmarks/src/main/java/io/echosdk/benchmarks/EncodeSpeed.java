package io.echosdk.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.Encoders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * How many pictures of 720p one core encodes in a second at 2.5 Mbps, through {@link Encoders} and
 * through the ffmpeg program with the same encoder and the same options, which reads the same raw
 * pictures from a pipe. Both times are processor time of one encoder thread; the pictures are
 * 20,000 moving dots made beforehand. Bitrate, keyframes and PSNR show that the speed is not bought
 * with quality.
 */
public final class EncodeSpeed {

  private static final Rendition RENDITION = Rendition.HD_720P30;
  private static final VideoFormat FORMAT = VideoFormat.nv12(1280, 720, 30);
  private static final int FRAMES = 300;
  private static final int DOTS = 20_000;
  private static final int ROUNDS = 3;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final PrintStream out;
  private final Path folder;
  private final List<ByteBuffer> pictures = new ArrayList<>();

  private EncodeSpeed(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /** What one way of encoding gave. */
  private record Outcome(double framesPerCpuSecond, Path stream) {}

  /** Prints everything; takes about a minute and 500 MB in the folder for temporary files. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("encode-speed");
    try {
      new EncodeSpeed(System.out, folder).run();
    } finally {
      for (String name : List.of("raw.nv12", "ours.h264", "peer.h264")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  private void run() throws IOException, InterruptedException {
    out.printf(
        "Java %s, %d pictures of 1280x720 with %d dots, 2500 kbps, one encoder thread%n",
        Runtime.version(), FRAMES, DOTS);
    DotPictures dots = new DotPictures(FORMAT, DOTS, 1);
    for (int i = 0; i < FRAMES; i++) {
      pictures.add(dots.next());
    }
    try (FileChannel raw = create("raw.nv12")) {
      writeAll(raw);
    }
    double[] ours = new double[ROUNDS];
    double[] peer = new double[ROUNDS];
    Path oursStream = folder;
    Path peerStream = folder;
    for (int i = 0; i < ROUNDS; i++) {
      Outcome one = echo();
      Outcome other = ffmpeg();
      ours[i] = one.framesPerCpuSecond;
      peer[i] = other.framesPerCpuSecond;
      oursStream = one.stream;
      peerStream = other.stream;
    }
    print("Encoders.h264", median(ours), oursStream);
    print("peer: ffmpeg -c:v libopenh264, raw pictures through a pipe", median(peer), peerStream);
    out.printf(Locale.ROOT, "ratio %.2f%n", median(ours) / median(peer));
  }

  private Outcome echo() throws IOException {
    List<EncodedPacket> packets = new ArrayList<>(FRAMES);
    byte[] config;
    long cpuNanos;
    try (VideoEncoder encoder = Encoders.h264(RENDITION)) {
      config = encoder.config();
      long before = SYSTEM.getProcessCpuTime();
      for (int i = 0; i < FRAMES; i++) {
        long pts = FORMAT.framesPerSecond().ptsNanos(i);
        try (VideoFrame frame = new VideoFrame(FORMAT, pictures.get(i), pts, 0, () -> {})) {
          encoder.encode(frame, i % 60 == 0, packets::add);
        }
      }
      encoder.flush(packets::add);
      cpuNanos = SYSTEM.getProcessCpuTime() - before;
    }
    Path stream = folder.resolve("ours.h264");
    try (FileChannel file = create("ours.h264")) {
      file.write(ByteBuffer.wrap(annexB(config, packets)));
    }
    return new Outcome(FRAMES * 1e9 / cpuNanos, stream);
  }

  private Outcome ffmpeg() throws IOException, InterruptedException {
    Path stream = folder.resolve("peer.h264");
    Process process =
        start(
            "-benchmark -f rawvideo -pix_fmt nv12 -s 1280x720 -r 30 -i - -c:v libopenh264"
                + " -rc_mode bitrate -b:v 2500k -maxrate 2500k -bufsize 2500k -qmin 0 -qmax 51"
                + " -coder cabac -profile:v high -level 31 -threads 1 -slices 1 -g 60 -f h264 -y "
                + stream);
    try (OutputStream pipe = process.getOutputStream();
        WritableByteChannel channel = Channels.newChannel(pipe)) {
      writeAll(channel);
    }
    String text = finish(process);
    double seconds = number(text, "utime=([0-9.]+)s") + number(text, "stime=([0-9.]+)s");
    return new Outcome(FRAMES / seconds, stream);
  }

  private void print(String name, double framesPerSecond, Path stream)
      throws IOException, InterruptedException {
    out.printf(
        Locale.ROOT,
        "%-60s %5.1f fps per core  %4.0f kbps  PSNR %.2f dB%n",
        name,
        framesPerSecond,
        Files.size(stream) * 8 / (FRAMES / 30.0) / 1_000,
        psnr(stream));
  }

  private double psnr(Path stream) throws IOException, InterruptedException {
    String raw = " -f rawvideo -pix_fmt nv12 -s 1280x720 -r 30 -i " + folder.resolve("raw.nv12");
    Process process =
        start("-r 30 -i " + stream + raw + " -lavfi [0:v]format=nv12[d];[d][1:v]psnr -f null -");
    process.getOutputStream().close();
    return number(finish(process), "PSNR y:([0-9.]+)");
  }

  private static Process start(String options) throws IOException {
    String program = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    List<String> command = new ArrayList<>(List.of(program, "-hide_banner", "-nostats"));
    command.addAll(Arrays.asList(options.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", Path.of(program).resolveSibling("").toString());
    return builder.start();
  }

  private static String finish(Process process) throws IOException, InterruptedException {
    String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ffmpeg failed:\n" + text);
    }
    return text;
  }

  private static double number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in:\n" + text);
    }
    return Double.parseDouble(matcher.group(1));
  }

  private FileChannel create(String name) throws IOException {
    return FileChannel.open(
        folder.resolve(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private void writeAll(WritableByteChannel channel) throws IOException {
    for (ByteBuffer picture : pictures) {
      for (ByteBuffer left = picture.duplicate(); left.hasRemaining(); ) {
        channel.write(left);
      }
    }
  }

  /** Puts start codes in place of the lengths, and the parameter sets in front. */
  private static byte[] annexB(byte[] config, List<EncodedPacket> packets) {
    int bytes = packets.stream().mapToInt(packet -> packet.payload().remaining()).sum();
    ByteBuffer stream = ByteBuffer.allocate(bytes + config.length + 8);
    ByteBuffer sets = ByteBuffer.wrap(config).position(6); // AVCDecoderConfigurationRecord
    parameterSet(sets, stream);
    sets.get(); // numOfPictureParameterSets, one
    parameterSet(sets, stream);
    for (EncodedPacket packet : packets) {
      ByteBuffer payload = packet.payload().duplicate();
      while (payload.hasRemaining()) {
        int length = payload.getInt();
        stream.putInt(1).put(payload.slice(payload.position(), length));
        payload.position(payload.position() + length);
      }
    }
    return Arrays.copyOf(stream.array(), stream.position());
  }

  private static void parameterSet(ByteBuffer sets, ByteBuffer stream) {
    int length = sets.getShort();
    stream.putInt(1).put(sets.slice(sets.position(), length));
    sets.position(sets.position() + length);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
