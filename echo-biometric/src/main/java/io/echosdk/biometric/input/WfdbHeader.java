package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text beside a WFDB record that says how its samples are stored.
 *
 * <p>Source: WFDB Applications Guide, header(5).
 *
 * @param file where it was read
 * @param record the record's name
 * @param frameRateHz frames per second; a signal may have several samples in a frame
 * @param frames how many frames there are, 0 if the header does not tell
 * @param signals how each signal is stored, in order; empty if there are segments
 * @param segments the records that follow one another in this one; empty if it is none of several
 */
record WfdbHeader(
    Path file,
    String record,
    double frameRateHz,
    long frames,
    List<StoredSignal> signals,
    List<Segment> segments) {

  /**
   * One segment.
   *
   * @param name its record's name, {@link #NOTHING} for a pause
   * @param frames how many frames it has; 0 for one that only describes the layout
   */
  record Segment(String name, long frames) {}

  /** Stands for a segment or a file that is not there. */
  static final String NOTHING = "~";

  /**
   * How one signal is stored.
   *
   * @param file where its samples are; signals of one file are interleaved by frame
   * @param format how a sample is coded
   * @param samplesPerFrame how many of its samples a frame holds
   * @param skewFrames how many frames later than the others it was digitised
   * @param offsetBytes where the samples begin in the file
   * @param unitsPerStep what one step of the converter is in {@code unit}
   * @param baseline what the converter gives for zero
   * @param first what the converter gave first; differences count from there
   * @param unit the unit of a sample
   * @param name what is measured
   * @param kind the same as a kind
   */
  record StoredSignal(
      Path file,
      int format,
      int samplesPerFrame,
      int skewFrames,
      long offsetBytes,
      double unitsPerStep,
      int baseline,
      int first,
      String unit,
      String name,
      SignalKind kind) {}

  private static final double DEFAULT_RATE_HZ = 250;
  private static final double DEFAULT_GAIN = 200;
  private static final int MAX_SIGNALS = 1024;
  private static final int MAX_SAMPLES_PER_FRAME = 4096;
  private static final int MAX_SKEW_FRAMES = 100_000;
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int MAX_SEGMENTS = 100_000;

  private static final Pattern FORMAT =
      Pattern.compile("(\\d+)(?:x(\\d+))?(?::(\\d+))?(?:\\+(\\d+))?");
  private static final Pattern GAIN =
      Pattern.compile("([-+0-9.eE]+)(?:\\((-?\\d+)\\))?(?:/(\\S+))?");

  /** Reads a header. */
  static WfdbHeader read(Path file) {
    List<String> lines = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int number = 0;
    for (String line : text(file).split("\r\n|\n|\r", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        lines.add(line.strip());
        numbers.add(number);
      }
    }
    if (lines.isEmpty()) {
      throw Unreadable.malformed(
          file, "it has no record line", "give the .hea file of a WFDB record");
    }
    return new Parser(file, lines, numbers).parse();
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MAX_HEADER_BYTES) {
        throw Unreadable.malformed(
            file, "a header has no more than " + MAX_HEADER_BYTES + " bytes", "give a .hea file");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw Unreadable.file(file, e);
    }
  }

  /** Walks through the lines that count. */
  private record Parser(Path file, List<String> lines, List<Integer> numbers) {

    WfdbHeader parse() {
      String[] words = lines.get(0).split("\\s+");
      String[] name = words[0].split("/", 2);
      if (words.length < 2) {
        throw wrong(0, "does not say how many signals there are");
      }
      int count = (int) integer(0, words[1], "number of signals", 0, MAX_SIGNALS);
      double rate = words.length > 2 ? rate(words[2]) : DEFAULT_RATE_HZ;
      long frames =
          words.length > 3 ? integer(0, words[3], "number of samples", 0, Long.MAX_VALUE / 8) : 0;
      if (name.length == 2) {
        int segments = (int) integer(0, name[1], "number of segments", 1, MAX_SEGMENTS);
        checkPromise(segments, "segments");
        return new WfdbHeader(file, name[0], rate, frames, List.of(), segments(segments, frames));
      }
      checkPromise(count, "signals");
      List<StoredSignal> signals = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        signals.add(signal(i));
      }
      return new WfdbHeader(file, words[0], rate, frames, List.copyOf(signals), List.of());
    }

    private void checkPromise(int count, String what) {
      if (lines.size() - 1 < count) {
        throw Unreadable.line(
            file,
            numbers.get(0),
            "promises " + count + " " + what + ", but " + (lines.size() - 1) + " are described",
            "fetch the header again");
      }
    }

    private List<Segment> segments(int count, long frames) {
      List<Segment> segments = new ArrayList<>();
      long sum = 0;
      for (int i = 1; i <= count; i++) {
        String[] words = lines.get(i).split("\\s+");
        if (words.length < 2) {
          throw wrong(i, "does not say how long the segment is");
        }
        long length = integer(i, words[1], "number of samples", 0, Long.MAX_VALUE / 8 / count);
        beside(i, words[0]);
        segments.add(new Segment(words[0], length));
        sum += length;
      }
      if (frames != 0 && frames != sum) {
        throw wrong(0, "promises " + frames + " samples, but its segments have " + sum);
      }
      return List.copyOf(segments);
    }

    /** The file of that name in the header's folder or below; a name that leaves it is refused. */
    private Path beside(int line, String name) {
      Path folder = file.toAbsolutePath().normalize().resolveSibling("");
      try {
        Path named = folder.resolve(name).normalize();
        if (named.startsWith(folder) && !Path.of(name).isAbsolute()) {
          return file.resolveSibling(name);
        }
      } catch (InvalidPathException e) {
        throw wrong(line, "names a file that cannot be");
      }
      throw wrong(line, "names the file " + name + ", which is outside the header's folder");
    }

    /** "360", "360/1000" or "360/1000(0)": frames per second, then a counter that is not needed. */
    private double rate(String word) {
      double rate = real(0, word.split("/", 2)[0], "sampling rate");
      if (!(rate > 0 && rate <= 1e6)) {
        throw wrong(0, "has the sampling rate " + word);
      }
      return rate;
    }

    private StoredSignal signal(int line) {
      String[] words = lines.get(line).split("\\s+", 9);
      if (words.length < 2) {
        throw wrong(line, "does not name a format");
      }
      Matcher format = FORMAT.matcher(words[1]);
      if (!format.matches()) {
        throw wrong(line, "has the format " + words[1]);
      }
      Matcher gain = GAIN.matcher(words.length > 2 ? words[2] : "0");
      if (!gain.matches()) {
        throw wrong(line, "has the gain " + words[2]);
      }
      double stepsPerUnit = real(line, gain.group(1), "gain");
      int zero = words.length > 4 ? (int) integer(line, words[4], "zero", -1L << 31, 1L << 31) : 0;
      String unit = gain.group(3) == null ? "mV" : gain.group(3);
      String name = words.length > 8 ? words[8].strip() : "signal " + (line - 1);
      SignalKind kind = ChannelNames.kind(name);
      return new StoredSignal(
          beside(line, words[0]),
          (int) integer(line, format.group(1), "format", 0, 10_000),
          (int) optional(line, format.group(2), "samples per frame", 1, MAX_SAMPLES_PER_FRAME, 1),
          (int) optional(line, format.group(3), "skew", 0, MAX_SKEW_FRAMES, 0),
          optional(line, format.group(4), "byte offset", 0, Long.MAX_VALUE / 2, 0),
          ChannelNames.scale(kind, unit) / (stepsPerUnit == 0 ? DEFAULT_GAIN : stepsPerUnit),
          (int) optional(line, gain.group(2), "baseline", -1L << 31, 1L << 31, zero),
          words.length > 5
              ? (int) integer(line, words[5], "first value", -1L << 31, 1L << 31)
              : zero,
          ChannelNames.unit(kind, unit),
          name,
          kind);
    }

    private long optional(int line, String word, String what, long min, long max, long fallback) {
      return word == null ? fallback : integer(line, word, what, min, max);
    }

    private long integer(int line, String word, String what, long min, long max) {
      try {
        long value = Long.parseLong(word);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw wrong(line, "has the " + what + " " + word);
      }
      throw wrong(line, "has the " + what + " " + word);
    }

    private double real(int line, String word, String what) {
      try {
        double value = Double.parseDouble(word);
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw wrong(line, "has the " + what + " " + word);
      }
      throw wrong(line, "has the " + what + " " + word);
    }

    private RuntimeException wrong(int line, String problem) {
      return Unreadable.line(
          file, numbers.get(line), problem, "see header(5) of WFDB, or fetch the header again");
    }
  }
}
