package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import java.nio.file.Path;
import java.util.List;
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
  private static final double MOST_MILLIS = 1e12; // between two beats

  private final CsvRows source;
  private final CsvLayout layout;
  private final float[][] blocks;
  private double firstTime = Double.NaN;
  private long row;
  private int rows;
  private double eventMillis;
  private @Nullable BiometricException broken;

  /**
   * Opens a file.
   *
   * @param json whether each row is a JSON object
   * @param kind what the caller takes it for, or null
   */
  CsvReader(Path file, boolean json, double givenRateHz, @Nullable SignalKind kind) {
    source = new CsvRows(file);
    try {
      layout = CsvLayout.of(source, json, givenRateHz, kind);
      blocks = new float[layout.channels().size()][BLOCK_ROWS];
    } catch (BiometricException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Channel> channels() {
    return layout.channels();
  }

  @Override
  public boolean advance() {
    if (broken != null) {
      throw broken;
    }
    rows = 0;
    try {
      int most = layout.events() ? 1 : BLOCK_ROWS;
      while (rows < most) {
        String text = source.next();
        if (text == null) {
          break;
        }
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
    String[] fields =
        source.fields(text, layout.columns(), "fetch the file again; what came before was read");
    if (layout.events()) {
      takeEvent(fields);
    } else if (layout.timeColumn() >= 0) {
      checkTime(source.time(fields[layout.timeColumn()]));
    }
    for (int i = 0; i < blocks.length; i++) {
      float sample = source.sample(fields[layout.columnOf()[i]]);
      blocks[i][rows] = (float) (sample * layout.scales()[i]);
    }
    rows++;
    row++;
  }

  /** Times of events come from their column, else each interval is added to those before. */
  private void takeEvent(String[] fields) {
    double millis = source.number(fields[layout.columnOf()[0]]) * layout.scales()[0];
    double before = eventMillis;
    if (layout.timeColumn() >= 0) {
      double time = source.time(fields[layout.timeColumn()]);
      if (row == 0) {
        firstTime = time;
      }
      eventMillis = (time - firstTime) * 1e3;
    } else {
      eventMillis += row == 0 ? 0 : millis;
    }
    if (!(eventMillis >= before && eventMillis - before < MOST_MILLIS)) {
      throw source.wrong("turns time back", "cut the file there");
    }
  }

  @Override
  public long nanos(int channel) {
    return layout.events() ? Math.round(eventMillis * 1e6) : FOLLOWS;
  }

  private void checkTime(double time) {
    if (row == 0) {
      firstTime = time;
    }
    double late = (time - firstTime) * layout.secondsPerTime() * layout.rateHz() - row;
    if (!(Math.abs(late) <= 0.5 + 1e-3 * row)) {
      throw source.wrong(
          "is " + Math.round(late) + " rows late by its time " + time,
          "cut the file there, or ignore its times with --rate HZ");
    }
  }

  @Override
  public float[] samples(int channel) {
    return blocks[channel];
  }

  @Override
  public int count(int channel) {
    return rows;
  }

  @Override
  public void close() {
    source.close();
  }
}
