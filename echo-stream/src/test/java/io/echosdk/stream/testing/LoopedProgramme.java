package io.echosdk.stream.testing;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.PacketSink;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamHeader;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.stream.Encoders;
import java.util.ArrayList;
import java.util.List;

/**
 * A programme of any length out of two encoded seconds: pictures repeat from their keyframe, sound
 * is encoded throughout. Packets come in order of time, so a minute takes a moment.
 */
public final class LoopedProgramme {

  private final Rendition rendition;
  private final List<EncodedPacket> pictures = new ArrayList<>();
  private final StreamHeader header;

  /** Encodes the two seconds. */
  public LoopedProgramme(Rendition rendition, int dots) {
    this.rendition = rendition;
    VideoFormat format = VideoFormat.nv12(rendition.width(), rendition.height(), 30);
    Dots source = new Dots(format, dots, 5);
    try (VideoEncoder video = Encoders.h264(rendition);
        AudioEncoder audio = Encoders.aac(AudioFormat.STEREO_48K, 128)) {
      header = new StreamHeader(rendition, 48_000, 2, video.config(), audio.config());
      for (int i = 0; i < 60; i++) {
        try (VideoFrame frame = source.next(format.framesPerSecond().ptsNanos(i), 0)) {
          video.encode(frame, i == 0, pictures::add);
        }
      }
    }
  }

  /** Returns what a decoder must know. */
  public StreamHeader header() {
    return header;
  }

  /**
   * Hands everything out.
   *
   * @param frames how many pictures
   * @param sound fills each block of 480 frames
   */
  public void play(int frames, PacketSink sink, java.util.function.Consumer<AudioBlock> sound) {
    AudioBlock block = new AudioBlock(AudioFormat.STEREO_48K, 480);
    long soundFrames = 0;
    try (AudioEncoder audio = Encoders.aac(AudioFormat.STEREO_48K, 128)) {
      for (int i = 0; i < frames; i++) {
        long pts = rendition.framesPerSecond().ptsNanos(i);
        for (; soundFrames * 1_000_000_000L / 48_000 <= pts; soundFrames += 480) {
          block.stamp(soundFrames * 1_000_000_000L / 48_000, 0);
          sound.accept(block);
          audio.encode(block, sink::accept);
        }
        EncodedPacket picture = pictures.get(i % pictures.size());
        sink.accept(
            new EncodedPacket(
                EncodedPacket.Track.VIDEO, pts, pts, picture.keyframe(), picture.payload(), 0));
      }
    }
  }
}
