package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SignalKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Apple Health exports: heart rates, breath rates, and the beat-to-beat rates behind
 * each measured variability as intervals between beats. They are single values with the time they
 * were measured at, seconds to hours apart, and are delivered as such.
 *
 * <p>The file lists one kind after another, so each kind is read by a reader of its own and the
 * three are merged by time. Within a kind entries are nearly in order; a queue of {@value
 * #MAX_QUEUED} puts them right, and what is later than that is passed over, because time never goes
 * back. Memory does not depend on the file's length.
 */
final class AppleHealthReader implements RecordingReader {

  static final int MAX_QUEUED = 1024;

  private static final String HEART = "HKQuantityTypeIdentifierHeartRate";
  private static final String BREATH = "HKQuantityTypeIdentifierRespiratoryRate";
  private static final String VARIABILITY = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN";
  private static final double EVENT_RATE_HZ = 5;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);
  private static final DateTimeFormatter BEAT_TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("[h:mm:ss][H:mm:ss]")
          .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendPattern("[ a]")
          .toFormatter(Locale.ENGLISH);

  private final List<Channel> channels =
      List.of(
          new Channel("heart rate", SignalKind.HEART_RATE, "bpm", EVENT_RATE_HZ),
          new Channel("breath rate", SignalKind.RESPIRATION_RATE, "1/min", EVENT_RATE_HZ),
          new Channel("beat to beat", SignalKind.RR, "ms", EVENT_RATE_HZ));
  private final Entries[] entries = new Entries[3];
  private final float[] sample = new float[1];
  private int current = -1;
  private long nanos;
  private double beginning = Double.NaN;

  /** One value. */
  private record Entry(double seconds, float value) {}

  AppleHealthReader(Path file) {
    String[] types = {HEART, BREATH, VARIABILITY};
    try {
      for (int i = 0; i < types.length; i++) {
        entries[i] = new Entries(file, types[i]);
      }
    } catch (BiometricException e) {
      close();
      throw e;
    }
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    current = -1;
    for (int i = 0; i < entries.length; i++) {
      Entry head = entries[i].head();
      if (head != null && (current < 0 || head.seconds < secondsOf(current))) {
        current = i;
      }
    }
    if (current < 0) {
      return false;
    }
    Entry next = entries[current].take();
    beginning = Double.isNaN(beginning) ? next.seconds : beginning;
    nanos = Math.round((next.seconds - beginning) * 1e9);
    sample[0] = next.value;
    return true;
  }

  private double secondsOf(int kind) {
    Entry head = entries[kind].head();
    return head == null ? Double.POSITIVE_INFINITY : head.seconds;
  }

  @Override
  public float[] samples(int channel) {
    return sample;
  }

  @Override
  public int count(int channel) {
    return channel == current ? 1 : 0;
  }

  @Override
  public long nanos(int channel) {
    return channel == current ? nanos : FOLLOWS;
  }

  @Override
  public void close() {
    for (Entries each : entries) {
      if (each != null) {
        each.close();
      }
    }
  }

  /** The entries of one kind, in the order of time. */
  private static final class Entries implements AutoCloseable {

    private final Path file;
    private final String type;
    private final SafeXml xml;
    private final PriorityQueue<Entry> queue =
        new PriorityQueue<>(Comparator.comparingDouble(Entry::seconds));
    private double last = Double.NEGATIVE_INFINITY;
    private boolean ended;
    private boolean within; // an entry of this kind
    private @Nullable OffsetDateTime start; // of that entry
    private double lastBeat = Double.NaN;

    Entries(Path file, String type) {
      this.file = file;
      this.type = type;
      try {
        xml = new SafeXml(Files.newInputStream(file));
      } catch (IOException e) {
        throw Unreadable.file(file, e);
      } catch (XMLStreamException e) {
        throw Unreadable.malformed(file, "it is no XML", "give Apple Health's export.xml");
      }
    }

    @Nullable Entry head() {
      while (queue.size() < MAX_QUEUED && !ended) {
        read();
      }
      return queue.peek();
    }

    Entry take() {
      Entry entry = queue.remove();
      last = entry.seconds;
      return entry;
    }

    private void read() {
      try {
        int event = xml.next();
        if (event == XMLStreamReader.END_DOCUMENT) {
          ended = true;
        } else if (event == XMLStreamReader.START_ELEMENT) {
          element(xml.at());
        } else if (event == XMLStreamReader.END_ELEMENT
            && xml.at().getLocalName().equals("Record")) {
          within = false;
        }
      } catch (XMLStreamException | IllegalArgumentException | DateTimeException e) {
        ended = true;
        throw Unreadable.malformed(
            file,
            "before byte " + xml.bytes() + " an entry is broken",
            "export it again; what came before was read");
      }
    }

    private void element(XMLStreamReader at) {
      String name = at.getLocalName();
      if (name.equals("Record")) {
        within = type.equals(at.getAttributeValue(null, "type"));
        if (within) {
          record(at);
        }
      } else if (within && name.equals("InstantaneousBeatsPerMinute")) {
        beat(at);
      }
    }

    private void record(XMLStreamReader at) {
      start = OffsetDateTime.parse(needed(at, "startDate"), DATE);
      lastBeat = Double.NaN;
      if (!type.equals(VARIABILITY)) {
        double value = Double.parseDouble(needed(at, "value"));
        boolean share = type.equals(BREATH) && value < 1; // per second
        add(start.toEpochSecond(), (float) (share ? 60 * value : value));
      }
    }

    /** A beat's own time has no date: it is the first such time at or after the entry's start. */
    private void beat(XMLStreamReader at) {
      double rate = Double.parseDouble(needed(at, "bpm"));
      LocalTime time = LocalTime.parse(needed(at, "time").replace('\u202f', ' '), BEAT_TIME);
      OffsetDateTime from = start;
      if (from == null || !(rate > 0)) {
        throw new IllegalArgumentException("a beat without its entry");
      }
      LocalDateTime moment = from.toLocalDate().atTime(time);
      if (moment.isBefore(from.toLocalDateTime().minusSeconds(1))) {
        moment = moment.plusDays(1);
      }
      double seconds = moment.toEpochSecond(from.getOffset()) + moment.getNano() * 1e-9;
      if (!(seconds <= lastBeat)) {
        add(seconds, (float) (60_000 / rate));
        lastBeat = seconds;
      }
    }

    private void add(double seconds, float value) {
      if (seconds >= last && Float.isFinite(value)) {
        queue.add(new Entry(seconds, value));
      }
    }

    private static String needed(XMLStreamReader at, String attribute) {
      String value = at.getAttributeValue(null, attribute);
      if (value == null) {
        throw new IllegalArgumentException("an entry lacks " + attribute);
      }
      return value;
    }

    @Override
    public void close() {
      try {
        xml.close();
      } catch (IOException e) {
        throw Unreadable.file(file, e);
      }
    }
  }
}
