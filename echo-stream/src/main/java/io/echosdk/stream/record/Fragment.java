package io.echosdk.stream.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of both tracks: {@code moof} and {@code mdat} (ISO/IEC 14496-12, 8.8). Decodable
 * together with the file's head alone, apart from pictures that lean on the fragment before.
 */
final class Fragment {

  private static final int KEYFRAME = 0x02000000; // sample_depends_on 2: on nothing
  private static final int BETWEEN = 0x01010000; // depends on others, is no sync sample
  private static final int TRUN_FIELDS = 0x000701; // data offset; duration, size, flags per sample
  private static final int BASE_IS_MOOF = 0x020000;

  /**
   * One picture or frame of sound.
   *
   * @param payload what the packet carries
   * @param ticks when it is decoded, in its track's timescale, since the file began
   * @param keyframe whether decoding can begin here
   */
  record Sample(ByteBuffer payload, long ticks, boolean keyframe) {}

  private final List<Sample> video = new ArrayList<>();
  private final List<Sample> audio = new ArrayList<>();

  boolean isEmpty() {
    return video.isEmpty() && audio.isEmpty();
  }

  List<Sample> video() {
    return video;
  }

  List<Sample> audio() {
    return audio;
  }

  /**
   * Returns the bytes.
   *
   * @param sequence number of the fragment within its file, from 1
   * @param nextVideoTicks when the picture after the last one here is decoded
   * @param nextAudioTicks when the packet of sound after the last one here is decoded
   */
  ByteBuffer bytes(long sequence, long nextVideoTicks, long nextAudioTicks) {
    BoxWriter out = new BoxWriter();
    out.begin("moof");
    out.begin("mfhd", 0, 0).u32(sequence).end();
    int videoOffsetAt = run(out, InitSegment.VIDEO_TRACK, video, nextVideoTicks);
    int audioOffsetAt = run(out, InitSegment.AUDIO_TRACK, audio, nextAudioTicks);
    out.end();
    out.begin("mdat");
    media(out, video, videoOffsetAt);
    media(out, audio, audioOffsetAt);
    return out.end().toBuffer();
  }

  /** Describes one track's samples; returns where the offset of their bytes is to be put. */
  private static int run(BoxWriter out, int track, List<Sample> samples, long nextTicks) {
    if (samples.isEmpty()) {
      return -1;
    }
    out.begin("traf");
    out.begin("tfhd", 0, BASE_IS_MOOF).u32(track).end();
    out.begin("tfdt", 1, 0).u64(samples.get(0).ticks).end();
    out.begin("trun", 0, TRUN_FIELDS).u32(samples.size());
    int offsetAt = out.size();
    out.u32(0);
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      long end = i + 1 < samples.size() ? samples.get(i + 1).ticks : nextTicks;
      out.u32(end - sample.ticks).u32(sample.payload.remaining());
      out.u32(sample.keyframe ? KEYFRAME : BETWEEN);
    }
    out.end().end();
    return offsetAt;
  }

  private static void media(BoxWriter out, List<Sample> samples, int offsetAt) {
    if (offsetAt >= 0) {
      out.patch(offsetAt, out.size());
      samples.forEach(sample -> out.raw(sample.payload));
    }
  }
}
