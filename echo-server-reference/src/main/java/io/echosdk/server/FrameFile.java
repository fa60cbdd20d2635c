package io.echosdk.server;

import io.echosdk.api.visual.VideoFormat;
import io.echosdk.api.visual.VideoFrame;
import io.echosdk.api.visual.VisualException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Uncompressed pictures in a file: {@code .nv12} holds their bytes one after the other, {@code
 * .y4m} is YUV4MPEG2, which players and encoders read. While it grows it is called {@code
 * NAME.part}; only {@link #finish} gives it its name, so what looks whole is whole.
 */
public final class FrameFile implements AutoCloseable {

  private static final byte[] FRAME = "FRAME\n".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final Path part;
  private final VideoFormat format;
  private final boolean y4m;
  private final FileChannel channel;
  private final ByteBuffer planar;
  private boolean finished;

  private FrameFile(Path file, Path part, VideoFormat format, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.format = format;
    this.channel = channel;
    y4m = isY4m(file);
    planar = ByteBuffer.allocateDirect(y4m ? FRAME.length + format.bytes() : 0);
  }

  /** Returns whether a name says what such a file can hold. */
  public static boolean canBe(Path file) {
    return isY4m(file) || lower(file).endsWith(".nv12");
  }

  /**
   * Creates a file.
   *
   * @param file ends in .y4m or .nv12; replaced once {@link #finish} is called
   * @throws VisualException if it cannot be created
   */
  public static FrameFile create(Path file, VideoFormat format) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    FrameFile made;
    try {
      made =
          new FrameFile(
              file,
              part,
              format,
              FileChannel.open(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failed(part, e);
    }
    made.writeHeader();
    return made;
  }

  private void writeHeader() {
    if (y4m) {
      String header =
          String.format(
              Locale.ROOT,
              "YUV4MPEG2 W%d H%d F%d:%d Ip A1:1 C420mpeg2 XCOLORRANGE=LIMITED\n",
              format.width(),
              format.height(),
              format.framesPerSecond().numerator(),
              format.framesPerSecond().denominator());
      write(ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /**
   * Appends a picture; does not close it.
   *
   * @throws VisualException if the disk is full or broken
   */
  public void add(VideoFrame frame) {
    write(y4m ? planar(frame.pixels()) : frame.pixels());
  }

  /** Takes the interleaved chroma apart: y4m wants all U, then all V. */
  private ByteBuffer planar(ByteBuffer nv12) {
    int luma = format.width() * format.height();
    planar.clear().put(FRAME);
    planar.put(nv12.duplicate().limit(nv12.position() + luma));
    for (int part = 0; part < 2; part++) {
      for (int i = 0; i < luma / 4; i++) {
        planar.put(nv12.get(nv12.position() + luma + 2 * i + part));
      }
    }
    return planar.flip();
  }

  private void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  /**
   * Gives the file its name.
   *
   * @throws VisualException if that fails
   */
  public void finish() {
    try {
      channel.close();
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      finished = true;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Removes what was not finished. Idempotent. */
  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    try {
      channel.close();
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw failed(part, e);
    }
  }

  private static VisualException failed(Path path, IOException cause) {
    boolean noFolder = cause instanceof NoSuchFileException;
    String why = noFolder ? "its folder is not there" : String.valueOf(cause.getMessage());
    return new VisualException(
        VisualException.Kind.OUTPUT_FAILED,
        "cannot write " + path + " (" + why + ")",
        "choose another place with --out, or make room",
        cause);
  }

  private static boolean isY4m(Path file) {
    return lower(file).endsWith(".y4m");
  }

  private static String lower(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }
}
