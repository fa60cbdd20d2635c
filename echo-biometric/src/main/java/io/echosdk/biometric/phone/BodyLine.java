package io.echosdk.biometric.phone;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.json.JsonScan;
import java.util.Arrays;
import java.util.List;

/**
 * One line of JSON as a phone sends it that cannot build bytes; it becomes a {@link BodyFrame}.
 *
 * <pre>
 * {"v":1,"signal":"ecg","n":41,"t":1500,"samples":[0.5,-0.25]}
 * </pre>
 *
 * <p>The keys are described in docs/reference/phone-frame.md. Keys that this version does not know
 * are passed over, whatever stands in them, at most {@value #MAX_DEPTH} deep.
 *
 * <p>Source of the grammar: RFC 8259.
 */
public final class BodyLine {

  /** How many bytes a message of lines may have. */
  public static final int MAX_MESSAGE = 1 << 17;

  private static final int VERSION = 1;
  private static final int MAX_VALUES = 16_384;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_KEYS = 64;
  private static final int MAX_TEXT = 256;
  private static final double MAX_NUMBER = 4_294_967_295.0; // of a frame, as in its 32 bits
  private static final double MILLI_TO_MICRO = 1e3;

  private final List<Signal> signals;
  private JsonScan scan = new JsonScan("", MAX_KEYS, MAX_TEXT);
  private float[] values = new float[256];
  private int count;
  private int width;

  // of the line that is being read
  private int place;
  private double version;
  private double number; // NaN where the sender does not count
  private double time;
  private double microsPerTime;
  private int flags;
  private String unit = "";

  /**
   * Makes a reader.
   *
   * @param signals that were agreed; a line names one or gives its place
   */
  public BodyLine(List<Signal> signals) {
    this.signals = List.copyOf(signals);
  }

  /**
   * Reads a line.
   *
   * @param line one JSON object
   * @param into is filled; undefined after an exception
   * @throws BiometricException of kind MALFORMED if it is no such object, lacks a key that it must
   *     have, or names a signal or unit that was not agreed; without any value of the line
   */
  public void read(String line, BodyFrame into) {
    scan = new JsonScan(line, MAX_KEYS, MAX_TEXT);
    place = -1;
    version = Double.NaN;
    number = Double.NaN;
    time = Double.NaN;
    microsPerTime = MILLI_TO_MICRO;
    flags = 0;
    unit = "";
    count = 0;
    width = 0;
    try {
      scan.object(this::take);
      scan.end();
    } catch (IllegalArgumentException e) {
      throw malformed(line, "is wrong: " + e.getMessage());
    }
    check(line);
    scale(line);
    long micros = Math.round(time * microsPerTime);
    long counted = Double.isNaN(number) ? BodyFrame.UNNUMBERED : (long) number;
    into.set(place, flags, counted, micros, count / width, width, values);
  }

  private void take(String key) {
    switch (key) {
      case "v" -> version = scan.number();
      case "signal" -> place = signal();
      case "n" -> number = scan.number();
      case "t" -> time = scan.number();
      case "clock" -> microsPerTime = clock(scan.string());
      case "unit" -> unit = scan.string();
      case "gap" -> flags |= scan.truth() ? SampleSink.GAP : 0;
      case "off" -> flags |= scan.truth() ? SampleSink.LEAD_OFF : 0;
      case "samples" -> samples();
      default -> scan.pass(MAX_DEPTH);
    }
  }

  private int signal() {
    if (!scan.quoted()) {
      double given = scan.number();
      return given >= 0 && given < signals.size() && given == Math.rint(given) ? (int) given : -1;
    }
    String name = scan.string();
    for (int i = 0; i < signals.size(); i++) {
      if (signals.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private double clock(String name) {
    return switch (name) {
      case "s" -> 1e6;
      case "ms" -> MILLI_TO_MICRO;
      case "us", "µs" -> 1;
      case "ns" -> 1e-3;
      default -> throw scan.wrong("one of s, ms, us, ns");
    };
  }

  private void samples() {
    scan.list(
        () -> {
          int before = count;
          if (scan.opens()) {
            scan.list(this::value);
          } else {
            value();
          }
          int wide = count - before;
          if (wide == 0 || (width != 0 && wide != width)) {
            throw scan.wrong("as many values as in the sample before");
          }
          width = wide;
        });
  }

  private void value() {
    if (count == MAX_VALUES) {
      throw scan.wrong("no more than " + MAX_VALUES + " values");
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = scan.isNull() ? Float.NaN : (float) scan.number();
  }

  private void check(String line) {
    if (version != VERSION) {
      throw malformed(line, "has no \"v\":1");
    }
    if (place < 0) {
      throw malformed(line, "has no \"signal\" that was agreed");
    }
    if (Double.isNaN(time) || count == 0) {
      throw malformed(line, "has no \"t\" or no \"samples\"");
    }
    boolean whole = number == Math.rint(number) && number >= 0 && number <= MAX_NUMBER;
    if (!Double.isNaN(number) && !whole) {
      throw malformed(line, "has an \"n\" that is no whole number of 32 bits");
    }
  }

  private void scale(String line) {
    String wanted = signals.get(place).unit();
    if (unit.isEmpty() || unit.equals(wanted)) {
      return;
    }
    double factor = Units.factor(unit, wanted);
    if (Double.isNaN(factor)) {
      throw malformed(line, "has a \"unit\" that cannot become that of its signal");
    }
    for (int i = 0; i < count; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }

  private static BiometricException malformed(String line, String problem) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        "line of " + line.length() + " characters " + problem,
        "send lines as the reference of the phone's frame shows; this one was left out");
  }
}
