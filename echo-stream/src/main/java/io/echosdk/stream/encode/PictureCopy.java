package io.echosdk.stream.encode;

import io.echosdk.api.stream.Rendition;
import io.echosdk.api.stream.StreamException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Copies a tightly packed NV12 picture into the encoder's own, and splits U from V where the
 * encoder wants them apart. libswscale does both with vector code in one pass and no rescaling.
 */
final class PictureCopy implements AutoCloseable {

  private final int width;
  private final int height;
  private final AVFrame target;
  private final int targetPlaneCount;
  private final SwsContext converter;
  private final PointerPointer<BytePointer> sourcePlanes = new PointerPointer<>(4L);
  private final PointerPointer<BytePointer> targetPlanes = new PointerPointer<>(4L);
  private final IntPointer sourceStrides = new IntPointer(4L);

  PictureCopy(Rendition rendition, int targetPixels, AVFrame target) {
    width = rendition.width();
    height = rendition.height();
    this.target = target;
    targetPlaneCount = avutil.av_pix_fmt_count_planes(targetPixels);
    converter =
        swscale.sws_getContext(
            width,
            height,
            avutil.AV_PIX_FMT_NV12,
            width,
            height,
            targetPixels,
            swscale.SWS_POINT,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    for (int i = 0; i < 4; i++) {
      sourceStrides.put(i, i < 2 ? width : 0);
      sourcePlanes.put(i, (BytePointer) null);
      targetPlanes.put(i, (BytePointer) null);
    }
  }

  /**
   * Copies a picture.
   *
   * @param pixels a direct buffer; its position is the first luma byte
   */
  void from(ByteBuffer pixels) {
    int result = avutil.av_frame_make_writable(target);
    if (result < 0) {
      throw VideoContext.failure(
          StreamException.Kind.NO_ENCODER, "no memory for a picture", result);
    }
    BytePointer luma = new BytePointer(pixels);
    sourcePlanes.put(0, luma);
    sourcePlanes.put(1, new BytePointer(luma).position(luma.position() + (long) width * height));
    for (int plane = 0; plane < targetPlaneCount; plane++) {
      targetPlanes.put(plane, target.data(plane));
    }
    swscale.sws_scale(
        converter, sourcePlanes, sourceStrides, 0, height, targetPlanes, target.linesize());
  }

  @Override
  public void close() {
    swscale.sws_freeContext(converter);
    sourcePlanes.close();
    targetPlanes.close();
    sourceStrides.close();
  }
}
