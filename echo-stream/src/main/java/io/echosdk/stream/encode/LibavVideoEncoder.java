package io.echosdk.stream.encode;

import io.echosdk.api.stream.EncodedPacket;
import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.stream.VideoEncoder;
import io.echosdk.api.visual.PixelFormat;
import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * H.264 through FFmpeg's libavcodec: NV12 in, length-prefixed NAL units out, one packet per picture
 * and in the order of the pictures.
 *
 * <p>The time base is 90 kHz; the exact nanoseconds and the origin of each picture wait in a small
 * ring until its packet comes out.
 */
public final class LibavVideoEncoder implements VideoEncoder {

  static final int TICKS_PER_SECOND = 90_000;

  private static final int IN_FLIGHT_LIMIT = 64; // pictures inside an encoder; hardware keeps a few

  private final Rendition rendition;
  private final AVCodecContext context;
  private final AVFrame picture;
  private final AVPacket packet;
  private final PictureCopy copy;
  private final AccessUnits accessUnits;
  private final byte[] config;
  private final long[] ticksInside = new long[IN_FLIGHT_LIMIT];
  private final long[] ptsInside = new long[IN_FLIGHT_LIMIT];
  private final long[] originInside = new long[IN_FLIGHT_LIMIT];
  private final boolean[] askedInside = new boolean[IN_FLIGHT_LIMIT];
  private long framesIn;
  private boolean closed;

  private LibavVideoEncoder(H264Choice choice, Rendition rendition) {
    this.rendition = rendition;
    context = VideoContext.open(choice, rendition);
    byte[] parameterSets = new byte[context.extradata_size()];
    if (parameterSets.length > 0) {
      context.extradata().get(parameterSets);
    }
    try {
      config = AvcConfig.from(parameterSets);
      accessUnits = new AccessUnits(parameterSets);
    } catch (IllegalArgumentException e) {
      avcodec.avcodec_free_context(context);
      throw new StreamException(
          StreamException.Kind.NO_ENCODER,
          choice.name() + " announces no usable parameter sets (" + e.getMessage() + ")",
          "choose another encoder; 'echo doctor' lists those that open here",
          e);
    }
    picture = VideoContext.allocatePicture(choice, rendition);
    packet = avcodec.av_packet_alloc();
    copy = new PictureCopy(rendition, choice.pixels(), picture);
  }

  /**
   * Opens an encoder.
   *
   * @param name FFmpeg's name of it: {@code libopenh264}
   * @param rendition size, rate and bitrate
   * @throws StreamException {@code NO_NATIVE} if FFmpeg cannot be loaded, {@code NO_ENCODER} if the
   *     encoder does not open here
   */
  public static LibavVideoEncoder open(String name, Rendition rendition) {
    Natives.require();
    H264Choice choice =
        H264Choice.named(name)
            .orElseThrow(() -> new IllegalArgumentException("no known H.264 encoder: " + name));
    if (choice.deviceType() != H264Choice.IN_MEMORY) {
      throw new StreamException(
          StreamException.Kind.NO_ENCODER,
          name
              + " takes pictures from its device's memory only, and Echo makes them in the machine's",
          "choose another encoder; 'echo doctor' lists those that open here");
    }
    return new LibavVideoEncoder(choice, rendition);
  }

  @Override
  public byte[] config() {
    return config.clone();
  }

  @Override
  public void encode(VideoFrame frame, boolean keyframe, Consumer<EncodedPacket> out) {
    checkOpen();
    checkFormat(frame.format());
    copy.from(frame.pixels());
    long ticks = ticks(frame.ptsNanos());
    int slot = (int) (framesIn % IN_FLIGHT_LIMIT);
    askedInside[slot] = keyframe || framesIn == 0;
    framesIn++;
    ticksInside[slot] = ticks;
    ptsInside[slot] = frame.ptsNanos();
    originInside[slot] = frame.originNanos();
    picture.pts(ticks);
    picture.pict_type(keyframe ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    send(picture);
    receive(out);
  }

  @Override
  public void flush(Consumer<EncodedPacket> out) {
    checkOpen();
    send(null);
    receive(out);
  }

  private void send(@Nullable AVFrame next) {
    int result = avcodec.avcodec_send_frame(context, next);
    if (result < 0 && result != avutil.AVERROR_EOF()) {
      throw broken("takes no picture", result);
    }
  }

  private void receive(Consumer<EncodedPacket> out) {
    while (true) {
      int result = avcodec.avcodec_receive_packet(context, packet);
      if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF()) {
        return;
      }
      if (result < 0) {
        throw broken("gives no packet", result);
      }
      byte[] stream = new byte[packet.size()];
      packet.data().get(stream);
      long ticks = packet.pts();
      avcodec.av_packet_unref(packet);
      out.accept(packetOf(stream, ticks));
    }
  }

  private EncodedPacket packetOf(byte[] stream, long ticks) {
    int slot = slotOf(ticks);
    AccessUnits.Unit unit = accessUnits.convert(stream, askedInside[slot]);
    long pts = ptsInside[slot];
    return new EncodedPacket(
        EncodedPacket.Track.VIDEO,
        pts,
        pts, // no B-frames: decoded in the order of showing
        unit.keyframe(),
        ByteBuffer.wrap(unit.payload()),
        originInside[slot]);
  }

  private int slotOf(long ticks) {
    for (int back = 1; back <= Math.min(framesIn, IN_FLIGHT_LIMIT); back++) {
      int slot = (int) ((framesIn - back) % IN_FLIGHT_LIMIT);
      if (ticksInside[slot] == ticks) {
        return slot;
      }
    }
    throw broken("gave a packet for a picture that it never took, at tick " + ticks, 0);
  }

  private void checkFormat(VideoFormat format) {
    if (format.pixels() != PixelFormat.NV12
        || format.width() != rendition.width()
        || format.height() != rendition.height()) {
      throw new IllegalArgumentException(
          "the encoder takes NV12 of "
              + rendition.width()
              + "x"
              + rendition.height()
              + " but the frame is "
              + format);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the video encoder is closed");
    }
  }

  static long ticks(long ptsNanos) {
    return Math.round(ptsNanos * (TICKS_PER_SECOND / 1e9));
  }

  private static StreamException broken(String what, int code) {
    return VideoContext.failure(StreamException.Kind.NO_ENCODER, "the H.264 encoder " + what, code);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      copy.close();
      avutil.av_frame_free(picture);
      avcodec.av_packet_free(packet);
      avcodec.avcodec_free_context(context);
    }
  }
}
