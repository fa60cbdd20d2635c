package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of numbers, one row a moment: comma, semicolon, tab or blanks between them, or one
 * JSON object a row; names, with units in brackets, from a header row, the object's keys or a
 * {@code # Labels:=} comment; rate from the caller, a {@code # Sampling Rate (Hz):=} comment or a
 * column of times, in seconds, parts of them, or ISO 8601. A lone column without a name is an ECG.
 * An empty field or {@code nan} is an invalid sample.
 *
 * <p>A column of intervals between beats (rr, nn, ibi; or two columns without names of which the
 * second is how much the first advances) makes one event a row, at the end of its interval; the
 * other columns are passed over.
 *
 * <p>Times must be even: a row that is more than half a row early or late is an error that names
 * its line, because samples would land at the wrong time.
 */
final class CsvReader implements RecordingReader {

  private static final int BLOCK_ROWS = 1024;
  private static final int ROWS_FOR_RATE = 64;
  private static final double EVENT_RATE_HZ = 5; // no two beats are closer
  private static final double MOST_SECONDS = 10; // an interval that is greater is in milliseconds
  private static final Pattern UNIT = Pattern.compile("(.+?)\\s*[(\\[]([^)\\]]*)[)\\]]");
  private static final Pattern RATE =
      Pattern.compile("(?i)#\\s*sampling rate[^=:]*:?=\\s*([0-9.eE+]+)\\s*");
  private static final Pattern LABELS = Pattern.compile("(?i)#\\s*labels\\s*:?=\\s*(.+)");

  private final Path file;
  private final TextLines lines;
  private RowDialect dialect = new RowDialect.Columns();
  private final Deque<String> ahead = new ArrayDeque<>(); // rows read to find out the rate
  private final List<Channel> channels = new ArrayList<>();
  private final float[][] blocks;
  private final int columns;
  private final int timeColumn; // -1 if there is none, or if it is not needed
  private final double rateHz;
  private double secondsPerTime = 1;
  private double firstTime = Double.NaN;
  private long line; // of the file, of the row last taken
  private long row;
  private int rows;
  private boolean events; // one interval between beats a row
  private double scaleOfInterval = 1; // to ms
  private double eventMillis;
  private double[] scales = new double[0];
  private @Nullable BiometricException broken;

  /**
   * Opens a file.
   *
   * @param json whether each row is a JSON object
   * @param kind what the caller takes it for, or null
   */
  CsvReader(Path file, boolean json, double givenRateHz, @Nullable SignalKind kind) {
    this.file = file;
    lines = new TextLines(file);
    try {
      Preamble preamble = json ? firstObject() : readPreamble();
      String first = ahead.element();
      columns = fields(first).length;
      String[] names = preamble.names == null ? unnamed(columns) : preamble.names;
      if (names.length != columns) {
        throw wrongLine(
            line + 1,
            "has " + columns + " fields under " + names.length + " names",
            "give every column a name");
      }
      int time = -1;
      for (int i = 0; i < columns; i++) {
        time = time < 0 && ChannelNames.isTime(names[i]) ? i : time;
      }
      double known = givenRateHz > 0 ? givenRateHz : preamble.rateHz;
      int intervals = intervals(names, time, kind, preamble.names == null && known == 0);
      events = intervals >= 0;
      if (events) {
        rateHz = EVENT_RATE_HZ;
        timeColumn = intervals == 1 && preamble.names == null ? 0 : time;
        addIntervals(names[intervals], intervals);
      } else {
        rateHz = known > 0 ? known : rateFromTimes(time);
        timeColumn = known > 0 ? -1 : time;
        addChannels(names, time);
      }
      blocks = new float[columns][BLOCK_ROWS];
    } catch (BiometricException e) {
      close();
      throw e;
    }
  }

  /** What stands above the first row. */
  private record Preamble(String @Nullable [] names, double rateHz) {}

  private Preamble readPreamble() {
    String[] names = null;
    double rate = 0;
    for (String text = readLine(); text != null; text = readLine()) {
      Matcher rateLine = RATE.matcher(text);
      Matcher labels = LABELS.matcher(text);
      if (rateLine.matches()) {
        rate = Double.parseDouble(rateLine.group(1));
      } else if (labels.matches()) {
        names = fields(labels.group(1));
      } else if (!text.isBlank() && !text.startsWith("#")) {
        String[] fields = fields(text);
        if (Arrays.stream(fields).noneMatch(CsvReader::isNumber)) {
          names = fields;
        } else {
          ahead.add(text);
          return new Preamble(names, rate);
        }
      }
      line++;
    }
    throw Unreadable.malformed(file, "it has no row of numbers", "give a file with samples");
  }

  private Preamble firstObject() {
    String text = readLine();
    while (text != null && text.isBlank()) {
      line++;
      text = readLine();
    }
    if (text == null) {
      throw Unreadable.malformed(file, "it has no row", "give a file with samples");
    }
    try {
      RowDialect.JsonObjects objects = RowDialect.JsonObjects.like(text);
      dialect = objects;
      ahead.add(text);
      return new Preamble(objects.names(), 0);
    } catch (IllegalArgumentException e) {
      throw wrongLine(
          line + 1, String.valueOf(e.getMessage()), "give one object of numbers a line");
    }
  }

  /** Returns which column holds intervals between beats, -1 if none does. */
  private int intervals(String[] names, int time, @Nullable SignalKind kind, boolean unnamed) {
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
    return unnamed && names.length == 2 && secondAdvancesFirst() ? 1 : -1;
  }

  private boolean secondAdvancesFirst() {
    readAhead();
    double last = Double.NaN;
    for (String text : ahead) {
      String[] fields = fields(text);
      if (fields.length != 2 || !isNumber(fields[0]) || !isNumber(fields[1])) {
        return false;
      }
      double now = number(fields[0]);
      double interval = number(fields[1]);
      boolean fits = Math.abs(now - last - interval) < 1e-3 * Math.abs(interval) + 1e-6;
      if (!(interval > 0) || (!Double.isNaN(last) && !fits)) {
        return false;
      }
      last = now;
    }
    return ahead.size() > 2;
  }

  private void addIntervals(String name, int column) {
    Matcher unit = UNIT.matcher(name);
    readAhead();
    double[] first =
        ahead.stream().map(this::fields).mapToDouble(f -> number(f[column])).sorted().toArray();
    boolean seconds =
        unit.matches() ? unit.group(2).startsWith("s") : first[first.length / 2] < MOST_SECONDS;
    scaleOfInterval = seconds ? 1000 : 1;
    channels.add(new Channel(name, SignalKind.RR, "ms", rateHz));
    columnOf = new int[] {column};
    scales = new double[] {scaleOfInterval};
  }

  private static String[] unnamed(int columns) {
    String[] names = new String[columns];
    Arrays.setAll(names, i -> columns == 1 ? "ECG" : "column " + i);
    return names;
  }

  private void addChannels(String[] names, int time) {
    double[] allScales = new double[columns];
    for (int i = 0; i < columns; i++) {
      if (i != time) {
        Matcher bracketed = UNIT.matcher(names[i]);
        String name = bracketed.matches() ? bracketed.group(1) : names[i];
        String unit = bracketed.matches() ? bracketed.group(2) : "";
        SignalKind kind = columns == 1 ? loneKind(name) : ChannelNames.kind(name);
        channels.add(new Channel(name, kind, ChannelNames.unit(kind, unit), rateHz));
        allScales[i] = ChannelNames.scale(kind, unit);
      }
    }
    scales = allScales;
    columnOf = new int[channels.size()];
    for (int i = 0, channel = 0; i < columns; i++) {
      if (i != time) {
        columnOf[channel++] = i;
      }
    }
  }

  private int[] columnOf = new int[0];

  private static SignalKind loneKind(String name) {
    SignalKind kind = ChannelNames.kind(name);
    return kind == SignalKind.OTHER ? SignalKind.ECG : kind;
  }

  /**
   * The median step of the first rows' times, in the unit that gives a rate bodies are sampled at.
   */
  private double rateFromTimes(int time) {
    if (time < 0) {
      throw Unreadable.malformed(
          file,
          "neither a rate nor a column of times says how fast it was sampled",
          "say it with --rate HZ, or add a column of times in seconds");
    }
    readAhead();
    double[] times = ahead.stream().mapToDouble(text -> timeOf(text, time)).toArray();
    double[] steps = new double[times.length - 1];
    Arrays.setAll(steps, i -> times[i + 1] - times[i]);
    Arrays.sort(steps);
    double step = steps.length == 0 ? 0 : steps[steps.length / 2];
    for (double seconds = 1; seconds >= 1e-9; seconds /= 1000) {
      double rate = 1 / (step * seconds);
      if (rate >= 10 && rate <= 20_000) {
        secondsPerTime = seconds;
        double mean = (times.length - 1) / ((times[times.length - 1] - times[0]) * seconds);
        return Math.abs(mean / rate - 1) < 0.02
            ? mean
            : rate; // uneven rows are found as they come;
      }
    }
    throw Unreadable.malformed(
        file,
        "its times advance by " + step + " in each row, which is no rate of a body signal",
        "say the rate with --rate HZ");
  }

  private void readAhead() {
    while (ahead.size() < ROWS_FOR_RATE) {
      String text = readLine();
      if (text == null) {
        return;
      }
      if (!text.isBlank()) {
        ahead.add(text);
      }
    }
  }

  private double timeOf(String text, int column) {
    String[] fields = fields(text);
    if (fields.length != columns) {
      throw wrongLine(
          line + 1,
          "or one soon after has " + fields.length + " fields instead of " + columns,
          "fetch the file again");
    }
    return time(fields[column]);
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    if (broken != null) {
      throw broken;
    }
    rows = 0;
    try {
      int most = events ? 1 : BLOCK_ROWS;
      while (rows < most) {
        String text = ahead.isEmpty() ? readLine() : ahead.remove();
        if (text == null) {
          break;
        }
        line++;
        if (!text.isBlank()) {
          takeRow(text);
        }
      }
    } catch (BiometricException e) {
      broken = e;
      if (rows == 0) {
        throw e;
      }
    }
    return rows > 0;
  }

  private void takeRow(String text) {
    String[] fields = fields(text);
    if (fields.length != columns) {
      throw wrongLine(
          line,
          "has " + fields.length + " fields instead of " + columns,
          "fetch the file again; what came before was read");
    }
    if (events) {
      takeEvent(fields);
    } else if (timeColumn >= 0) {
      checkTime(time(fields[timeColumn]));
    }
    for (int column : columnOf) {
      double scale = events ? scaleOfInterval : scales[column];
      blocks[column][rows] = (float) (sample(fields[column]) * scale);
    }
    rows++;
    row++;
  }

  /** Times of events come from their column, else each interval is added to those before. */
  private void takeEvent(String[] fields) {
    double millis = number(fields[columnOf[0]]) * scaleOfInterval;
    double before = eventMillis;
    if (timeColumn >= 0) {
      double time = time(fields[timeColumn]);
      if (row == 0) {
        firstTime = time;
      }
      eventMillis = (time - firstTime) * 1e3;
    } else {
      eventMillis += row == 0 ? 0 : millis;
    }
    if (!(eventMillis >= before && eventMillis - before < 1e12)) {
      throw wrongLine(line, "turns time back", "cut the file there");
    }
  }

  @Override
  public long nanos(int channel) {
    return events ? Math.round(eventMillis * 1e6) : FOLLOWS;
  }

  private void checkTime(double time) {
    if (row == 0) {
      firstTime = time;
    }
    double late = (time - firstTime) * secondsPerTime * rateHz - row;
    if (!(Math.abs(late) <= 0.5 + 1e-3 * row)) {
      throw wrongLine(
          line,
          "is " + Math.round(late) + " rows late by its time " + time,
          "cut the file there, or ignore its times with --rate HZ");
    }
  }

  private float sample(String field) {
    if (field.isEmpty() || field.equalsIgnoreCase("nan") || field.equalsIgnoreCase("na")) {
      return Float.NaN;
    }
    return (float) number(field);
  }

  /** Seconds, or whatever unit the column has; ISO 8601 in seconds. */
  private double time(String field) {
    if (field.length() < 19 || field.charAt(4) != '-') {
      return number(field);
    }
    String iso = field.replace(' ', 'T').replace(',', '.');
    try {
      Instant moment =
          iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
      return moment.getEpochSecond() + moment.getNano() * 1e-9;
    } catch (DateTimeException e) {
      throw wrongLine(line, "has no time where one belongs", "correct or cut it");
    }
  }

  private double number(String field) {
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw wrongLine(line, "has no number where one belongs", "correct or cut it");
    }
  }

  private static boolean isNumber(String field) {
    try {
      Double.parseDouble(field);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String[] fields(String text) {
    try {
      return dialect.fields(text);
    } catch (IllegalArgumentException e) {
      throw wrongLine(line, String.valueOf(e.getMessage()), "fetch it again");
    }
  }

  private @Nullable String readLine() {
    return lines.next();
  }

  private BiometricException wrongLine(long number, String problem, String remedy) {
    return Unreadable.line(file, number, problem, remedy);
  }

  @Override
  public float[] samples(int channel) {
    return blocks[columnOf[channel]];
  }

  @Override
  public int count(int channel) {
    return rows;
  }

  @Override
  public void close() {
    lines.close();
  }
}
