package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a file are, found out from what stands above the first row, from the first
 * rows, and from what the caller says.
 *
 * @param columns how many fields a row has
 * @param timeColumn which of them is the time, -1 if none is, or if it is not needed
 * @param rateHz rows a second
 * @param secondsPerTime the unit of the times
 * @param events whether a row is an interval between beats
 * @param channels what the other columns hold
 * @param columnOf where each channel stands
 * @param scales by what each channel's numbers are multiplied to come into its unit
 */
record CsvLayout(
    int columns,
    int timeColumn,
    double rateHz,
    double secondsPerTime,
    boolean events,
    List<Channel> channels,
    int[] columnOf,
    double[] scales) {

  private static final double EVENT_RATE_HZ = 5; // no two beats are closer
  private static final double MOST_SECONDS = 10; // an interval that is greater is in milliseconds
  private static final Pattern UNIT = Pattern.compile("(.+?)\\s*[(\\[]([^)\\]]*)[)\\]]");
  private static final Pattern RATE =
      Pattern.compile("(?i)#\\s*sampling rate[^=:]*:?=\\s*([0-9.eE+]+)\\s*");
  private static final Pattern LABELS = Pattern.compile("(?i)#\\s*labels\\s*:?=\\s*(.+)");

  /**
   * Finds it out; the first row remains to be taken.
   *
   * @param json whether each row is a JSON object
   * @param givenRateHz what the caller says, 0 if nothing
   * @param kind what the caller takes the file for, or null
   */
  static CsvLayout of(CsvRows rows, boolean json, double givenRateHz, @Nullable SignalKind kind) {
    Preamble preamble = json ? firstObject(rows) : preamble(rows);
    int columns = rows.fields(rows.ahead().iterator().next()).length;
    boolean unnamed = preamble.names == null;
    String[] names = preamble.names == null ? unnamed(columns) : preamble.names;
    if (names.length != columns) {
      throw rows.wrong(
          "is above a row of " + columns + " fields and has " + names.length + " names",
          "give every column a name");
    }
    int time = timeColumn(names);
    double known = givenRateHz > 0 ? givenRateHz : preamble.rateHz;
    int intervals = intervals(rows, names, time, kind, unnamed && known == 0);
    if (intervals >= 0) {
      int timeOfEvents = intervals == 1 && unnamed ? 0 : time;
      return events(rows, columns, timeOfEvents, names[intervals], intervals);
    }
    Pace pace = known > 0 ? new Pace(known, 1) : pace(rows, time, columns);
    return samples(names, time, known > 0 ? -1 : time, pace);
  }

  /** What stands above the first row. */
  private record Preamble(String @Nullable [] names, double rateHz) {}

  /** How fast rows follow each other, and the unit of their times. */
  private record Pace(double rateHz, double secondsPerTime) {}

  private static Preamble preamble(CsvRows rows) {
    String[] names = null;
    double rate = 0;
    for (String text = rows.next(); text != null; text = rows.next()) {
      Matcher rateLine = RATE.matcher(text);
      Matcher labels = LABELS.matcher(text);
      if (rateLine.matches()) {
        rate = rows.number(rateLine.group(1));
      } else if (labels.matches()) {
        names = rows.fields(labels.group(1));
      } else if (!text.isBlank() && !text.startsWith("#")) {
        String[] fields = rows.fields(text);
        if (Arrays.stream(fields).noneMatch(CsvRows::isNumber)) {
          names = fields;
        } else {
          rows.putBack(text);
          return new Preamble(names, rate);
        }
      }
    }
    throw rows.malformed("it has no row of numbers", "give a file with samples");
  }

  private static Preamble firstObject(CsvRows rows) {
    String text = rows.next();
    while (text != null && text.isBlank()) {
      text = rows.next();
    }
    if (text == null) {
      throw rows.malformed("it has no row", "give a file with samples");
    }
    try {
      RowDialect.JsonObjects objects = RowDialect.JsonObjects.like(text);
      rows.dialect(objects);
      rows.putBack(text);
      return new Preamble(objects.names(), 0);
    } catch (IllegalArgumentException e) {
      throw rows.wrong(String.valueOf(e.getMessage()), "give one object of numbers a line");
    }
  }

  private static String[] unnamed(int columns) {
    String[] names = new String[columns];
    Arrays.setAll(names, i -> columns == 1 ? "ECG" : "column " + i);
    return names;
  }

  private static int timeColumn(String[] names) {
    for (int i = 0; i < names.length; i++) {
      if (ChannelNames.isTime(names[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Returns which column holds intervals between beats, -1 if none does. */
  private static int intervals(
      CsvRows rows, String[] names, int time, @Nullable SignalKind kind, boolean unnamed) {
    if (kind != null && kind != SignalKind.RR) {
      return -1;
    }
    for (int i = 0; i < names.length; i++) {
      if (i != time
          && ChannelNames.kind(UNIT.matcher(names[i]).replaceAll("$1")) == SignalKind.RR) {
        return i;
      }
    }
    if (names.length == 1 && kind == SignalKind.RR) {
      return 0;
    }
    return unnamed && names.length == 2 && secondAdvancesFirst(rows) ? 1 : -1;
  }

  private static boolean secondAdvancesFirst(CsvRows rows) {
    double last = Double.NaN;
    for (String text : rows.ahead()) {
      String[] fields = rows.fields(text);
      if (fields.length != 2 || !CsvRows.isNumber(fields[0]) || !CsvRows.isNumber(fields[1])) {
        return false;
      }
      double now = rows.number(fields[0]);
      double interval = rows.number(fields[1]);
      boolean fits = Math.abs(now - last - interval) < 1e-3 * Math.abs(interval) + 1e-6;
      if (!(interval > 0) || (!Double.isNaN(last) && !fits)) {
        return false;
      }
      last = now;
    }
    return rows.ahead().size() > 2;
  }

  private static CsvLayout events(
      CsvRows rows, int columns, int timeColumn, String name, int column) {
    Matcher unit = UNIT.matcher(name);
    double[] first =
        rows.ahead().stream()
            .map(text -> rows.fields(text, columns, "fetch the file again"))
            .mapToDouble(fields -> rows.number(fields[column]))
            .sorted()
            .toArray();
    boolean seconds =
        unit.matches() ? unit.group(2).startsWith("s") : first[first.length / 2] < MOST_SECONDS;
    return new CsvLayout(
        columns,
        timeColumn,
        EVENT_RATE_HZ,
        1,
        true,
        List.of(new Channel(name, SignalKind.RR, "ms", EVENT_RATE_HZ)),
        new int[] {column},
        new double[] {seconds ? 1000 : 1});
  }

  private static CsvLayout samples(String[] names, int time, int timeColumn, Pace pace) {
    List<Channel> channels = new ArrayList<>();
    int[] columnOf = new int[names.length];
    double[] scales = new double[names.length];
    for (int i = 0; i < names.length; i++) {
      if (i != time) {
        Matcher bracketed = UNIT.matcher(names[i]);
        String name = bracketed.matches() ? bracketed.group(1) : names[i];
        String unit = bracketed.matches() ? bracketed.group(2) : "";
        SignalKind kind = names.length == 1 ? loneKind(name) : ChannelNames.kind(name);
        columnOf[channels.size()] = i;
        scales[channels.size()] = ChannelNames.scale(kind, unit);
        channels.add(new Channel(name, kind, ChannelNames.unit(kind, unit), pace.rateHz));
      }
    }
    return new CsvLayout(
        names.length,
        timeColumn,
        pace.rateHz,
        pace.secondsPerTime,
        false,
        List.copyOf(channels),
        Arrays.copyOf(columnOf, channels.size()),
        Arrays.copyOf(scales, channels.size()));
  }

  private static SignalKind loneKind(String name) {
    SignalKind kind = ChannelNames.kind(name);
    return kind == SignalKind.OTHER ? SignalKind.ECG : kind;
  }

  /**
   * The median step of the first rows' times, in the unit that gives a rate bodies are sampled at.
   */
  private static Pace pace(CsvRows rows, int time, int columns) {
    if (time < 0) {
      throw rows.malformed(
          "neither a rate nor a column of times says how fast it was sampled",
          "say it with --rate HZ, or add a column of times in seconds");
    }
    double[] times =
        rows.ahead().stream()
            .mapToDouble(
                text -> rows.time(rows.fields(text, columns, "fetch the file again")[time]))
            .toArray();
    double[] steps = new double[times.length - 1];
    Arrays.setAll(steps, i -> times[i + 1] - times[i]);
    Arrays.sort(steps);
    double step = steps.length == 0 ? 0 : steps[steps.length / 2];
    for (double seconds = 1; seconds >= 1e-9; seconds /= 1000) {
      double rate = 1 / (step * seconds);
      if (rate >= 10 && rate <= 20_000) {
        double mean = (times.length - 1) / ((times[times.length - 1] - times[0]) * seconds);
        boolean even = Math.abs(mean / rate - 1) < 0.02; // uneven rows are found as they come
        return new Pace(even ? mean : rate, seconds);
      }
    }
    throw rows.malformed(
        "its times advance by " + step + " in each row, which is no rate of a body signal",
        "say the rate with --rate HZ");
  }
}
