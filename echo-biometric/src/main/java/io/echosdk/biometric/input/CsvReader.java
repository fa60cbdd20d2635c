package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns of numbers, one row a moment: comma, semicolon, tab or blanks between them; names
 * from a header row or from a {@code # Labels:=} comment; rate from the caller, a {@code # Sampling
 * Rate (Hz):=} comment or a column of times. A lone column without a name is an ECG. An empty field
 * or {@code nan} is an invalid sample.
 *
 * <p>Times must be even: a row that is more than half a row early or late is an error that names
 * its line, because samples would land at the wrong time.
 */
final class CsvReader implements RecordingReader {

  private static final int BLOCK_ROWS = 1024;
  private static final int ROWS_FOR_RATE = 64;
  private static final int MAX_LINE_CHARS = 1 << 20;
  private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*|\\s+");
  private static final Pattern RATE =
      Pattern.compile("(?i)#\\s*sampling rate[^=:]*:?=\\s*([0-9.eE+]+)\\s*");
  private static final Pattern LABELS = Pattern.compile("(?i)#\\s*labels\\s*:?=\\s*(.+)");

  private final Path file;
  private final BufferedReader reader;
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
  private @Nullable BiometricException broken;

  CsvReader(Path file, double givenRateHz) {
    this.file = file;
    try {
      reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
    try {
      Preamble preamble = readPreamble();
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
      rateHz = known > 0 ? known : rateFromTimes(time);
      timeColumn = known > 0 ? -1 : time;
      addChannels(names, time);
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

  private static String[] unnamed(int columns) {
    String[] names = new String[columns];
    Arrays.setAll(names, i -> columns == 1 ? "ECG" : "column " + i);
    return names;
  }

  private void addChannels(String[] names, int time) {
    for (int i = 0; i < columns; i++) {
      if (i != time) {
        SignalKind kind = columns == 1 ? loneKind(names[i]) : ChannelNames.kind(names[i]);
        channels.add(new Channel(names[i], kind, ChannelNames.unit(kind, ""), rateHz));
      }
    }
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
    while (ahead.size() < ROWS_FOR_RATE) {
      String text = readLine();
      if (text == null) {
        break;
      }
      ahead.add(text);
    }
    double[] times = ahead.stream().mapToDouble(text -> number(fields(text)[time])).toArray();
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
      while (rows < BLOCK_ROWS) {
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
    if (timeColumn >= 0) {
      checkTime(number(fields[timeColumn]));
    }
    for (int c = 0; c < columnOf.length; c++) {
      blocks[columnOf[c]][rows] = sample(fields[columnOf[c]]);
    }
    rows++;
    row++;
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

  private double number(String field) {
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw wrongLine(line, "has '" + field + "' where a number belongs", "correct or cut it");
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

  private static String[] fields(String text) {
    return SEPARATOR.split(text.strip(), -1);
  }

  private @Nullable String readLine() {
    try {
      String text = reader.readLine();
      if (text != null && text.length() > MAX_LINE_CHARS) {
        throw wrongLine(line + 1, "has " + text.length() + " characters", "give a text file");
      }
      return text;
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
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
    try {
      reader.close();
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }
}
