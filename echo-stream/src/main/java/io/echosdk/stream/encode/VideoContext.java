package io.echosdk.stream.encode;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import io.echosdk.api.visual.VideoFormat.Rate;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVHWFramesContext;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** Opens codec contexts for live work, and says in words why one does not open. */
final class VideoContext {

  /** One encoder thread for every so many pixels a second: 720p30 fits one core. */
  private static final long PIXELS_PER_THREAD = 1280L * 720 * 40;

  private static final int MOST_THREADS = 4;

  private VideoContext() {}

  /**
   * Returns an open context, owned by the caller.
   *
   * @throws StreamException {@code NO_ENCODER} with FFmpeg's own words
   */
  static AVCodecContext open(H264Choice choice, Rendition rendition) {
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(choice.name());
    if (codec == null || codec.isNull()) {
      throw new StreamException(
          StreamException.Kind.NO_ENCODER,
          choice.name() + " is not in these FFmpeg libraries",
          "choose another encoder; 'echo doctor' lists those that open here");
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    try {
      configure(context, choice, rendition);
      FfmpegLog.Overheard<Integer> opened =
          FfmpegLog.overhear(() -> avcodec.avcodec_open2(context, codec, (AVDictionary) null));
      if (opened.result() < 0) {
        String why = opened.complaint().isEmpty() ? "" : " (" + opened.complaint() + ")";
        throw failure(
            StreamException.Kind.NO_ENCODER,
            choice.name() + " does not open" + why,
            opened.result());
      }
      return context;
    } catch (StreamException e) {
      avcodec.avcodec_free_context(context);
      throw e;
    }
  }

  private static void configure(AVCodecContext context, H264Choice choice, Rendition rendition) {
    long bitsPerSecond = rendition.videoKbps() * 1000L;
    context.width(rendition.width());
    context.height(rendition.height());
    timing(context, rendition.framesPerSecond());
    context.bit_rate(bitsPerSecond);
    context.rc_max_rate(bitsPerSecond);
    context.rc_buffer_size((int) Math.min(Integer.MAX_VALUE, bitsPerSecond)); // one second
    // The whole range: with FFmpeg's default of 2 to 31 libopenh264 overshoots by 58 % on particles
    context.qmin(0);
    context.qmax(51);
    context.max_b_frames(0);
    context.gop_size(choice.hardware() ? Integer.MAX_VALUE : 0); // keyframes only where we ask
    context.profile(avcodec.AV_PROFILE_H264_HIGH);
    context.level(H264Level.of(rendition).idc()); // fixed, so that a reopened encoder says the same
    context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    context.color_range(avutil.AVCOL_RANGE_MPEG);
    context.colorspace(avutil.AVCOL_SPC_BT709);
    context.color_primaries(avutil.AVCOL_PRI_BT709);
    context.color_trc(avutil.AVCOL_TRC_BT709);
    int threads = threads(rendition);
    context.thread_count(threads);
    context.slices(threads);
    choice.options().forEach((key, value) -> set(context.priv_data(), choice, key, value));
    if (choice.deviceType() == H264Choice.IN_MEMORY) {
      context.pix_fmt(choice.pixels());
    } else {
      attachDevice(context, choice);
    }
  }

  private static void timing(AVCodecContext context, Rate rate) {
    try (AVRational tick = avutil.av_make_q(1, LibavVideoEncoder.TICKS_PER_SECOND);
        AVRational frames = avutil.av_make_q(rate.numerator(), rate.denominator());
        AVRational square = avutil.av_make_q(1, 1)) {
      context.time_base(tick);
      context.framerate(frames);
      context.sample_aspect_ratio(square);
    }
  }

  private static int threads(Rendition rendition) {
    double pixelsPerSecond =
        (double) rendition.width() * rendition.height() * rendition.framesPerSecond().hz();
    return (int) Math.min(MOST_THREADS, Math.ceil(pixelsPerSecond / PIXELS_PER_THREAD));
  }

  private static void set(Pointer options, H264Choice choice, String key, String value) {
    int result = avutil.av_opt_set(options, key, value, 0);
    if (result < 0) {
      throw failure(
          StreamException.Kind.NO_ENCODER, choice.name() + " refuses " + key + "=" + value, result);
    }
  }

  private static void attachDevice(AVCodecContext context, H264Choice choice) {
    AVBufferRef device = new AVBufferRef((Pointer) null);
    FfmpegLog.Overheard<Integer> created =
        FfmpegLog.overhear(
            () ->
                avutil.av_hwdevice_ctx_create(
                    device, choice.deviceType(), (String) null, (AVDictionary) null, 0));
    if (created.result() < 0) {
      String why = created.complaint().isEmpty() ? "" : " (" + created.complaint() + ")";
      throw failure(
          StreamException.Kind.NO_ENCODER,
          choice.name() + " finds no device" + why,
          created.result());
    }
    int surface =
        choice.deviceType() == avutil.AV_HWDEVICE_TYPE_VAAPI
            ? avutil.AV_PIX_FMT_VAAPI
            : avutil.AV_PIX_FMT_VULKAN;
    AVBufferRef frames = avutil.av_hwframe_ctx_alloc(device);
    AVHWFramesContext layout = new AVHWFramesContext(frames.data());
    layout.format(surface);
    layout.sw_format(choice.pixels());
    layout.width(context.width());
    layout.height(context.height());
    layout.initial_pool_size(4);
    int result = avutil.av_hwframe_ctx_init(frames);
    context.pix_fmt(surface);
    context.hw_frames_ctx(frames); // freed with the context
    avutil.av_buffer_unref(device); // the frames keep their own reference
    if (result < 0) {
      throw failure(
          StreamException.Kind.NO_ENCODER, choice.name() + " has no memory on its device", result);
    }
  }

  /** Returns an empty picture of the encoder's size, owned by the caller. */
  static AVFrame allocatePicture(H264Choice choice, Rendition rendition) {
    AVFrame picture = avutil.av_frame_alloc();
    picture.format(choice.pixels());
    picture.width(rendition.width());
    picture.height(rendition.height());
    picture.color_range(avutil.AVCOL_RANGE_MPEG);
    int result = avutil.av_frame_get_buffer(picture, 0);
    if (result < 0) {
      avutil.av_frame_free(picture);
      throw failure(StreamException.Kind.NO_ENCODER, "no memory for a picture", result);
    }
    return picture;
  }

  /** Puts FFmpeg's error code into words. */
  static StreamException failure(StreamException.Kind kind, String problem, int code) {
    byte[] text = new byte[avutil.AV_ERROR_MAX_STRING_SIZE];
    avutil.av_strerror(code, text, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    String words = new String(text, 0, length, StandardCharsets.UTF_8);
    return new StreamException(
        kind,
        problem + ": " + words,
        "choose another encoder or rendition; 'echo doctor' lists the encoders that open here");
  }
}
