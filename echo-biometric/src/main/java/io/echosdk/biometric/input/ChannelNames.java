package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a channel measures, told by its name, and what its unit is in the unit that Echo uses for
 * that kind.
 */
final class ChannelNames {

  private static final Pattern LEAD =
      Pattern.compile("m?l?i{1,3}|m?cl\\d|ml?v[1-6]|v[1-9]|av[rlf]|lead.*|cm\\d|d\\d");
  private static final Pattern SCALP =
      Pattern.compile("(fp|af|f|fc|ft|c|t|tp|cp|p|po|o)(z|\\d{1,2})");
  private static final Pattern TIME =
      Pattern.compile(
          "(time|timer|timestamp|t|sec|seconds|ms|millis)(_?[(\\[]?(s|sec|ms|us|ns)[)\\]]?)?");

  private record Rule(Pattern pattern, SignalKind kind) {
    Rule(String pattern, SignalKind kind) {
      this(Pattern.compile(pattern), kind);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(".*(ecg|ekg).*", SignalKind.ECG),
          new Rule(".*(ppg|pleth|bvp|pulse).*|hr", SignalKind.PPG),
          new Rule(".*(rsp|resp|breath|thorax|abdo).*", SignalKind.RESPIRATION),
          new Rule(".*eeg.*", SignalKind.EEG),
          new Rule(".*acc.*", SignalKind.ACCELERATION),
          new Rule(".*(eda|gsr|electroderm).*", SignalKind.EDA),
          new Rule("(rr|nn|ibi)(_?.*ms.?)?", SignalKind.RR));

  private ChannelNames() {}

  /** Returns what a channel of this name measures; {@link SignalKind#OTHER} if nobody can tell. */
  static SignalKind kind(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (rule.pattern.matcher(plain).matches()) {
        return rule.kind;
      }
    }
    if (LEAD.matcher(plain).matches()) {
      return SignalKind.ECG;
    }
    return SCALP.matcher(plain).matches() ? SignalKind.EEG : SignalKind.OTHER;
  }

  /** Returns whether a column of this name holds times. */
  static boolean isTime(String name) {
    return TIME.matcher(name.strip().toLowerCase(Locale.ROOT)).matches();
  }

  /** Returns the unit in which Echo keeps signals of this kind; the given one if it has none. */
  static String unit(SignalKind kind, String unit) {
    return switch (kind) {
      case ECG -> "mV";
      case EEG -> "µV";
      case ACCELERATION -> "g";
      case EDA -> "µS";
      case RR -> "ms";
      case HEART_RATE -> "bpm";
      case RESPIRATION_RATE -> "1/min";
      case PPG, RESPIRATION, OTHER -> unit;
    };
  }

  /**
   * Returns by what a sample must be multiplied to come from its own unit into Echo's. One without
   * a unit is taken to be in Echo's.
   */
  static double scale(SignalKind kind, String unit) {
    String plain = unit.strip();
    if (plain.isEmpty()) {
      return 1;
    }
    return switch (kind) {
      case ECG -> volts(plain) / 1e-3;
      case EEG -> volts(plain) / 1e-6;
      case ACCELERATION -> plain.startsWith("m/s") ? 1 / 9.80665 : plain.equals("mg") ? 1e-3 : 1;
      case RR -> plain.equals("s") || plain.startsWith("sec") ? 1e3 : 1;
      case EDA -> plain.equals("S") ? 1e6 : plain.equals("nS") ? 1e-3 : 1;
      case PPG, RESPIRATION, HEART_RATE, RESPIRATION_RATE, OTHER -> 1;
    };
  }

  /** What one step of an electrical unit is in volts; an unknown unit is taken for millivolts. */
  private static double volts(String unit) {
    return switch (unit.toLowerCase(Locale.ROOT)) {
      case "v", "volt", "volts" -> 1;
      case "uv", "µv", "μv", "microvolt", "microvolts" -> 1e-6;
      case "nv", "nanovolt", "nanovolts" -> 1e-9;
      default -> 1e-3;
    };
  }
}
