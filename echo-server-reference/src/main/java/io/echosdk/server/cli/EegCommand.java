package io.echosdk.server.cli;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.BrainMeter;
import io.echosdk.biometric.BrainMeter.Flaw;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code echo eeg}: the bands of a recorded EEG, as they would be known live. */
@Command(
    name = "eeg",
    mixinStandardHelpOptions = true,
    description = {
      "Follows an EEG as if it were live: each second how its power divides among delta (1-4 Hz),"
          + " theta (4-8), alpha (8-13), beta (13-30) and gamma (30-45), the person's own alpha"
          + " frequency, how far to trust it, and what spoils it: blink, muscle, line, flat,"
          + " clipped, invalid. All channels are used. What is not known is null.",
      "",
      "Examples:",
      "  echo eeg rest.edf",
      "  echo eeg muse.csv --rate 256 --channel 1 --json",
      "  echo eeg simulate --seconds 30",
      ""
    })
final class EegCommand extends BodyVerb {

  private static final String[] BANDS = {"delta", "theta", "alpha", "beta", "gamma"};

  private final double[] sums = new double[BANDS.length];
  private long measures;
  private int lines;
  private int known;
  private double alphaSum;
  private int alphas;

  @Override
  Set<SignalKind> kinds() {
    return EnumSet.of(SignalKind.EEG);
  }

  @Override
  SignalKind kind() {
    return SignalKind.EEG;
  }

  @Override
  void follow(BiometricSource source, long untilNanos, PrintWriter out) {
    Signal signal =
        source.signals().stream()
            .filter(each -> each.kind() == SignalKind.EEG)
            .findFirst()
            .orElseThrow();
    if (signal.sampleRateHz() < BrainMeter.MIN_RATE_HZ) {
      throw new BiometricException(
          BiometricException.Kind.UNSUPPORTED,
          signal.name() + " has " + signal.sampleRateHz() + " samples a second",
          "give an EEG of at least 100; say so with --rate HZ if the file does not tell");
    }
    int width = signal.channels().size();
    BrainMeter meter = new BrainMeter(signal.sampleRateHz(), width);
    long[] start = {-1};
    SampleSink sink =
        (from, time, origin, samples, offset, frames, flags) -> {
          if (!from.equals(signal)) {
            return;
          }
          start[0] = start[0] < 0 ? time : start[0];
          if ((flags & (SampleSink.GAP | SampleSink.LEAD_OFF)) != 0) {
            meter.gap();
          }
          for (int i = 0; i < frames; i++) {
            if (meter.add(samples, offset + i * width) && measures++ % 2 == 1) {
              line((time - start[0]) / 1e9 + (i + 1) / signal.sampleRateHz(), meter, out);
            }
          }
        };
    if (!json) {
      out.println("   seconds  delta  theta  alpha   beta  gamma  alpha Hz  confidence");
    }
    long next = source.poll(0, sink);
    for (long now = SECOND; next != BiometricSource.END && now <= untilNanos; now += SECOND) {
      next = source.poll(now, sink);
    }
    end(out);
  }

  private void line(double seconds, BrainMeter meter, PrintWriter out) {
    lines++;
    boolean sound = !Double.isNaN(meter.relative(0));
    known += sound ? 1 : 0;
    for (int band = 0; band < BANDS.length; band++) {
      sums[band] += sound ? meter.relative(band) : 0;
    }
    double alpha = meter.alphaFrequencyHz();
    if (!Double.isNaN(alpha)) {
      alphas++;
      alphaSum += alpha;
    }
    Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    for (Flaw flaw : Flaw.values()) {
      if (meter.has(flaw)) {
        flaws.add(flaw);
      }
    }
    String names =
        flaws.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" "));
    if (json) {
      JsonLine line = new JsonLine().add("seconds", seconds);
      for (int band = 0; band < BANDS.length; band++) {
        line.add(BANDS[band], meter.relative(band));
      }
      line.add("alphaHz", alpha).add("confidence", meter.confidence());
      for (Flaw flaw : Flaw.values()) {
        line.add(flaw.name().toLowerCase(Locale.ROOT), flaws.contains(flaw) ? 1L : 0L);
      }
      out.println(line);
    } else {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%10.1f", seconds));
      for (int band = 0; band < BANDS.length; band++) {
        row.append(cell(7, 3, meter.relative(band)));
      }
      row.append(cell(10, 2, alpha)).append(cell(12, 2, meter.confidence()));
      out.println(row + "  " + names);
    }
  }

  private static String cell(int width, int digits, double value) {
    String text =
        Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + digits + "f", value);
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private void end(PrintWriter out) {
    double alpha = alphas == 0 ? Double.NaN : alphaSum / alphas;
    double share = lines == 0 ? 0 : (double) known / lines;
    if (json) {
      JsonLine line = new JsonLine();
      for (int band = 0; band < BANDS.length; band++) {
        line.add(BANDS[band], known == 0 ? Double.NaN : sums[band] / known);
      }
      out.println(line.add("alphaHz", alpha).add("knownShare", share));
      return;
    }
    StringBuilder row = new StringBuilder("\n      mean");
    for (int band = 0; band < BANDS.length; band++) {
      row.append(cell(7, 3, known == 0 ? Double.NaN : sums[band] / known));
    }
    out.println(row.append(cell(10, 2, alpha)));
    out.printf(Locale.ROOT, "known in %.0f %% of the seconds%n", 100 * share);
  }
}
