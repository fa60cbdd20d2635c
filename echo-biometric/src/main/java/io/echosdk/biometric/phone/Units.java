package io.echosdk.biometric.phone;

import java.util.List;
import java.util.Map;

/** What a value in one unit is in another. */
final class Units {

  private static final double STANDARD_GRAVITY = 9.80665; // m/s², by definition (CGPM 1901)

  private static final List<Map<String, Double>> KINDS =
      List.of(
          Map.of("V", 1.0, "mV", 1e-3, "µV", 1e-6, "uV", 1e-6),
          Map.of("g", 1.0, "mg", 1e-3, "m/s2", 1 / STANDARD_GRAVITY, "m/s²", 1 / STANDARD_GRAVITY),
          Map.of("s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6),
          Map.of("S", 1.0, "mS", 1e-3, "µS", 1e-6, "uS", 1e-6),
          Map.of("bpm", 1.0, "1/min", 1.0, "Hz", 60.0));

  private Units() {}

  /** Returns what to multiply by; NaN if the one cannot become the other. */
  static double factor(String from, String to) {
    for (Map<String, Double> kind : KINDS) {
      Double given = kind.get(from);
      Double wanted = kind.get(to);
      if (given != null && wanted != null) {
        return given / wanted;
      }
    }
    return Double.NaN;
  }
}
