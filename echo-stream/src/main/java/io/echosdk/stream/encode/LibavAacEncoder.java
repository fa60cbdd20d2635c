package io.echosdk.stream.encode;

import io.echosdk.api.audio.AudioBlock;
import io.echosdk.api.audio.AudioFormat;
import io.echosdk.api.stream.AudioEncoder;
import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.StreamException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * AAC-LC through FFmpeg's libavcodec: planar float of any block length in, one packet per 1024
 * frames out.
 *
 * <p>Time is counted, not read: packet {@code n} is heard {@code 1024 (n - 1)} frames after the
 * first block, because the transform's overlap makes a decoder hand out frame {@code n}'s sound
 * only with packet {@code n + 1}. The packet before the first block's own time holds no sound of
 * the programme and is left out.
 */
public final class LibavAacEncoder implements AudioEncoder {

  /** Frames in one AAC-LC packet. */
  public static final int PACKET_FRAMES = 1024;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final AudioFormat format;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet;
  private final byte[] config;
  private final int primingFrames;
  private int filled; // frames in `frame`
  private long framesIn;
  private long newestOrigin;
  private long startNanos;
  private boolean started;
  private boolean closed;

  private LibavAacEncoder(AudioFormat format, int kbps) {
    this.format = format;
    context = openContext(format, kbps);
    config = new byte[context.extradata_size()];
    context.extradata().get(config);
    primingFrames = context.initial_padding();
    frame = avutil.av_frame_alloc();
    frame.format(avutil.AV_SAMPLE_FMT_FLTP);
    frame.sample_rate(format.sampleRateHz());
    avutil.av_channel_layout_default(frame.ch_layout(), format.channels());
    frame.nb_samples(PACKET_FRAMES);
    avutil.av_frame_get_buffer(frame, 0);
    packet = avcodec.av_packet_alloc();
  }

  /**
   * Opens an encoder.
   *
   * @param format mono or stereo, at a rate that AAC knows
   * @param kbps bitrate of all channels together
   * @throws StreamException {@code NO_NATIVE} if FFmpeg cannot be loaded, {@code NO_ENCODER} if it
   *     does not open with this format
   */
  public static LibavAacEncoder open(AudioFormat format, int kbps) {
    Natives.require();
    return new LibavAacEncoder(format, kbps);
  }

  private static AVCodecContext openContext(AudioFormat format, int kbps) {
    AVCodec codec = avcodec.avcodec_find_encoder_by_name("aac");
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    context.sample_fmt(avutil.AV_SAMPLE_FMT_FLTP);
    context.sample_rate(format.sampleRateHz());
    try (AVRational frameTime = avutil.av_make_q(1, format.sampleRateHz())) {
      context.time_base(frameTime);
    }
    avutil.av_channel_layout_default(context.ch_layout(), format.channels());
    context.bit_rate(kbps * 1000L);
    context.profile(avcodec.AV_PROFILE_AAC_LOW);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    FfmpegLog.Overheard<Integer> opened =
        FfmpegLog.overhear(() -> avcodec.avcodec_open2(context, codec, (AVDictionary) null));
    if (opened.result() < 0) {
      avcodec.avcodec_free_context(context);
      throw VideoContext.failure(
          StreamException.Kind.NO_ENCODER,
          "the AAC encoder does not open for "
              + format
              + (opened.complaint().isEmpty() ? "" : " (" + opened.complaint() + ")"),
          opened.result());
    }
    return context;
  }

  @Override
  public byte[] config() {
    return config.clone();
  }

  @Override
  public void encode(AudioBlock block, Consumer<EncodedPacket> out) {
    checkOpen();
    if (!block.format().equals(format)) {
      throw new IllegalArgumentException(
          "the encoder takes " + format + " but the block is " + block.format());
    }
    if (!started) {
      started = true;
      startNanos = block.ptsNanos();
    }
    newestOrigin = Math.max(newestOrigin, block.originNanos());
    int taken = 0;
    while (taken < block.frames()) {
      int step = Math.min(block.frames() - taken, PACKET_FRAMES - filled);
      append(block, taken, step);
      taken += step;
      if (filled == PACKET_FRAMES) {
        sendFrame(out);
      }
    }
  }

  /** Fills the last packet with silence and hands out what is inside. */
  @Override
  public void flush(Consumer<EncodedPacket> out) {
    checkOpen();
    if (filled > 0) {
      for (int channel = 0; channel < format.channels(); channel++) {
        plane(channel).position(filled).put(new float[PACKET_FRAMES - filled]);
      }
      sendFrame(out);
    }
    send(null);
    receive(out);
  }

  private void append(AudioBlock block, int from, int frames) {
    if (filled == 0) {
      avutil.av_frame_make_writable(frame);
    }
    for (int channel = 0; channel < format.channels(); channel++) {
      plane(channel).position(filled).put(block.plane(channel), from, frames);
    }
    filled += frames;
  }

  private FloatPointer plane(int channel) {
    return new FloatPointer(frame.data(channel));
  }

  private void sendFrame(Consumer<EncodedPacket> out) {
    frame.pts(framesIn);
    framesIn += PACKET_FRAMES;
    filled = 0;
    send(frame);
    receive(out);
  }

  private void send(@Nullable AVFrame next) {
    int result = avcodec.avcodec_send_frame(context, next);
    if (result < 0 && result != avutil.AVERROR_EOF()) {
      throw VideoContext.failure(
          StreamException.Kind.NO_ENCODER, "the AAC encoder takes no sound", result);
    }
  }

  private void receive(Consumer<EncodedPacket> out) {
    while (true) {
      int result = avcodec.avcodec_receive_packet(context, packet);
      if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF()) {
        return;
      }
      if (result < 0) {
        throw VideoContext.failure(
            StreamException.Kind.NO_ENCODER, "the AAC encoder gives no packet", result);
      }
      byte[] payload = new byte[packet.size()];
      packet.data().get(payload);
      long firstFrame = packet.pts();
      avcodec.av_packet_unref(packet);
      if (firstFrame >= 0) {
        long pts = startNanos + nanos(firstFrame);
        out.accept(
            new EncodedPacket(
                EncodedPacket.Track.AUDIO, pts, pts, true, ByteBuffer.wrap(payload), newestOrigin));
      }
    }
  }

  private long nanos(long frames) {
    long rate = format.sampleRateHz();
    return frames / rate * NANOS_PER_SECOND + frames % rate * NANOS_PER_SECOND / rate;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the audio encoder is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      avutil.av_frame_free(frame);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(context);
    }
  }
}
