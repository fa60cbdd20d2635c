package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.SignalKind;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads EDF, EDF+ and their 24-bit kin BDF, BDF+, one data record at a time. In an interrupted
 * recording (EDF+D, BDF+D) each data record tells its own time, and what is missing between two is
 * a gap. Of the annotations only these times are read.
 *
 * <p>Source: Kemp et al. 1992, "A simple format for exchange of digitized polygraphic recordings";
 * Kemp and Olivan 2003, "European data format 'plus'", section 2.2.2 (time-stamped annotation
 * lists); BioSemi's description of BDF.
 */
final class EdfReader implements RecordingReader {

  private static final int MAX_SIGNALS = 4096;
  private static final int MAX_RECORD_SAMPLES = 1 << 22;
  private static final String ANNOTATIONS = "EDF Annotations";
  private static final String ANNOTATIONS_24 = "BDF Annotations";
  private static final int MAX_ONSET_CHARS = 32;
  private static final byte ONSET_END = 20;
  private static final byte DURATION_BEGINS = 21;

  /** One signal as it lies in a data record; {@code channel} is -1 where it is not delivered. */
  private record Stored(int channel, int samples, double scale, double offset) {}

  private final ByteInput in;
  private final List<Channel> channels = new ArrayList<>();
  private final List<Stored> stored = new ArrayList<>();
  private final List<float[]> blocks = new ArrayList<>();
  private long records; // promised, -1 if unknown
  private long recordsRead;
  private int bytesPerSample;
  private boolean interrupted;
  private double recordSeconds;
  private double firstOnset = Double.NaN;
  private double onset; // of this data record, s since the first
  private double expectedOnset;
  private boolean gap;
  private byte[] times = new byte[0]; // the first annotations of this data record
  private boolean filled;
  private @Nullable BiometricException broken;

  EdfReader(Path file) {
    in = new ByteInput(file);
    try {
      readHeader();
    } catch (EOFException e) {
      in.close();
      throw Unreadable.endsEarly(file, in.offset(), "the end of its header");
    } catch (BiometricException e) {
      in.close();
      throw e;
    }
  }

  private void readHeader() throws EOFException {
    String version = text(8);
    bytesPerSample = version.equals("\u00ffBIOSEMI") ? 3 : 2;
    if (!version.equals("0") && bytesPerSample == 2) {
      throw Unreadable.unsupported(
          in.file(), "its first eight bytes are those of neither EDF nor BDF", "convert it to EDF");
    }
    text(80 + 80 + 8 + 8);
    long headerBytes = integer("length of the header", 8);
    String kind = text(44);
    interrupted = kind.startsWith("EDF+D") || kind.startsWith("BDF+D");
    records = integer("number of data records", 8);
    recordSeconds = number("duration of a data record", 8);
    int count = (int) integer("number of signals", 4);
    if (count < 1 || count > MAX_SIGNALS || headerBytes != 256L * (count + 1)) {
      throw Unreadable.malformed(
          in.file(),
          "its header promises " + count + " signals in " + headerBytes + " bytes",
          "fetch it again");
    }
    if (!(recordSeconds > 0)) {
      throw Unreadable.malformed(
          in.file(), "a data record lasts " + recordSeconds + " s", "fetch it again");
    }
    readSignals(count);
  }

