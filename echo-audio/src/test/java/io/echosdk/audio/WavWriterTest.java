package io.echosdk.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioException;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.audio.WavWriter.Encoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavWriterTest {

  private static final int HEADER_BYTES = 58;
  private static final AudioFormat STEREO = AudioFormat.STEREO_48K;

  @TempDir Path folder;

  @Test
  void everySampleIsWhereTheFormatSaysItIs() throws IOException {
    double[] tolerance = {1.5 / 32768, 0.51 / 8388608, 0};
    for (Encoding encoding : Encoding.values()) {
      AudioBlock block = sawtooth(1000);
      ByteBuffer bytes = littleEndian(write(encoding, block, 3)).position(HEADER_BYTES);
      for (int i = 0; i < 3000; i++) {
        for (int c = 0; c < 2; c++) {
          assertThat(sample(bytes, encoding))
              .as("%s frame %d channel %d", encoding, i, c)
              .isCloseTo(block.plane(c)[i % 1000], within(tolerance[encoding.ordinal()]));
        }
      }
      assertThat(bytes.hasRemaining()).isFalse();
    }
  }

  @Test
  void headerIsThatOfTheFormat() throws IOException {
    int[] bytesPerSample = {2, 3, 4};
    int[] tag = {1, 1, 3};
    for (Encoding encoding : Encoding.values()) {
      int frameBytes = bytesPerSample[encoding.ordinal()];
      ByteBuffer file = littleEndian(write(encoding, mono(333), 1));
      int dataBytes = 333 * frameBytes;
      assertThat(file.capacity()).isEqualTo(HEADER_BYTES + dataBytes + dataBytes % 2);
      assertThat(name(file)).isEqualTo("RIFF");
      assertThat(file.getInt()).isEqualTo(file.capacity() - 8);
      assertThat(name(file)).isEqualTo("WAVE");
      assertThat(name(file)).isEqualTo("fmt ");
      assertThat(file.getInt()).isEqualTo(18);
      assertThat(file.getShort()).isEqualTo((short) tag[encoding.ordinal()]);
      assertThat(file.getShort()).as("channels").isEqualTo((short) 1);
      assertThat(file.getInt()).isEqualTo(44_100);
      assertThat(file.getInt()).isEqualTo(44_100 * frameBytes);
      assertThat(file.getShort()).isEqualTo((short) frameBytes);
      assertThat(file.getShort()).as("bits").isEqualTo((short) (8 * frameBytes));
      assertThat(file.getShort()).as("extension").isZero();
      assertThat(name(file)).isEqualTo("fact");
      assertThat(file.getInt()).isEqualTo(4);
      assertThat(file.getInt()).isEqualTo(333);
      assertThat(name(file)).isEqualTo("data");
      assertThat(file.getInt()).isEqualTo(dataBytes);
    }
  }

  @Test
  void equalSoundGivesEqualBytesAndDitherKeepsItsMeanAndPower() throws IOException {
    AudioBlock block = new AudioBlock(STEREO, 48_000);
    byte[] first = Files.readAllBytes(write(Encoding.PCM_16, block, 1));
    byte[] second = Files.readAllBytes(write(Encoding.PCM_16, block, 1));
    assertThat(first).isEqualTo(second);
    ByteBuffer samples =
        ByteBuffer.wrap(first, HEADER_BYTES, first.length - HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (; samples.hasRemaining(); count++) {
      int value = samples.getShort();
      assertThat(value).isBetween(-1, 1);
      sum += value;
      squares += value * value;
    }
    assertThat(sum / count).isCloseTo(0, within(0.01));
    assertThat(squares / count).isCloseTo(0.25, within(0.01)); // 1/6 dither + 1/12 rounding
  }

  @Test
  void overloadClipsInsteadOfWrapping() throws IOException {
    AudioBlock block = mono(4);
    block.plane(0)[0] = 2;
    block.plane(0)[1] = -2;
    block.plane(0)[2] = 1;
    block.plane(0)[3] = Float.NaN;
    ByteBuffer file = littleEndian(write(Encoding.PCM_24, block, 1)).position(HEADER_BYTES);
    assertThat(sample(file, Encoding.PCM_24)).isEqualTo(8388607 / 8388608.0);
    assertThat(sample(file, Encoding.PCM_24)).isEqualTo(-1);
    assertThat(sample(file, Encoding.PCM_24)).isEqualTo(8388607 / 8388608.0);
    assertThat(sample(file, Encoding.PCM_24)).isZero();
  }

  @Test
  void fileHasItsNameOnlyWhenItIsWhole() {
    Path file = folder.resolve("a.wav");
    WavWriter writer = WavWriter.create(file, STEREO, Encoding.FLOAT_32);
    writer.accept(sawtooth(100_000));
    assertThat(folder)
        .isDirectoryContaining("glob:**a.wav.part")
        .isDirectoryNotContaining("glob:**a.wav");
    writer.close();
    writer.close();
    assertThat(folder)
        .isDirectoryContaining("glob:**a.wav")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void fullDiskIsOneClearSentenceAndLeavesNothing() throws IOException {
    Path file = folder.resolve("full.wav");
    Path part = folder.resolve("full.wav.part");
    WavWriter writer =
        WavWriter.begin(file, part, STEREO, Encoding.PCM_16, fullAfter(part, 100_000));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                writer.accept(sawtooth(1000));
              }
            })
        .isInstanceOf(AudioException.class)
        .hasMessageContainingAll("full.wav", "No space left on device", "free some space");
    assertThatThrownBy(() -> writer.accept(sawtooth(1))).isInstanceOf(IllegalStateException.class);
    writer.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void diskThatFillsAtTheVeryEndLeavesNothing() throws IOException {
    Path file = folder.resolve("end.wav");
    Path part = folder.resolve("end.wav.part");
    WavWriter writer = WavWriter.begin(file, part, STEREO, Encoding.PCM_16, fullAfter(part, 50));
    writer.accept(sawtooth(1000)); // still in the buffer
    assertThatThrownBy(writer::close)
        .isInstanceOf(AudioException.class)
        .hasMessageContaining("No space left");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void discardLeavesNothing() {
    WavWriter writer = WavWriter.create(folder.resolve("gone.wav"), STEREO, Encoding.PCM_16);
    writer.accept(sawtooth(1000));
    writer.discard();
    writer.discard();
    writer.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missingFolderIsNamedWithTheWayOut() {
    assertThatThrownBy(
            () -> WavWriter.create(folder.resolve("no/such/x.wav"), STEREO, Encoding.PCM_16))
        .isInstanceOfSatisfying(
            AudioException.class,
            e -> assertThat(e.kind()).isEqualTo(AudioException.Kind.NOT_FOUND))
        .hasMessageContainingAll("x.wav", "create the folder");
  }

  private static ByteBuffer littleEndian(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String name(ByteBuffer bytes) {
    byte[] name = new byte[4];
    bytes.get(name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private Path write(Encoding encoding, AudioBlock block, int times) {
    Path file = folder.resolve(encoding + ".wav");
    try (WavWriter writer = WavWriter.create(file, block.format(), encoding)) {
      for (int i = 0; i < times; i++) {
        writer.accept(block);
      }
    }
    return file;
  }

  private static AudioBlock sawtooth(int frames) {
    AudioBlock block = new AudioBlock(STEREO, frames);
    for (int i = 0; i < frames; i++) {
      block.plane(0)[i] = 1.9f * i / frames - 0.95f;
      block.plane(1)[i] = 0.3f - block.plane(0)[i] / 2;
    }
    return block;
  }

  private static AudioBlock mono(int frames) {
    return new AudioBlock(new AudioFormat(44_100, 1), frames);
  }

  private static double sample(ByteBuffer bytes, Encoding encoding) {
    return switch (encoding) {
      case PCM_16 -> bytes.getShort() / 32768.0;
      case PCM_24 -> ((bytes.getShort() & 0xFFFF) | bytes.get() << 16) / 8388608.0;
      case FLOAT_32 -> bytes.getFloat();
    };
  }

  /** A file that takes so many bytes and then behaves as on a full disk. */
  private static SeekableByteChannel fullAfter(Path path, long limit) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return new SeekableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        if (file.position() + source.remaining() > limit) {
          throw new IOException("No space left on device");
        }
        return file.write(source);
      }

      @Override
      public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
      }

      @Override
      public long position() throws IOException {
        return file.position();
      }

      @Override
      public SeekableByteChannel position(long newPosition) throws IOException {
        file.position(newPosition);
        return this;
      }

      @Override
      public long size() throws IOException {
        return file.size();
      }

      @Override
      public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        return this;
      }

      @Override
      public boolean isOpen() {
        return file.isOpen();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
