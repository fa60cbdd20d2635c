package io.echosdk.server.cli;

import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.biometric.SubjectTruth;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Signals of one rate, written row by row as WFDB (format 16), EDF or CSV. Every signal must be
 * given in batches of the same length, in the order of the list.
 */
final class SignalTable implements SampleSink, AutoCloseable {

  /** One column: where its samples are, and what a step of 16 bits is worth. */
  private record Column(String name, String unit, double stepsPerUnit) {}

  private final Path header;
  private final String format;
  private final List<Signal> signals;
  private final double rateHz;
  private final int seconds;
  private final OutputStream out;
  private final List<Column> columns = new ArrayList<>();
  private final List<float[]> batch = new ArrayList<>(); // of each signal so far
  private final short[] sums;
  private final short[] firsts;
  private final short[][] record; // of EDF
  private long rows;

  private SignalTable(Path header, String format, List<Signal> signals, double rateHz, int seconds)
      throws IOException {
    this.header = header;
    this.format = format;
    this.signals = signals;
    this.rateHz = rateHz;
    this.seconds = seconds;
    for (Signal signal : signals) {
      for (String channel : signal.channels()) {
        columns.add(column(signal, channel));
      }
    }
    sums = new short[columns.size()];
    firsts = new short[columns.size()];
    record = new short[columns.size()][(int) rateHz];
    if (format.equals("hea")) {
      Files.createFile(header);
    }
    Path data = format.equals("hea") ? beside(header, "dat") : header;
    out = new BufferedOutputStream(Files.newOutputStream(data, StandardOpenOption.CREATE_NEW));
    if (format.equals("csv")) {
      writeLine("time," + String.join(",", columns.stream().map(c -> csvName(c)).toList()));
    } else if (format.equals("edf")) {
      out.write(edfHeader());
    }
  }

  /** Creates the file or files; none may exist. */
  static SignalTable create(
      Path header, String format, List<Signal> signals, double rateHz, int seconds)
      throws IOException {
    return new SignalTable(header, format, signals, rateHz, seconds);
  }

