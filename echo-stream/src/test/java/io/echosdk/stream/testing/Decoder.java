package io.echosdk.stream.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** FFmpeg's decoders, told to fail on anything that is not as the standard says. */
public final class Decoder implements AutoCloseable {

  private final AVCodecContext context;
  private final AVFrame frame = avutil.av_frame_alloc();
  private final AVPacket packet = avcodec.av_packet_alloc();

  private Decoder(int codec, byte[] config) {
    context = avcodec.avcodec_alloc_context3(avcodec.avcodec_find_decoder(codec));
    BytePointer extra =
        new BytePointer(avutil.av_mallocz(config.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
    context.extradata(extra.put(config)).extradata_size(config.length);
    context.err_recognition(avcodec.AV_EF_EXPLODE | avcodec.AV_EF_CRCCHECK);
    context.thread_count(1);
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
    check(avcodec.avcodec_open2(context, null, (AVDictionary) null), "opening");
  }

  /** Returns the pictures as I420, in order. */
  public static List<byte[]> pictures(byte[] avcConfig, List<ByteBuffer> payloads) {
    List<byte[]> pictures = new ArrayList<>();
    pictures(avcConfig, payloads, pictures::add);
    return pictures;
  }

  /** Hands out the pictures as I420, in order, without keeping them. */
  public static void pictures(byte[] avcConfig, List<ByteBuffer> payloads, Consumer<byte[]> out) {
    try (Decoder decoder = new Decoder(avcodec.AV_CODEC_ID_H264, avcConfig)) {
      decoder.decode(payloads, frame -> out.accept(planes(frame)));
    }
  }

  /** Returns the first channel's samples, 1024 for each packet. */
  public static float[] sound(byte[] aacConfig, List<ByteBuffer> payloads) {
    List<float[]> blocks = new ArrayList<>();
    try (Decoder decoder = new Decoder(avcodec.AV_CODEC_ID_AAC, aacConfig)) {
      decoder.decode(
          payloads,
          frame -> {
            float[] samples = new float[frame.nb_samples()];
            new FloatPointer(frame.data(0)).get(samples);
            blocks.add(samples);
          });
    }
    float[] all = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, all, at, block.length);
      at += block.length;
    }
    return all;
  }

  private void decode(List<ByteBuffer> payloads, Consumer<AVFrame> out) {
    for (ByteBuffer payload : payloads) {
      byte[] bytes = new byte[payload.remaining()];
      payload.duplicate().get(bytes);
      check(avcodec.av_new_packet(packet, bytes.length), "allocating");
      packet.data().put(bytes);
      check(avcodec.avcodec_send_packet(context, packet), "decoding");
      avcodec.av_packet_unref(packet);
      drain(out);
    }
    check(avcodec.avcodec_send_packet(context, null), "ending");
    drain(out);
  }

  private void drain(Consumer<AVFrame> out) {
    while (true) {
      int result = avcodec.avcodec_receive_frame(context, frame);
      if (result == avutil.AVERROR_EAGAIN() || result == avutil.AVERROR_EOF()) {
        return;
      }
      check(result, "decoding");
      out.accept(frame);
    }
  }

  private static byte[] planes(AVFrame frame) {
    int width = frame.width();
    int height = frame.height();
    byte[] planes = new byte[width * height * 3 / 2];
    int at = 0;
    for (int plane = 0; plane < 3; plane++) {
      int columns = plane == 0 ? width : width / 2;
      for (int row = 0; row < (plane == 0 ? height : height / 2); row++) {
        frame.data(plane).position((long) row * frame.linesize(plane)).get(planes, at, columns);
        at += columns;
      }
    }
    return planes;
  }

  private static void check(int result, String what) {
    if (result < 0) {
      throw new AssertionError(what + " failed with " + result);
    }
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }
}
