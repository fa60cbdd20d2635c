package io.echosdk.gpu;

import io.echosdk.api.visual.VideoFormat;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Two stamps written into a picture as black and white blocks, so that what came out of an encoder,
 * a network and a decoder can be matched with the body signal behind it.
 *
 * <p>Each stamp is 72 blocks of 8x8 pixels from the picture's upper left corner: 64 bits, the
 * highest first, then 8 bits of CRC-8 (polynomial 0x07, start 0) over the eight bytes. A line holds
 * as many blocks as fit into the width; the second stamp begins on a new line. Black is luma 32,
 * white 220, chroma is neutral: a block survives strong compression because its mean does.
 */
public final class TraceStrip {

  private static final int BLOCK = 8;
  private static final int BITS = 72;
  private static final int BLACK = 32;
  private static final int WHITE = 220;
  private static final int NEUTRAL = 128;
  private static final int CRC_POLYNOMIAL = 0x07;

  /**
   * What a strip says.
   *
   * @param originNanos when the newest samples arrived that shaped the picture, on the session's
   *     clock
   * @param beatNanos when the last beat was measured, on the same clock
   */
  public record Stamps(long originNanos, long beatNanos) {}

  private TraceStrip() {}

  /** Returns how many rows of pixels the strip covers in pictures of a width. */
  public static int rows(int width) {
    int blocks = width / BLOCK;
    return 2 * BLOCK * ((BITS + blocks - 1) / blocks);
  }

  /**
   * Writes a strip.
   *
   * @param picture NV12 bytes from index 0
   * @throws IllegalArgumentException if the picture is too small to hold it
   */
  public static void write(ByteBuffer picture, VideoFormat format, Stamps stamps) {
    if (rows(format.width()) > format.height()) {
      throw new IllegalArgumentException(
          "a trace strip needs " + rows(format.width()) + " rows but there are " + format.height());
    }
    writeStamp(picture, format, 0, stamps.originNanos());
    writeStamp(picture, format, rows(format.width()) / 2, stamps.beatNanos());
  }

  private static void writeStamp(ByteBuffer picture, VideoFormat format, int top, long stamp) {
    int across = format.width() / BLOCK;
    for (int bit = 0; bit < BITS; bit++) {
      int left = bit % across * BLOCK;
      int upper = top + bit / across * BLOCK;
      byte luma = (byte) (bitOf(stamp, crc(stamp), bit) ? WHITE : BLACK);
      for (int y = upper; y < upper + BLOCK; y++) {
        for (int x = left; x < left + BLOCK; x++) {
          picture.put(y * format.width() + x, luma);
        }
      }
      for (int y = upper / 2; y < (upper + BLOCK) / 2; y++) {
        for (int x = left; x < left + BLOCK; x++) {
          picture.put((format.height() + y) * format.width() + x, (byte) NEUTRAL);
        }
      }
    }
  }

  /**
   * Reads a strip.
   *
   * @param luma the picture's luma plane from index 0, full resolution
   * @param stride bytes from one row to the next
   * @param width of the picture, pixels
   * @return what it says; empty if there is none or it is damaged
   */
  public static Optional<Stamps> read(ByteBuffer luma, int stride, int width) {
    int second = rows(width) / 2;
    if ((long) (2 * second - 1) * stride + width > luma.limit()) {
      return Optional.empty();
    }
    Optional<Long> origin = readStamp(luma, stride, width, 0);
    return origin.flatMap(
        first -> readStamp(luma, stride, width, second).map(beat -> new Stamps(first, beat)));
  }

  private static Optional<Long> readStamp(ByteBuffer luma, int stride, int width, int top) {
    int across = width / BLOCK;
    long stamp = 0;
    int crc = 0;
    for (int bit = 0; bit < BITS; bit++) {
      int x = bit % across * BLOCK;
      int y = top + bit / across * BLOCK;
      int value = isWhite(luma, stride, x, y) ? 1 : 0;
      if (bit < 64) {
        stamp = stamp << 1 | value;
      } else {
        crc = crc << 1 | value;
      }
    }
    return crc == crc(stamp) ? Optional.of(stamp) : Optional.empty();
  }

  /** Looks at the middle of a block only: its edges suffer most in an encoder. */
  private static boolean isWhite(ByteBuffer luma, int stride, int left, int top) {
    int sum = 0;
    for (int y = top + 2; y < top + 6; y++) {
      for (int x = left + 2; x < left + 6; x++) {
        sum += luma.get(y * stride + x) & 0xff;
      }
    }
    return sum > 16 * (BLACK + WHITE) / 2;
  }

  private static boolean bitOf(long stamp, int crc, int bit) {
    return bit < 64 ? (stamp >>> 63 - bit & 1) != 0 : (crc >>> 71 - bit & 1) != 0;
  }

  private static int crc(long stamp) {
    int crc = 0;
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc ^= (int) (stamp >>> shift) & 0xff;
      for (int i = 0; i < 8; i++) {
        crc = (crc & 0x80) != 0 ? (crc << 1 ^ CRC_POLYNOMIAL) & 0xff : crc << 1;
      }
    }
    return crc;
  }
}
