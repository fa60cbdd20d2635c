package io.echosdk.samples;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.audio.ToneProgram;
import io.echosdk.audio.WavWriter;
import io.echosdk.biometric.BiometricSession;
import io.echosdk.biometric.SimulatedSubject;
import java.nio.file.Path;
import java.time.Duration;

/** A simulated heart rings a bowl, into a file: the shortest way from a body to a sound. */
public final class HeartbeatToSound {

  private HeartbeatToSound() {}

  /** Renders so much of the programme into a WAV file, as fast as the machine can. */
  public static void render(Path file, Duration length) {
    // begin
    var format = AudioFormat.STEREO_48K;
    var body = SimulatedSubject.builder().heartRateBpm(64).build(); // or Recordings.open(...)
    try (var session = BiometricSession.of(body);
        var wav = WavWriter.create(file, format, WavWriter.Encoding.PCM_24)) {
      var bowl = ToneProgram.bowls(110);
      var block = new AudioBlock(format, 1024);
      var state = new BiometricState();
      while (block.ptsNanos() < length.toNanos()) {
        session.poll(block.ptsNanos());
        session.read(state);
        bowl.submit(state, block.ptsNanos());
        bowl.render(block);
        wav.accept(block);
      }
    }
    // end
  }

  /** Renders twenty seconds into the file that the first argument names. */
  public static void main(String[] arguments) {
    render(Path.of(arguments[0]), Duration.ofSeconds(20));
  }
}
