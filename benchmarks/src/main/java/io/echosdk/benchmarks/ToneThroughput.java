package io.echosdk.benchmarks;

import com.sun.management.ThreadMXBean;
import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.audio.Sine;
import io.echosdk.audio.SpectrumTap;
import io.echosdk.audio.ToneProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many seconds of sound one core makes in a second, and how many bytes a block costs: the
 * default programme of three bowls, 42 sine voices, and two peers that render 42 sines with moving
 * levels too: a plain loop over {@link Math#sin} in this JVM, and the OfflineAudioContext of a
 * Chromium beside it (oscillator, gain with a linear ramp, destination; skipped where there is
 * none).
 */
public final class ToneThroughput {

  private static final int RATE = 48_000;
  private static final int BLOCK = 480;
  private static final int SECONDS = 60;
  private static final int ROUNDS = 9;
  private static final int SINES = 42;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String ANSWER = "ECHO-ROUND-DONE";
  private static final int BROWSER_ROUNDS = 4;

  private final PrintStream out;

  private ToneThroughput(PrintStream out) {
    this.out = out;
  }

  /** Prints everything; the argument may name the chromium to compare with. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path chromium = Path.of(arguments.length > 0 ? arguments[0] : "/usr/bin/chromium");
    new ToneThroughput(System.out).run(chromium);
  }

  private void run(Path chromium) throws IOException, InterruptedException {
    out.printf(
        "Java %s, %d s of 48 kHz stereo in blocks of %d, processor time, median of %d"
            + " rounds%n",
        Runtime.version(), SECONDS, BLOCK, ROUNDS);
    double bowls = measured("three bowls, 42 partials, states at 60 Hz", this::bowls);
    measured("the same with the spectrum tap", this::bowlsAndTap);
    double sines = measured("42 sine voices", this::sines);
    double plain = measured("peer: plain loop over Math.sin, 42 partials", this::plainSines);
    out.printf(Locale.ROOT, "42 sines against the plain loop: %.1f times as fast%n", sines / plain);
    out.printf(Locale.ROOT, "bowls against the plain loop: %.1f times as fast%n", bowls / plain);
    if (Files.isExecutable(chromium)) {
      double browser = chromium(chromium);
      out.printf(
          Locale.ROOT,
          "peer: Chromium OfflineAudioContext, 42 oscillators  %.0f x real time%n"
              + "42 sines against Chromium: %.1f times as fast%n",
          browser,
          sines / browser);
    } else {
      out.println("SKIPPED: no Chromium at " + chromium + " (name one as the argument)");
    }
  }

  /** A stretch of programme to render; returns something of it, so that nothing is left out. */
  private interface Work {
    double render();
  }

  private double measured(String what, Work work) {
    double[] speeds = new double[ROUNDS];
    long leastBytes = Long.MAX_VALUE;
    double heard = 0;
    for (int i = -2; i < ROUNDS; i++) {
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long start = THREADS.getCurrentThreadCpuTime(); // so that a busy machine does not matter
      heard += work.render();
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - bytes);
      if (i >= 0) {
        speeds[i] = SECONDS * 1e9 / nanos;
      }
    }
    double median = median(speeds);
    int blocks = SECONDS * RATE / BLOCK;
    out.printf(
        Locale.ROOT,
        "%-48s %6.0f x real time, %d B for %d blocks and their programme (%s)%n",
        what,
        median,
        leastBytes,
        blocks,
        heard == 0 ? "silent!" : "heard");
    return median;
  }

  private double bowls() {
    return driven(ToneProgram.bowls(136.1), null);
  }

  private double bowlsAndTap() {
    ToneProgram tone = ToneProgram.bowls(136.1);
    return driven(tone, new SpectrumTap(tone.format()));
  }

  private double sines() {
    ToneProgram.Builder builder = ToneProgram.builder();
    for (int i = 0; i < SINES; i++) {
      builder.voice(new Sine(hz(i), 0.8 / SINES));
    }
    return driven(builder.build(), null);
  }

  private static double driven(ToneProgram tone, @Nullable SpectrumTap tap) {
    AudioBlock block = new AudioBlock(tone.format(), BLOCK);
    BiometricState state = new BiometricState();
    double heard = 0;
    for (int i = 0; i < SECONDS * RATE / BLOCK; i++) {
      double seconds = (double) i * BLOCK / RATE;
      if (i % 2 == 0) {
        tone.submit(stateAt(seconds, state), (long) (seconds * 1e9));
      }
      tone.render(block);
      if (tap != null) {
        tap.process(block);
      }
      heard += block.plane(0)[0];
    }
    return heard;
  }

  private static BiometricState stateAt(double seconds, BiometricState state) {
    long nanos = (long) (seconds * 1e9);
    long beats = (long) (seconds * 1.1);
    state.stamp(nanos, nanos);
    state.beat(beats, (long) (beats / 1.1 * 1e9));
    state.set(Metric.HEART_RATE, 66, 0.9, nanos);
    state.set(Metric.COHERENCE, seconds / 7 % 1, 0.9, nanos);
    state.set(Metric.BREATH_PHASE, seconds / 9 % 1, 0.9, nanos);
    return state;
  }

  private double plainSines() {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, BLOCK);
    float[] left = block.plane(0);
    float[] right = block.plane(1);
    double heard = 0;
    for (long frame = 0; frame < (long) SECONDS * RATE; frame += BLOCK) {
      for (int i = 0; i < BLOCK; i++) {
        double level = (frame + i) * (0.8 / SINES / SECONDS / RATE);
        double sum = 0;
        for (int p = 0; p < SINES; p++) {
          sum += Math.sin(2 * Math.PI * hz(p) * (frame + i) / RATE) * level;
        }
        left[i] = (float) sum;
        right[i] = (float) sum;
      }
      heard += left[0];
    }
    return heard;
  }

  private static double hz(int partial) {
    return 110 + 37.7 * partial;
  }

  /** Returns how many seconds of sound a Chromium renders in a second of processor time. */
  private static double chromium(Path program) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tone-peer");
    try {
      Path page = Files.writeString(folder.resolve("peer.html"), page());
      Process process =
          new ProcessBuilder(
                  program.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--user-data-dir=" + folder.resolve("profile"),
                  "--enable-logging=stderr",
                  "--remote-debugging-port=0", // keeps it alive after the page has loaded
                  page.toUri().toString())
              .redirectErrorStream(true)
              .start();
      try {
        return SECONDS / secondsPerRound(process);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } finally {
      try (Stream<Path> left = Files.walk(folder)) {
        left.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
      }
    }
  }

  /** Returns the processor time of all the browser's processes between two of its answers. */
  private static double secondsPerRound(Process process) throws IOException {
    long start = 0;
    int answers = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.contains(ANSWER)) {
          continue;
        }
        answers++;
        if (answers == 1) {
          start = cpuNanos(process);
        } else if (answers == 1 + BROWSER_ROUNDS) {
          return (cpuNanos(process) - start) / 1e9 / BROWSER_ROUNDS;
        }
      }
    }
    throw new IOException("the browser ended without an answer");
  }

  private static long cpuNanos(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .mapToLong(each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }

  private static String page() {
    return """
    <script>
    async function round() {
      const c = new OfflineAudioContext(2, %d * %d, %d);
      for (let p = 0; p < %d; p++) {
        const o = new OscillatorNode(c, {frequency: 110 + 37.7 * p});
        const g = new GainNode(c, {gain: 0});
        g.gain.setValueAtTime(0, 0);
        g.gain.linearRampToValueAtTime(0.8 / %d, %d);
        o.connect(g).connect(c.destination);
        o.start();
      }
      await c.startRendering();
      console.log("%s");
    }
    (async () => { while (true) await round(); })();
    </script>
    """
        .formatted(SECONDS, RATE, RATE, SINES, SINES, SECONDS, ANSWER);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
