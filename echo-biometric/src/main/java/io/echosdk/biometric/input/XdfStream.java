package io.echosdk.biometric.input;

import io.echosdk.api.biometric.SignalKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What an XDF file says of one of its streams, and what a first pass found out. */
final class XdfStream {

  /** How a value is stored. */
  enum Format {
    FLOAT32(4),
    DOUBLE64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    STRING(0);

    final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }
  }

  private static final int MAX_CHANNELS = 4096;
  private static final double SAME_RATE = 0.005; // a clock that runs so differently is another rate
  private static final double EVENT_RATE_HZ = 5;

  final long id;
  String name = "";
  String type = "";
  int channelCount;
  double nominalRateHz;
  Format format = Format.STRING;
  final List<String> labels = new ArrayList<>();
  final List<String> units = new ArrayList<>();
  long[] chunks = new long[16]; // where its sample chunks begin
  int chunkCount;
  final XdfClock clock = new XdfClock();
  final XdfRuns runs = new XdfRuns();
  long samples;
  double lastStamp; // of the first pass

  private XdfStream(long id) {
    this.id = id;
  }

  /**
   * Reads a stream's header.
   *
   * @throws XMLStreamException if it is no XML, or lies
   */
  static XdfStream parse(long id, byte[] content, int from) throws XMLStreamException {
    XdfStream stream = new XdfStream(id);
    List<String> path = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    try (SafeXml xml =
        new SafeXml(new ByteArrayInputStream(content, from, content.length - from))) {
      for (int event = xml.at().getEventType();
          event != XMLStreamReader.END_DOCUMENT;
          event = xml.next()) {
        if (event == XMLStreamReader.START_ELEMENT) {
          path.add(xml.at().getLocalName());
          text.setLength(0);
          if (path.size() > 64) {
            throw new XMLStreamException("tags are nested too deep");
          }
        } else if (event == XMLStreamReader.CHARACTERS) {
          text.append(xml.at().getText());
        } else if (event == XMLStreamReader.END_ELEMENT) {
          stream.take(String.join("/", path), text.toString().strip());
          text.setLength(0);
          path.remove(path.size() - 1);
        }
      }
    } catch (IOException e) {
      throw new XMLStreamException(e);
    }
    stream.check();
    return stream;
  }

  private void take(String path, String text) throws XMLStreamException {
    try {
      switch (path) {
        case "info/name" -> name = text;
        case "info/type" -> type = text;
        case "info/channel_count" -> channelCount = Integer.parseInt(text);
        case "info/nominal_srate" -> nominalRateHz = Double.parseDouble(text);
        case "info/channel_format" -> format = Format.valueOf(text.toUpperCase(Locale.ROOT));
        case "info/desc/channels/channel/label" -> labels.add(text);
        case "info/desc/channels/channel/unit" -> units.add(text);
        default -> {}
      }
    } catch (IllegalArgumentException e) {
      throw new XMLStreamException(path + " is none that is known");
    }
  }

  private void check() throws XMLStreamException {
    if (channelCount < 1 || channelCount > MAX_CHANNELS) {
      throw new XMLStreamException("channel_count is " + channelCount);
    }
    if (!(nominalRateHz >= 0 && nominalRateHz <= 1e7)) {
      throw new XMLStreamException("nominal_srate is " + nominalRateHz);
    }
  }

  boolean text() {
    return format == Format.STRING;
  }

  boolean irregular() {
    return nominalRateHz == 0;
  }

  void addChunk(long offset) {
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    chunks[chunkCount++] = offset;
  }

  /** Returns the nominal rate where it is true, else the one that was measured. */
  double rateHz() {
    if (irregular()) {
      return EVENT_RATE_HZ;
    }
    double measured = runs.rateHz();
    boolean other = Math.abs(measured / nominalRateHz - 1) > SAME_RATE;
    return other && measured < 1e7 ? measured : nominalRateHz;
  }

  /** Returns its channels as those of one signal, or of several where kinds or units differ. */
  List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    SignalKind byType = ChannelNames.kind(type);
    for (int i = 0; i < channelCount; i++) {
      String label = i < labels.size() ? labels.get(i) : name + " " + i;
      SignalKind kind = byType == SignalKind.OTHER ? ChannelNames.kind(label) : byType;
      String unit = ChannelNames.unit(kind, unit(i));
      channels.add(new Channel(label, kind, unit, rateHz()));
    }
    return channels;
  }

  /** Returns the unit of a channel, empty if the file does not tell. */
  String unit(int channel) {
    return channel < units.size() ? units.get(channel) : "";
  }
}