  private void readSignals(int count) throws EOFException {
    String[] labels = texts(count, 16);
    texts(count, 80);
    String[] units = texts(count, 8);
    double[] physicalMin = numbers("physical minimum", count, 8);
    double[] physicalMax = numbers("physical maximum", count, 8);
    double[] digitalMin = numbers("digital minimum", count, 8);
    double[] digitalMax = numbers("digital maximum", count, 8);
    texts(count, 80);
    double[] samples = numbers("number of samples", count, 8);
    texts(count, 32);
    long inRecord = 0;
    for (int i = 0; i < count; i++) {
      if (!(samples[i] >= 1 && samples[i] <= MAX_RECORD_SAMPLES) || samples[i] % 1 != 0) {
        throw wrong(labels[i], "has " + samples[i] + " samples in a data record");
      }
      inRecord += (long) samples[i];
      if (inRecord > MAX_RECORD_SAMPLES) {
        throw wrong(labels[i], "brings a data record to " + inRecord + " samples");
      }
      if (labels[i].equals(ANNOTATIONS) || labels[i].equals(ANNOTATIONS_24)) {
        if (interrupted && times.length == 0) {
          times = new byte[bytesPerSample * (int) samples[i]];
        }
        stored.add(new Stored(-1, (int) samples[i], 1, 0));
        continue;
      }
      double steps = digitalMax[i] - digitalMin[i];
      if (!(steps > 0)) {
        throw wrong(labels[i], "has a digital range of " + steps);
      }
      SignalKind kind = ChannelNames.kind(labels[i]);
      double unit = ChannelNames.scale(kind, units[i]);
      double scale = (physicalMax[i] - physicalMin[i]) / steps;
      double offset = physicalMin[i] - digitalMin[i] * scale;
      stored.add(new Stored(channels.size(), (int) samples[i], scale * unit, offset * unit));
      channels.add(
          new Channel(
              labels[i], kind, ChannelNames.unit(kind, units[i]), samples[i] / recordSeconds));
      blocks.add(new float[(int) samples[i]]);
    }
    if (channels.isEmpty()) {
      throw Unreadable.unsupported(
          in.file(), "it has annotations only, no signal", "give a recording with signals");
    }
    if (interrupted && times.length == 0) {
      throw Unreadable.malformed(
          in.file(),
          "it says that it is interrupted, but has no annotations that tell when",
          "fetch it again");
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    filled = false;
    if (broken != null) {
      throw broken;
    }
    if (recordsRead == records) {
      return false;
    }
    long start = in.offset();
    boolean timesRead = !interrupted;
    try {
      for (Stored signal : stored) {
        if (signal.channel < 0 && !timesRead) {
          times = in.bytes(bytesPerSample * signal.samples);
          timesRead = true;
        } else if (signal.channel < 0) {
          in.skip((long) bytesPerSample * signal.samples);
        } else {
          readSamples(signal);
        }
      }
    } catch (EOFException e) {
      return endOfFile(start);
    }
    if (interrupted) {
      takeOnset();
    }
    recordsRead++;
    filled = true;
    return true;
  }

  private void readSamples(Stored signal) throws EOFException {
    float[] block = blocks.get(signal.channel);
    for (int i = 0; i < signal.samples; i++) {
      int low = in.need();
      int step =
          bytesPerSample == 2
              ? (short) (low | in.need() << 8)
              : (low | in.need() << 8 | in.need() << 16) << 8 >> 8;
      block[i] = (float) (step * signal.scale + signal.offset);
    }
  }

  /** The first entry of the first annotations is the data record's own time: "+567.5", 20, 20. */
  private void takeOnset() {
    int end = 0;
    while (end < Math.min(times.length, MAX_ONSET_CHARS)
        && times[end] != ONSET_END
        && times[end] != DURATION_BEGINS) {
      end++;
    }
    String text = new String(times, 0, end, StandardCharsets.ISO_8859_1);
    double seconds;
    try {
      seconds = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw breakOff("does not tell when it begins");
    }
    if (Double.isNaN(firstOnset)) {
      firstOnset = seconds;
      expectedOnset = 0;
    }
    onset = seconds - firstOnset;
    double tolerance = recordSeconds * 1e-6;
    if (!(onset >= expectedOnset - tolerance && onset < 1e9)) {
      throw breakOff("begins at " + onset + " s, before the one before it ends");
    }
    gap = onset > expectedOnset + tolerance;
    expectedOnset = onset + recordSeconds;
  }

  private BiometricException breakOff(String problem) {
    broken = wrong("data record " + (recordsRead + 1) + ", before byte " + in.offset(), problem);
    return broken;
  }

  /** A file of unknown length may end between two records; every other end is a break. */
  private boolean endOfFile(long recordStart) {
    if (records < 0 && in.offset() == recordStart) {
      return false;
    }
    String promise = records < 0 ? "" : " of " + records + " that its header promises";
    broken =
        Unreadable.endsEarly(
            in.file(), in.offset(), "the end of data record " + (recordsRead + 1) + promise);
    throw broken;
  }

  @Override
  public float[] samples(int channel) {
    return blocks.get(channel);
  }

  @Override
  public int count(int channel) {
    return filled ? blocks.get(channel).length : 0;
  }

  @Override
  public long nanos(int channel) {
    return interrupted ? Math.round(onset * 1e9) : FOLLOWS;
  }

  @Override
  public int flags(int channel) {
    return gap ? SampleSink.GAP : 0;
  }

  @Override
  public void close() {
    in.close();
  }

  private String text(int bytes) throws EOFException {
    byte[] raw = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      raw[i] = (byte) in.need();
    }
    return new String(raw, StandardCharsets.ISO_8859_1).strip();
  }

  private String[] texts(int count, int bytes) throws EOFException {
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = text(bytes);
    }
    return values;
  }

  private double[] numbers(String what, int count, int bytes) throws EOFException {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(what, bytes);
    }
    return values;
  }

  private long integer(String what, int bytes) throws EOFException {
    double value = number(what, bytes);
    if (value % 1 != 0) {
      throw wrong("the header", "has the " + what + " " + value);
    }
    return (long) value;
  }

  private double number(String what, int bytes) throws EOFException {
    String word = text(bytes);
    try {
      double value = Double.parseDouble(word);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw wrong("the header", "has no number as its " + what);
    }
    throw wrong("the header", "has no number as its " + what);
  }

  private BiometricException wrong(String subject, String problem) {
    return Unreadable.malformed(in.file(), subject + " " + problem, "fetch it again");
  }
}
