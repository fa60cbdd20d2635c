package io.echosdk.server.cli;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.biometric.BiometricSource;
import io.echosdk.biometric.LiveSources;
import io.echosdk.biometric.Recordings;
import io.echosdk.biometric.ReplayOptions;
import io.echosdk.biometric.SimulatedSubject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --source} names: {@code SCHEME:ADDRESS} for a scheme that is known, else a file. A
 * new kind of source is one entry of {@link #schemes()}.
 *
 * @param scheme one of the known ones, or {@link #FILE}
 * @param address what stands behind the colon, or the file
 */
record SourceArgument(String scheme, String address) {

  /** The scheme of what has none. */
  static final String FILE = "file";

  /** What a person may give, for a verb's help. */
  static final String LABEL =
      "FILE|simulate[:k=v,...]|osc:PORT|ws:PORT|lsl:NAME|ble:ADDRESS|polar:ADDRESS[/STREAMS]";

  /** Opens an address of one scheme. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens it; the caller closes the source.
     *
     * @param address what stands behind the colon; may be empty
     * @param options how a recording is played
     * @param runtime whose threads and clock a live source uses
     * @throws IllegalArgumentException if the address is none; the message says what belongs there
     */
    BiometricSource open(String address, ReplayOptions options, EchoRuntime runtime);
  }

  /** The schemes in the order in which help lists them. */
  private static Map<String, Opener> schemes() {
    Map<String, Opener> known = new LinkedHashMap<>();
    known.put("simulate", (address, options, runtime) -> simulated(address));
    known.put("osc", (address, options, runtime) -> LiveArguments.osc(address, runtime));
    known.put("ws", (address, options, runtime) -> LiveArguments.phone(address, runtime));
    known.put("lsl", (address, options, runtime) -> LiveSources.lsl(runtime, address));
    known.put("ble", (address, options, runtime) -> LiveSources.strap(runtime, address));
    known.put("polar", (address, options, runtime) -> LiveArguments.polar(address, runtime));
    known.put(FILE, (address, options, runtime) -> Recordings.open(Path.of(address), options));
    return known;
  }

  /** Takes the text apart; {@code sim} is short for {@code simulate}. */
  static SourceArgument parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the source is empty: give " + LABEL);
    }
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    String scheme = head.equals("sim") ? "simulate" : head;
    boolean known = schemes().containsKey(scheme) && (colon >= 0 || scheme.equals("simulate"));
    return known
        ? new SourceArgument(scheme, colon < 0 ? "" : text.substring(colon + 1))
        : new SourceArgument(FILE, text);
  }

  /** Returns whether samples come as they are measured, so that only the machine's clock fits. */
  boolean live() {
    return !scheme.equals(FILE) && !scheme.equals("simulate");
  }

  /** Opens it; the caller closes the source. */
  BiometricSource open(ReplayOptions options, EchoRuntime runtime) {
    Opener opener = schemes().get(scheme);
    if (opener == null) {
      throw new IllegalArgumentException("there is no source of the kind '" + scheme + ":'");
    }
    return opener.open(address, options, runtime);
  }

  /** A simulated subject from {@code seed=7,bpm=70,breaths=12}. */
  static SimulatedSubject simulated(String settings) {
    SimulatedSubject.Builder subject = SimulatedSubject.builder();
    for (String setting : settings.isBlank() ? new String[0] : settings.split(",")) {
      String[] pair = setting.split("=", 2);
      @Nullable String value = pair.length == 2 ? pair[1].strip() : null;
      if (value == null || !apply(subject, pair[0].strip().toLowerCase(Locale.ROOT), value)) {
        throw new IllegalArgumentException(
            "'" + setting + "' is no setting of a simulated subject: give seed=, bpm= or breaths=");
      }
    }
    return subject.build();
  }

  private static boolean apply(SimulatedSubject.Builder subject, String name, String value) {
    try {
      switch (name) {
        case "seed" -> subject.seed(Long.parseLong(value));
        case "bpm" -> subject.heartRateBpm(Double.parseDouble(value));
        case "breaths" -> subject.breathsPerMinute(Double.parseDouble(value));
        default -> {
          return false;
        }
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
