package io.echosdk.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatToSoundTest {

  @TempDir Path folder;

  @Test
  void theExampleOfTheReadmeMakesSoundThatTheJdkReads()
      throws IOException, UnsupportedAudioFileException {
    Path file = folder.resolve("bowl.wav");

    HeartbeatToSound.render(file, Duration.ofSeconds(8));

    try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
      assertThat(sound.getFormat().getSampleRate()).isEqualTo(48_000);
      assertThat(sound.getFrameLength()).isBetween(8 * 48_000L, 8 * 48_000L + 2048);
      byte[] bytes = sound.readAllBytes();
      assertThat(loudest(bytes)).as("loudest 24-bit sample").isBetween(500_000, 8_388_607);
    }
  }

  private static int loudest(byte[] littleEndian24) {
    int most = 0;
    for (int i = 0; i + 2 < littleEndian24.length; i += 3) {
      int sample =
          (littleEndian24[i] & 0xFF)
              | (littleEndian24[i + 1] & 0xFF) << 8
              | littleEndian24[i + 2] << 16;
      most = Math.max(most, Math.abs(sample));
    }
    return most;
  }
}