  /** Returns the file of the same name that ends otherwise. */
  static Path beside(Path header, String extension) {
    String name = String.valueOf(header.getFileName());
    return header.resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + extension);
  }

  private static Column column(Signal signal, String channel) {
    return switch (signal.kind()) {
      case ECG -> new Column("ECG", "mV", 2000);
      case EEG -> new Column("EEG " + channel, "uV", 20);
      case RESPIRATION -> new Column("RESP", "NU", 10_000);
      case ACCELERATION -> new Column("ACC " + channel, "g", 4000);
      case PPG -> new Column("PPG", "NU", 4000);
      case EDA -> new Column("EDA", "uS", 500);
      default -> new Column(channel, "NU", 1000);
    };
  }

  private static String csvName(Column column) {
    return column.unit.equals("NU") ? column.name : column.name + " (" + column.unit + ")";
  }

  @Override
  public void accept(
      Signal signal, long time, long origin, float[] samples, int offset, int frames, int flags) {
    float[] copy = new float[frames * signal.channels().size()];
    System.arraycopy(samples, offset, copy, 0, copy.length);
    batch.add(copy);
    if (batch.size() == signals.size()) {
      try {
        writeRows(frames);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      batch.clear();
    }
  }

  private void writeRows(int frames) throws IOException {
    float[] row = new float[columns.size()];
    for (int i = 0; i < frames; i++) {
      int column = 0;
      for (int s = 0; s < batch.size(); s++) {
        int width = signals.get(s).channels().size();
        for (int c = 0; c < width; c++) {
          row[column++] = batch.get(s)[i * width + c];
        }
      }
      if (format.equals("csv")) {
        writeCsv(row);
      } else {
        writeSteps(row);
      }
      rows++;
    }
  }

  private void writeCsv(float[] row) throws IOException {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%.6f", rows / rateHz));
    for (float value : row) {
      line.append(',').append(value);
    }
    writeLine(line.toString());
  }

  private void writeLine(String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void writeSteps(float[] row) throws IOException {
    int inRecord = (int) (rows % record[0].length);
    for (int c = 0; c < row.length; c++) {
      short step = step(row[c], columns.get(c));
      if (rows == 0) {
        firsts[c] = step;
      }
      sums[c] += step;
      record[c][inRecord] = step;
      if (format.equals("hea")) {
        writeShort(out, step);
      }
    }
    if (format.equals("edf") && inRecord == record[0].length - 1) {
      for (short[] samples : record) {
        for (short sample : samples) {
          writeShort(out, sample);
        }
      }
    }
  }

  private static short step(float value, Column column) {
    if (Float.isNaN(value)) {
      return Short.MIN_VALUE;
    }
    double steps = Math.rint(value * column.stepsPerUnit);
    return (short) Math.max(Short.MIN_VALUE + 1, Math.min(Short.MAX_VALUE, steps));
  }

  private static void writeShort(OutputStream out, int value) throws IOException {
    out.write(value);
    out.write(value >> 8);
  }

  private byte[] edfHeader() {
    StringBuilder text = new StringBuilder();
    int count = columns.size();
    field(text, "0", 8);
    field(text, "X X X X", 80);
    field(text, "Startdate X X X simulated", 80);
    field(text, "01.01.00", 8);
    field(text, "00.00.00", 8);
    field(text, String.valueOf(256 * (count + 1)), 8);
    field(text, "", 44);
    field(text, String.valueOf(seconds), 8);
    field(text, "1", 8);
    field(text, String.valueOf(count), 4);
    columns.forEach(c -> field(text, c.name, 16));
    columns.forEach(c -> field(text, "", 80));
    columns.forEach(c -> field(text, c.unit.equals("NU") ? "" : c.unit, 8));
    columns.forEach(c -> field(text, number(-32_000 / c.stepsPerUnit), 8));
    columns.forEach(c -> field(text, number(32_000 / c.stepsPerUnit), 8));
    columns.forEach(c -> field(text, "-32000", 8));
    columns.forEach(c -> field(text, "32000", 8));
    columns.forEach(c -> field(text, "", 80));
    columns.forEach(c -> field(text, String.valueOf((int) rateHz), 8));
    columns.forEach(c -> field(text, "", 32));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static void field(StringBuilder text, String value, int width) {
    text.append(value, 0, Math.min(width, value.length()));
    text.append(" ".repeat(Math.max(0, width - value.length())));
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (!format.equals("hea")) {
      return;
    }
    String data = String.valueOf(beside(header, "dat").getFileName());
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s %d %s %d%n",
            data.substring(0, data.length() - 4),
            columns.size(),
            number(rateHz),
            rows));
    for (int c = 0; c < columns.size(); c++) {
      Column column = columns.get(c);
      text.append(
          String.format(
              Locale.ROOT,
              "%s 16 %s/%s 16 0 %d %d 0 %s%n",
              data,
              number(column.stepsPerUnit),
              column.unit,
              firsts[c],
              sums[c],
              column.name));
    }
    Files.writeString(header, text);
  }

  /** The beats in the MIT format: normal ones and ventricular ones. */
  static byte[] annotations(SubjectTruth truth, double rateHz) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long last = 0;
    for (double beat : truth.beatSeconds()) {
      long sample = Math.round(beat * rateHz);
      int code = truth.ectopicSeconds().contains(beat) ? 5 : 1;
      long step = sample - last;
      last = sample;
      if (step > 1023) {
        word(out, 59 << 10); // SKIP, then the distance, its high word first
        word(out, (int) (step >> 16));
        word(out, (int) step);
        step = 0;
      }
      word(out, code << 10 | (int) step);
    }
    word(out, 0);
    return out.toByteArray();
  }

  private static void word(ByteArrayOutputStream out, int value) {
    out.write(value);
    out.write(value >> 8);
  }
}
