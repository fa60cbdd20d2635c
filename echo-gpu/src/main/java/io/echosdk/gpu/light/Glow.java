package io.echosdk.gpu.light;

/**
 * What the light adds around itself: a copy of the plane at a quarter of its size, blurred narrowly
 * and, at a sixteenth, widely. It is made of the light that the last frame left behind.
 *
 * <p>Blurring is repeated binomial averaging, which tends to a Gaussian; integers throughout.
 */
final class Glow {

  private final int columns;
  private final int rows;
  private final int[] warm; // sums of 4x4 pixels, filled by the developer, kept between frames
  private final int[] cool;
  private final Coarse wide;
  final int[] red;
  final int[] green;
  final int[] blue;
  private final int[] scratch;
  private final int[] vignette; // 0 to 256 per cell, towards the middle
  private final int[] halo; // 0 to 256 per cell, around the heart

  Glow(LightPlane plane) {
    columns = plane.run;
    rows = (plane.height + 3) / 4;
    warm = new int[columns * rows];
    cool = new int[columns * rows];
    red = new int[columns * rows];
    green = new int[columns * rows];
    blue = new int[columns * rows];
    scratch = new int[columns * rows];
    wide = new Coarse(columns, rows);
    vignette = layVignette(columns, rows);
    halo = layHalo(columns, rows);
  }

  private static int[] layVignette(int columns, int rows) {
    int[] cells = new int[columns * rows];
    for (int row = 0, cell = 0; row < rows; row++) {
      double dy = (2.0 * row + 1) / rows - 1;
      for (int column = 0; column < columns; column++, cell++) {
        double dx = (2.0 * column + 1) / columns - 1;
        double rest = Math.max(0, 1 - 0.46 * (dx * dx + dy * dy));
        cells[cell] = (int) (256 * rest);
      }
    }
    return cells;
  }

  private static int[] layHalo(int columns, int rows) {
    int[] cells = new int[columns * rows];
    double reach = 0.62 * Math.min(columns, rows);
    for (int row = 0, cell = 0; row < rows; row++) {
      double dy = (row + 0.5 - rows / 2.0) / reach;
      for (int column = 0; column < columns; column++, cell++) {
        double dx = (column + 0.5 - columns / 2.0) / reach;
        double rest = Math.max(0, 1 - dx * dx - dy * dy);
        cells[cell] = (int) (256 * rest * rest);
      }
    }
    return cells;
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  int[] warm() {
    return warm;
  }

  int[] cool() {
    return cool;
  }

  /** Blurs what the last frame left and colours it; the sums are free again afterwards. */
  void spread(Palette palette) {
    blur(warm, scratch, columns, rows);
    blur(cool, scratch, columns, rows);
    colour(palette);
  }

  private void colour(Palette palette) {
    wide.fill(warm, cool);
    for (int row = 0; row < rows; row++) {
      wide.row(row);
      int from = row * columns;
      tint(red, from, palette, 0);
      tint(green, from, palette, 1);
      tint(blue, from, palette, 2);
    }
  }

  private void tint(int[] out, int from, Palette palette, int channel) {
    int warmPart = palette.warm[channel] >> 4;
    int coolPart = palette.cool[channel] >> 4;
    int groundPart = palette.ground[channel];
    int haloPart = palette.halo[channel];
    for (int i = 0; i < columns; i++) {
      int w = (warm[from + i] >> 2) + wide.warmRow[i];
      int c = (cool[from + i] >> 2) + wide.coolRow[i];
      out[from + i] =
          (w * warmPart + c * coolPart >> 13)
              + (groundPart * vignette[from + i] + haloPart * halo[from + i] >> 8);
    }
  }

  /** Averages each cell with its neighbours, 1 4 6 4 1 both ways. */
  static void blur(int[] cells, int[] scratch, int columns, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      for (int i = 2; i < columns - 2; i++) {
        int at = from + i;
        scratch[at] =
            cells[at - 2] + cells[at + 2] + 4 * (cells[at - 1] + cells[at + 1]) + 6 * cells[at] + 8
                >> 4;
      }
      for (int i = 0; i < 2; i++) {
        scratch[from + i] = scratch[from + 2];
        scratch[from + columns - 1 - i] = scratch[from + columns - 3];
      }
    }
    for (int row = 0; row < rows; row++) {
      int here = row * columns;
      int up = Math.max(row - 1, 0) * columns;
      int upper = Math.max(row - 2, 0) * columns;
      int down = Math.min(row + 1, rows - 1) * columns;
      int lower = Math.min(row + 2, rows - 1) * columns;
      for (int i = 0; i < columns; i++) {
        cells[here + i] =
            scratch[upper + i]
                    + scratch[lower + i]
                    + 4 * (scratch[up + i] + scratch[down + i])
                    + 6 * scratch[here + i]
                    + 8
                >> 4;
      }
    }
  }

  /** The wide part: a quarter of the glow's size again, blurred four times. */
  private static final class Coarse {

    private static final int BLURS = 4;

    private final int fineColumns;
    private final int fineRows;
    private final int columns;
    private final int rows;
    private final int[] warm;
    private final int[] cool;
    private final int[] scratch;
    private final int[] between;
    final int[] warmRow;
    final int[] coolRow;

    Coarse(int fineColumns, int fineRows) {
      this.fineColumns = fineColumns;
      this.fineRows = fineRows;
      columns = Math.max(8, (fineColumns + 3) / 4 + 1);
      rows = (fineRows + 3) / 4 + 1;
      warm = new int[columns * rows];
      cool = new int[columns * rows];
      scratch = new int[columns * rows];
      between = new int[columns];
      warmRow = new int[fineColumns];
      coolRow = new int[fineColumns];
    }

    void fill(int[] fineWarm, int[] fineCool) {
      shrink(fineWarm, warm);
      shrink(fineCool, cool);
      for (int i = 0; i < BLURS; i++) {
        blur(warm, scratch, columns, rows);
        blur(cool, scratch, columns, rows);
      }
    }

    private void shrink(int[] fine, int[] coarse) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int sum = 0;
          for (int part = 0; part < 16; part++) {
            int y = Math.min(4 * row + (part >> 2), fineRows - 1);
            int x = Math.min(4 * column + (part & 3), fineColumns - 1);
            sum += fine[y * fineColumns + x];
          }
          coarse[row * columns + column] = sum >> 4;
        }
      }
    }

    /** Blends one row of the fine grid from the coarse one. */
    void row(int fineRow) {
      stretch(warm, warmRow, fineRow);
      stretch(cool, coolRow, fineRow);
    }

    private void stretch(int[] coarse, int[] out, int fineRow) {
      int place = 2 * fineRow + 5; // cell centres lie 1.5 fine rows in: in eighths of a coarse row
      int row = Math.max(0, (place >> 3) - 1);
      int part = place & 7;
      int next = Math.min(row + 1, rows - 1);
      for (int i = 0; i < columns; i++) {
        between[i] =
            coarse[row * columns + i] * (8 - part) + coarse[next * columns + i] * part >> 3;
      }
      for (int i = 0; i < fineColumns; i++) {
        int across = 2 * i + 5;
        int column = Math.max(0, (across >> 3) - 1);
        int weight = across & 7;
        out[i] =
            between[column] * (8 - weight) + between[Math.min(column + 1, columns - 1)] * weight
                >> 3;
      }
    }
  }
}
