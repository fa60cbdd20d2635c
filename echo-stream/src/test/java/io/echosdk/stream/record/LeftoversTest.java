package io.echosdk.stream.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamListener;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.stream.testing.LoopedProgramme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  private static final StreamListener NOBODY = new StreamListener() {};

  @TempDir static Path recordings;
  private static byte[] whole;

  @TempDir Path directory;

  @BeforeAll
  static void recordTwoSeconds() throws IOException {
    Rendition tiny = new Rendition(64, 64, VideoFormat.Rate.of(30), 60, 32, Duration.ofSeconds(2));
    LoopedProgramme programme = new LoopedProgramme(tiny, 20);
    try (EchoRuntime runtime = EchoRuntime.create();
        Recorder recorder = Recorder.into(recordings, runtime, NOBODY)) {
      recorder.header(programme.header());
      programme.play(60, recorder, block -> {});
    }
    try (Stream<Path> files = Files.list(recordings)) {
      whole = Files.readAllBytes(files.findFirst().orElseThrow());
    }
  }

  private Path part(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("echo-20261120-190000Z-0000.mp4.part"), bytes);
  }

  private static IntactPart intact(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return IntactPart.of(channel);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void completeFileIsIntactFromEndToEnd() throws IOException {
    IntactPart intact = intact(part(whole));
    assertThat(intact.bytes()).isEqualTo(whole.length);
    assertThat(intact.fragments()).isEqualTo(4);
    assertThat(intact.millis()).isEqualTo(2_000);
  }

  @Test
  void everyPrefixIsCutAfterItsLastWholeFragment() throws IOException {
    Path file = part(whole);
    IntactPart longer = intact(file);
    for (int length = whole.length; length >= 0; length -= length % 500 < 50 ? 1 : 7) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      IntactPart intact = intact(file);
      assertThat(intact.bytes()).isBetween(0L, Math.min(longer.bytes(), length));
      assertThat(intact.fragments()).isBetween(longer.fragments() - 1, longer.fragments());
      longer = intact;
    }
    assertThat(longer.fragments()).isZero();
  }

  @Test
  void everyFlippedBitIsReadWithoutAnError() throws IOException {
    Path file = part(whole);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long bit = 0; bit < whole.length * 8L; bit += bit < 20_000 ? 1 : 41) {
        int at = (int) (bit / 8);
        byte flipped = (byte) (whole[at] ^ 1 << bit % 8);
        channel.write(ByteBuffer.wrap(new byte[] {flipped}), at);
        assertThat(IntactPart.of(channel).bytes()).as("bit %d", bit).isBetween(0L, channel.size());
        channel.write(ByteBuffer.wrap(whole, at, 1), at);
      }
    }
  }

  @Test
  void blocksThatAPowerCutLeftAsZerosAreCutOff() throws IOException {
    byte[] zeroed = whole.clone();
    Arrays.fill(zeroed, whole.length - 100, whole.length, (byte) 0);
    assertThat(intact(part(zeroed)).fragments()).isLessThanOrEqualTo(4);
    Arrays.fill(zeroed, whole.length / 2, whole.length, (byte) 0);
    IntactPart intact = intact(part(zeroed));
    assertThat(intact.bytes()).isLessThanOrEqualTo(whole.length / 2);
  }

  @Test
  void tornFileIsCutNamedAndToldItsLength() throws IOException {
    part(Arrays.copyOf(whole, whole.length - 7));
    new Leftovers(directory).recover(NOBODY);
    assertThat(names()).containsExactly("echo-20261120-190000Z-0000.mp4");
    IntactPart intact = intact(directory.resolve(names().get(0)));
    assertThat(intact.fragments()).isEqualTo(3);
    assertThat(Files.size(directory.resolve(names().get(0)))).isEqualTo(intact.bytes());
  }

  @Test
  void fileWithoutAnyPictureIsDeleted() throws IOException {
    part(Arrays.copyOf(whole, 900));
    new Leftovers(directory).recover(NOBODY);
    assertThat(names()).isEmpty();
  }

  @Test
  void filesThatAreNotOursAreLeftAlone() throws IOException {
    Files.write(directory.resolve("holiday.mp4.part"), new byte[10]);
    Files.write(directory.resolve("echo-notes.txt"), new byte[10]);
    new Leftovers(directory).recover(NOBODY);
    assertThat(names()).containsExactly("echo-notes.txt", "holiday.mp4.part");
  }
}
