package io.echosdk.stream.encode;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;

/** Finds out which encoders work here in the only way that tells the truth: by opening them. */
public final class EncoderProbe {

  private EncoderProbe() {}

  /**
   * What became of one attempt.
   *
   * @param name FFmpeg's name
   * @param hardware whether it works on a device of its own
   * @param opens whether it opened and Echo can feed it
   * @param reason why not; empty if it did
   */
  public record Tried(String name, boolean hardware, boolean opens, String reason) {}

  /** Tries every encoder that we know how to drive. */
  public static List<Tried> run() {
    Natives.require();
    return H264Choice.all().stream().map(EncoderProbe::attempt).toList();
  }

  private static Tried attempt(H264Choice choice) {
    try {
      AVCodecContext context = VideoContext.open(choice, Rendition.HD_720P30);
      avcodec.avcodec_free_context(context);
      if (choice.deviceType() == H264Choice.IN_MEMORY) {
        return new Tried(choice.name(), choice.hardware(), true, "");
      }
      String reason = choice.name() + " opens, but Echo cannot hand pictures to its device yet";
      return new Tried(choice.name(), choice.hardware(), false, reason);
    } catch (StreamException e) {
      return new Tried(choice.name(), choice.hardware(), false, e.problem());
    }
  }
}
