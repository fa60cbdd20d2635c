package io.echosdk.biometric.rhythm;

/**
 * The power of the heart's slow rhythms straight from the intervals, without drawing a curve
 * between them; for windows with holes, and as a second opinion.
 *
 * <p>The periodogram of Lomb and Scargle, in which each interval counts for the time around it and
 * as the Hann window has it there, without mean and trend. It ends at the mean Nyquist frequency,
 * half a cycle per mean interval: above it, what is seen is the image of what lies below.
 *
 * <p>O(intervals x frequencies) for a window; nothing is allocated.
 *
 * <p>Sources: Lomb, Astrophys Space Sci 39, 1976; Scargle, Astrophys J 263, 1982.
 */
final class LombSpectrum {

  private static final double TOP_HZ = 0.4;
  private static final double STEPS_PER_BIN = 2; // bins of the window are 1 / length apart
  private static final int MOST_FREQUENCIES = 512;
  private static final double MOST_TIME_OF_MEAN = 2; // for an interval beside a hole

  private final double[] power = new double[MOST_FREQUENCIES];
  private final double[] cos = new double[Tachogram.REMEMBERED];
  private final double[] sin = new double[Tachogram.REMEMBERED];
  private final double[] stepCos = new double[Tachogram.REMEMBERED];
  private final double[] stepSin = new double[Tachogram.REMEMBERED];
  private final double[] around = new double[Tachogram.REMEMBERED]; // s
  private final double[] rest = new double[Tachogram.REMEMBERED]; // ms, under the window
  private int frequencies; // 0 is the first step, not the mean
  private double stepHz;
  private double nyquistHz;
  private double seconds;
  private double squares; // the window's square over the time, s
  private double total; // the time, s

  /**
   * Measures a window.
   *
   * @param windowSeconds its length, which the tachogram's chosen window has too
   */
  void measure(Tachogram tachogram, double windowSeconds) {
    seconds = windowSeconds;
    stepHz = 1 / (STEPS_PER_BIN * seconds);
    nyquistHz = 500 / tachogram.meanMs();
    frequencies =
        (int) Math.min(MOST_FREQUENCIES, Math.ceil(Math.min(TOP_HZ, nyquistHz) / stepHz) + 1);
    weigh(tachogram);
    takeTrendOff(tachogram);
    int points = tachogram.points();
    for (int i = 0; i < points; i++) {
      double angle = 2 * Math.PI * stepHz * tachogram.time(i);
      stepCos[i] = Math.cos(angle);
      stepSin[i] = Math.sin(angle);
      cos[i] = 1;
      sin[i] = 0;
    }
    for (int k = 0; k < frequencies; k++) {
      turn(points);
      power[k] = periodogram(points);
    }
  }

  private double hann(double at) {
    double half = Math.sin(Math.PI * at / seconds);
    return half * half;
  }

  /** How much time each interval of the window stands for. */
  private void weigh(Tachogram tachogram) {
    int last = tachogram.points() - 1;
    double most = MOST_TIME_OF_MEAN * tachogram.meanMs() / 1000;
    squares = 0;
    total = 0;
    for (int i = 0; i <= last; i++) {
      double at = tachogram.time(i);
      double before = i > 0 ? at - tachogram.time(i - 1) : most / 2;
      double after = i < last ? tachogram.time(i + 1) - at : most / 2;
      boolean inside = at >= 0 && at <= seconds;
      around[i] = inside ? (Math.min(before, most) + Math.min(after, most)) / 2 : 0;
      squares += around[i] * hann(at) * hann(at);
      total += around[i];
    }
  }

  private void takeTrendOff(Tachogram tachogram) {
    int points = tachogram.points();
    double mean = 0;
    double middle = 0;
    for (int i = 0; i < points; i++) {
      double weight = weight(tachogram, i);
      mean += weight * tachogram.value(i);
      middle += weight * tachogram.time(i);
    }
    mean /= squares;
    middle /= squares;
    double moment = 0;
    double spread = 0;
    for (int i = 0; i < points; i++) {
      double off = tachogram.time(i) - middle;
      moment += weight(tachogram, i) * off * (tachogram.value(i) - mean);
      spread += weight(tachogram, i) * off * off;
    }
    for (int i = 0; i < points; i++) {
      double at = tachogram.time(i);
      double trend = mean + moment / spread * (at - middle);
      rest[i] = (tachogram.value(i) - trend) * hann(at);
    }
  }

  private double weight(Tachogram tachogram, int point) {
    double hann = hann(tachogram.time(point));
    return around[point] * hann * hann;
  }

  /** Goes on to the next frequency. */
  private void turn(int points) {
    for (int i = 0; i < points; i++) {
      double turned = cos[i] * stepCos[i] - sin[i] * stepSin[i];
      sin[i] = cos[i] * stepSin[i] + sin[i] * stepCos[i];
      cos[i] = turned;
    }
  }

  /** Lomb's sums at the present frequency, with the time shift that parts sine and cosine. */
  private double periodogram(int points) {
    double twiceSin = 0;
    double twiceCos = 0;
    double withSin = 0;
    double withCos = 0;
    for (int i = 0; i < points; i++) {
      twiceSin += around[i] * 2 * sin[i] * cos[i];
      twiceCos += around[i] * (cos[i] * cos[i] - sin[i] * sin[i]);
      withSin += around[i] * sin[i] * rest[i];
      withCos += around[i] * cos[i] * rest[i];
    }
    double shift = Math.atan2(twiceSin, twiceCos) / 2;
    double c = Math.cos(shift);
    double s = Math.sin(shift);
    double length = Math.hypot(twiceSin, twiceCos);
    double cosSquares = (total + length) / 2;
    double sinSquares = (total - length) / 2;
    double alongCos = withCos * c + withSin * s;
    double alongSin = withSin * c - withCos * s;
    double sum = alongCos * alongCos / cosSquares;
    // at the Nyquist frequency of even intervals the sine is nothing but rounding
    return sinSquares > 1e-9 * total ? sum + alongSin * alongSin / sinSquares : sum;
  }

  /** Returns the power from one frequency up to another, ms². */
  double power(double fromHz, double toHz) {
    double to = Math.min(toHz, nyquistHz);
    double sum = 0;
    for (int k = 0; k < frequencies; k++) {
      double at = (k + 1) * stepHz;
      double inside = Math.min(to, at + stepHz / 2) - Math.max(fromHz, at - stepHz / 2);
      sum += Math.max(0, inside) * power[k];
    }
    return sum * total / squares;
  }
}
