package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.gpu.Backend;
import io.echosdk.gpu.VisualEngines;
import io.echosdk.server.FrameFile;
import io.echosdk.server.OfflineVisuals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code echo visual}: the pictures of a body, into a file, as fast as the machine can. */
@Command(
    name = "visual",
    mixinStandardHelpOptions = true,
    description = {
      "Renders the pictures that a body and its sound drive. It runs on virtual time: equal seed and"
          + " input give equal bytes on every machine and for every number of threads.",
      "",
      "Examples:",
      "  echo visual --biometrics sim --seed 42 --frames 300 --out calm.y4m",
      "  echo visual --biometrics 100.hea --size 1920x1080 --fps 60 --out heart.nv12",
      "  echo visual --frames 30 --crc",
      ""
    })
final class VisualCommand implements Callable<Integer> {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

  /** What may be asked for. */
  enum Engine {
    /** The best there is. */
    auto(Backend.AUTO),
    /** Plain Java. */
    cpu(Backend.CPU);

    private final Backend backend;

    Engine(Backend backend) {
      this.backend = backend;
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private BodyOption body;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What all chance follows from. Default: 1.")
  private long seed;

  @Option(
      names = "--frames",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many pictures. Default: 300.")
  private int frames;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "1280x720",
      description = "Pixels, even. Default: 1280x720.")
  private String size;

  @Option(
      names = "--fps",
      paramLabel = "N",
      defaultValue = "30",
      description = "Pictures a second. Default: 30.")
  private int framesPerSecond;

  @Option(
      names = "--particles",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many particles. Default: 100000.")
  private int particles;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads; the bytes do not depend on it. Default: 1.")
  private int threads;

  @Option(
      names = "--backend",
      paramLabel = "auto|cpu",
      defaultValue = "auto",
      description = "What draws. Default: auto.")
  private Engine backend;

  @Option(
      names = "--trace",
      description = "Writes the stamps of the body signals into each picture, to be measured.")
  private boolean trace;

  @Option(
      names = "--out",
      paramLabel = "FILE.y4m|FILE.nv12",
      description = "Where to; may be left out with --crc.")
  private @Nullable Path out;

  @Option(
      names = "--crc",
      description = "Prints the CRC-32 of each picture's NV12 bytes, and of all together.")
  private boolean crc;

  @Override
  public Integer call() {
    VideoFormat format = format();
    check(frames >= 1, "--frames must be positive but is " + frames);
    check(out != null || crc, "nothing to do: give --out FILE.y4m, --out FILE.nv12 or --crc");
    check(out == null || FrameFile.canBe(out), "--out must end in .y4m or .nv12 but is " + out);
    try (EchoRuntime runtime = EchoRuntime.create();
        VisualEngine engine = engine(runtime, format);
        OfflineVisuals visuals = new OfflineVisuals(body.open(seed), engine);
        ProgressBar progress =
            new ProgressBar(spec.commandLine().getErr(), System.console() != null)) {
      write(visuals, format, progress);
    }
    return 0;
  }

  private VideoFormat format() {
    Matcher parts = SIZE.matcher(size);
    check(parts.matches(), "--size must look like 1280x720 but is " + size);
    try {
      return VideoFormat.nv12(
          Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), framesPerSecond);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--size or --fps: " + e.getMessage(), e);
    }
  }

  private void check(boolean right, String sentence) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  private VisualEngine engine(EchoRuntime runtime, VideoFormat format) {
    return VisualEngines.builder()
        .runtime(runtime)
        .format(format)
        .seed(seed)
        .particles(particles)
        .threads(threads)
        .backend(backend.backend)
        .trace(trace)
        .build();
  }

  private void write(OfflineVisuals visuals, VideoFormat format, ProgressBar progress) {
    if (out == null) {
      render(visuals, null, progress);
      return;
    }
    try (FrameFile file = FrameFile.create(out, format)) {
      render(visuals, file, progress);
      file.finish();
    }
  }

  private void render(OfflineVisuals visuals, @Nullable FrameFile file, ProgressBar progress) {
    PrintWriter printed = spec.commandLine().getOut();
    CRC32 all = new CRC32();
    for (int i = 0; i < frames; i++) {
      try (VideoFrame frame = visuals.next()) {
        if (file != null) {
          file.add(frame);
        }
        if (crc) {
          CRC32 one = new CRC32();
          one.update(frame.pixels());
          all.update(frame.pixels());
          printed.printf(Locale.ROOT, "%d %08x%n", i, one.getValue());
        }
      }
      progress.show((i + 1.0) / frames);
    }
    if (crc) {
      printed.printf(Locale.ROOT, "total %08x%n", all.getValue());
    }
    printed.flush();
  }
}
