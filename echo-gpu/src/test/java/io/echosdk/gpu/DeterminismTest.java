package io.echosdk.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualEngine;
import io.echosdk.gpu.cpu.CpuVisualEngine;
import io.echosdk.gpu.particle.Kernels;
import io.echosdk.gpu.particle.ScalarParticleStep;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {

  private static final VideoFormat FORMAT = VideoFormat.nv12(322, 182, 30);

  /** The CRC of the reference programme; the same on every machine and Java. */
  private static final long REFERENCE = 0xd44a581cL;

  private static VisualEngines.Builder builder() {
    return VisualEngines.builder().format(FORMAT).particles(4_000).seed(42);
  }

  private static long crc(VisualEngine engine) {
    CRC32 crc = new CRC32();
    play(engine, 45, 66, frame -> crc.update(frame.pixels()));
    return crc.getValue();
  }

  private static void play(
      VisualEngine engine, int frames, double beatsPerMinute, Consumer<VideoFrame> each) {
    for (int i = 0; i < frames; i++) {
      long pts = engine.format().framesPerSecond().ptsNanos(i);
      engine.submit(States.body(pts, beatsPerMinute), pts);
      engine.submit(States.sound(pts));
      try (VideoFrame frame = engine.render(pts)) {
        each.accept(frame);
      }
    }
  }

  @Test
  void referenceProgrammeHasTheSameBytesOnEveryMachineAndJava() {
    try (VisualEngine engine = builder().build()) {
      assertThat(Long.toHexString(crc(engine))).isEqualTo(Long.toHexString(REFERENCE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void threadsDoNotChangeAByteAndAreGoneAfterClose(int threads) {
    try (EchoRuntime runtime = EchoRuntime.create()) {
      VisualEngine engine = builder().runtime(runtime).threads(threads).build();
      assertThat(crc(engine)).isEqualTo(REFERENCE);
      assertThat(runtime.liveThreads()).hasSize(threads - 1);
      engine.close();
      assertThat(runtime.liveThreads()).isEmpty();
    }
  }

  @Test
  void scalarKernelGivesTheSameBytes() {
    Kernels scalar = new Kernels(new ScalarParticleStep(), "scalar", "this test");
    CpuVisualEngine.Settings settings =
        new CpuVisualEngine.Settings(FORMAT, 4_000, 42, 1, true, null, scalar);
    try (VisualEngine engine = new CpuVisualEngine(null, settings)) {
      assertThat(crc(engine)).isEqualTo(REFERENCE);
    }
  }

  @Test
  void anotherSeedGivesAnotherPicture() {
    try (VisualEngine engine = builder().seed(43).build()) {
      assertThat(crc(engine)).isNotEqualTo(REFERENCE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 72})
  void calmHeartsLeaveTheFlashLimiterWithoutWork(int beatsPerMinute) {
    try (VisualEngine limited = builder().build();
        VisualEngine free = builder().flashSafety(FlashSafety.OFF).build()) {
      CRC32 first = new CRC32();
      CRC32 second = new CRC32();
      play(limited, 90, beatsPerMinute, frame -> first.update(frame.pixels()));
      play(free, 90, beatsPerMinute, frame -> second.update(frame.pixels()));
      assertThat(first.getValue()).isEqualTo(second.getValue());
    }
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity", "0", "250", "-1e300", "1e300"})
  void impossibleValuesGiveAPictureAndNeverReachTheSimulation(double value) {
    try (VisualEngine engine = builder().build()) {
      for (int i = 0; i < 20; i++) {
        long pts = FORMAT.framesPerSecond().ptsNanos(i);
        BiometricState state = States.body(pts, 60);
        for (Metric metric : Metric.values()) {
          state.set(metric, value, value, pts);
        }
        engine.submit(state, pts);
        try (VideoFrame frame = engine.render(pts)) {
          assertLimitedRange(frame.pixels());
        }
      }
    }
  }

  private static void assertLimitedRange(ByteBuffer pixels) {
    int least = 255;
    int most = 0;
    for (int i = 0; i < FORMAT.width() * FORMAT.height(); i++) {
      least = Math.min(least, pixels.get(i) & 255);
      most = Math.max(most, pixels.get(i) & 255);
    }
    assertThat(least).isGreaterThanOrEqualTo(16);
    assertThat(most).isLessThanOrEqualTo(235).isGreaterThan(100);
  }

  @ParameterizedTest
  @CsvSource({"16,16", "18,400", "720,1280", "1918,1082", "400,18"})
  void everySizeIsDrawn(int width, int height) {
    VideoFormat format = VideoFormat.nv12(width, height, 30);
    try (VisualEngine engine = builder().format(format).particles(500).build()) {
      play(engine, 3, 66, frame -> assertThat(frame.format()).isEqualTo(format));
    }
  }

  @Test
  void frameOnLoanKeepsItsBytesWhileOthersAreMade() {
    try (VisualEngine engine = builder().build();
        VideoFrame kept = engine.render(0)) {
      ByteBuffer before = ByteBuffer.allocate(FORMAT.bytes()).put(kept.pixels()).flip();
      play(engine, 5, 66, frame -> {});
      assertThat(kept.pixels()).isEqualTo(before);
    }
  }

  @Test
  void frameCarriesTheStampOfTheStateBehindIt() {
    try (VisualEngine engine = builder().build()) {
      BiometricState state = States.body(5_000_000, 60);
      state.stamp(5_000_000, 4_321_000);
      engine.submit(state, 0);
      try (VideoFrame frame = engine.render(0)) {
        assertThat(frame.originNanos()).isEqualTo(4_321_000);
      }
    }
  }
}
