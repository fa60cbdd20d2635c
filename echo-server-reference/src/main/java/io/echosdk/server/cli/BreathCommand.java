package io.echosdk.server.cli;

import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.BiometricState;
import io.echosdk.api.biometric.Metric;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BiometricSession;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code echo breath}: the breath of a recording, as it would be known live. */
@Command(
    name = "breath",
    mixinStandardHelpOptions = true,
    description = {
      "Follows the breath of a recording as if it were live: each second the rate over the last"
          + " 32 s, where in the breath the body is (0 inhaling begins, about 0.5 exhaling), and"
          + " how far to trust both. From a belt; where there is none, from what ECG, pulse wave,"
          + " intervals and a chest's accelerometer agree on. What is not known is null.",
      "",
      "Examples:",
      "  echo breath night.edf",
      "  echo breath chest.csv --rate 50 --channel 2 --json",
      "  echo breath simulate:seed=3,breaths=9 --seconds 60",
      ""
    })
final class BreathCommand extends BodyVerb {

  private int lines;
  private int known;
  private double sum;

  @Override
  Set<SignalKind> kinds() {
    return EnumSet.of(
        SignalKind.RESPIRATION,
        SignalKind.ECG,
        SignalKind.PPG,
        SignalKind.RR,
        SignalKind.ACCELERATION);
  }

  @Override
  SignalKind kind() {
    return SignalKind.RESPIRATION;
  }

  @Override
  void follow(BiometricSource source, long untilNanos, PrintWriter out) {
    BiometricState state = new BiometricState();
    if (!json) {
      out.println("   seconds  breaths/min  phase  confidence");
    }
    try (BiometricSession session = BiometricSession.of(source)) {
      long next = session.poll(0);
      for (long now = SECOND; next != BiometricSource.END && now <= untilNanos; now += SECOND) {
        next = session.poll(now);
        session.read(state);
        line(now, state, out);
      }
    }
    double mean = known == 0 ? Double.NaN : sum / known;
    double share = lines == 0 ? 0 : (double) known / lines;
    if (json) {
      out.println(new JsonLine().add("meanRatePerMinute", mean).add("knownShare", share));
    } else {
      out.printf(
          Locale.ROOT,
          "%nknown in %.0f %% of the seconds; mean %.2f a minute%n",
          100 * share,
          mean);
    }
  }

  private void line(long now, BiometricState state, PrintWriter out) {
    double rate = state.value(Metric.BREATH_RATE);
    double phase = state.value(Metric.BREATH_PHASE);
    double confidence = state.confidence(Metric.BREATH_RATE);
    lines++;
    if (!Double.isNaN(rate)) {
      known++;
      sum += rate;
    }
    double seconds = (double) now / SECOND;
    if (json) {
      out.println(
          new JsonLine()
              .add("seconds", seconds)
              .add("ratePerMinute", rate)
              .add("phase", phase)
              .add("confidence", confidence));
    } else {
      out.printf(
          Locale.ROOT,
          "%10.1f  %11s  %5s  %10.2f%n",
          seconds,
          Double.isNaN(rate) ? "-" : String.format(Locale.ROOT, "%.2f", rate),
          Double.isNaN(phase) ? "-" : String.format(Locale.ROOT, "%.2f", phase),
          confidence);
    }
  }
}
