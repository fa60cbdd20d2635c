package io.echosdk.biometric.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From a stream's own clock to the recorder's: the measured offsets, cut where the stream's clock
 * was reset, and in each piece a robust straight line.
 *
 * <p>The line is that of Theil and Sen, the median of all slopes between two measurements and the
 * median of what is left, which up to 29 % of wild values do not move. A piece is cut where the
 * measuring time goes back, or where offset and time both jump by more than a second beyond what
 * came before. At most 256 measurements of a piece, evenly chosen, are used.
 */
final class XdfClock {

  private static final int MAX_POINTS = 256;
  private static final int MAX_MEASUREMENTS = 1 << 20;
  private static final double RESET_SECONDS = 1;
  private static final double PAUSE_SECONDS = 30;

  private final List<double[]> measured = new ArrayList<>();
  private List<Line> lines = List.of();

  /** One piece between two resets: what is added to a time t is offset + slope (t - middle). */
  private record Line(double from, double to, double middle, double offset, double slope) {

    double add(double t) {
      return offset + slope * (t - middle);
    }

    double distance(double t) {
      return t < from ? from - t : Math.max(0, t - to);
    }
  }

  /** Takes a measurement; those that are no numbers or too many are passed over. */
  void measure(double time, double offset) {
    if (Double.isFinite(time) && Double.isFinite(offset) && measured.size() < MAX_MEASUREMENTS) {
      measured.add(new double[] {time, offset});
    }
  }

  /** Fits the lines, when all measurements are in. */
  void fit() {
    List<Line> fitted = new ArrayList<>();
    for (int start = 0, end = 1; start < measured.size(); end++) {
      if (end == measured.size() || reset(measured.get(end - 1), measured.get(end))) {
        fitted.add(line(measured.subList(start, end)));
        start = end;
      }
    }
    lines = List.copyOf(fitted);
    measured.clear();
  }

  private static boolean reset(double[] before, double[] after) {
    boolean timeJumps = after[0] < before[0] || after[0] - before[0] > PAUSE_SECONDS;
    return timeJumps && Math.abs(after[1] - before[1]) > RESET_SECONDS;
  }

  private static Line line(List<double[]> piece) {
    int count = Math.min(MAX_POINTS, piece.size());
    double[][] points = new double[count][];
    for (int i = 0; i < count; i++) {
      points[i] = piece.get((int) ((long) i * piece.size() / count));
    }
    double middle = points[count / 2][0];
    double slope = slope(points);
    double[] rest =
        Arrays.stream(points).mapToDouble(p -> p[1] - slope * (p[0] - middle)).toArray();
    double from = Arrays.stream(points).mapToDouble(p -> p[0]).min().orElseThrow();
    double to = Arrays.stream(points).mapToDouble(p -> p[0]).max().orElseThrow();
    return new Line(from, to, middle, median(rest), slope);
  }

  private static double slope(double[][] points) {
    double[] slopes = new double[points.length * (points.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      for (int k = 0; k < i; k++) {
        double span = points[i][0] - points[k][0];
        if (span > 0) {
          slopes[count++] = (points[i][1] - points[k][1]) / span;
        }
      }
    }
    return count == 0 ? 0 : median(Arrays.copyOf(slopes, count));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }

  /** Returns a time of the stream's clock on the recorder's; the same if nothing was measured. */
  double recorders(double t, double runStart) {
    Line nearest = null;
    for (Line line : lines) {
      if (nearest == null || line.distance(runStart) < nearest.distance(runStart)) {
        nearest = line;
      }
    }
    return nearest == null ? t : t + nearest.add(t);
  }
}
