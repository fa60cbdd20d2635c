package io.echosdk.stream.encode;

import io.echosdk.api.stream.Rendition;
import java.util.List;

/**
 * The levels of H.264 and what fits into them (ITU-T H.264, table A-1).
 *
 * @param idc level_idc, ten times the level's name
 * @param macroblocksPerSecond MaxMBPS
 * @param macroblocksPerFrame MaxFS
 * @param highProfileKbps MaxBR times 1.25, as High profile allows (table A-2)
 */
record H264Level(
    int idc, long macroblocksPerSecond, long macroblocksPerFrame, long highProfileKbps) {

  private static final List<H264Level> TABLE =
      List.of(
          new H264Level(30, 40_500, 1_620, 12_500),
          new H264Level(31, 108_000, 3_600, 17_500),
          new H264Level(32, 216_000, 5_120, 25_000),
          new H264Level(40, 245_760, 8_192, 25_000),
          new H264Level(41, 245_760, 8_192, 62_500),
          new H264Level(42, 522_240, 8_704, 62_500),
          new H264Level(50, 589_824, 22_080, 168_750),
          new H264Level(51, 983_040, 36_864, 300_000),
          new H264Level(52, 2_073_600, 36_864, 300_000),
          new H264Level(60, 4_177_920, 139_264, 300_000),
          new H264Level(62, 16_711_680, 139_264, 1_000_000));

  /** Returns the lowest level that a rendition fits into, at least 3.0. */
  static H264Level of(Rendition rendition) {
    long perFrame = (rendition.width() + 15L) / 16 * ((rendition.height() + 15L) / 16);
    double perSecond = perFrame * rendition.framesPerSecond().hz();
    return TABLE.stream()
        .filter(level -> perFrame <= level.macroblocksPerFrame)
        .filter(level -> perSecond <= level.macroblocksPerSecond)
        .filter(level -> rendition.videoKbps() <= level.highProfileKbps)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no level of H.264 holds " + rendition));
  }
}
