package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.biometric.input.WfdbHeader.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WFDB record of several segments, one after another.
 *
 * <p>In a fixed layout every segment has the same signals. In a variable layout the first segment
 * has no samples and names all signals there are; a later one has some of them, found by their
 * names, and the others are invalid for its length. A pause between segments is a gap.
 *
 * <p>Source: WFDB Applications Guide, header(5), "Multi-segment records".
 */
final class WfdbSegments implements RecordingReader {

  private final WfdbHeader header;
  private final List<Channel> channels;
  private final float[][] invalid; // for signals that a segment lacks
  private int next; // segment
  private @Nullable WfdbReader reader;
  private int[] place = new int[0]; // of each channel in the reader; -1 if it is not there
  private long frame; // where this block begins
  private long segmentEnd;
  private boolean gap;
  private boolean filled;

  WfdbSegments(WfdbHeader header) {
    this.header = header;
    WfdbHeader layout = layout();
    channels =
        layout.signals().stream()
            .map(
                s ->
                    new Channel(
                        s.name(), s.kind(), s.unit(), header.frameRateHz() * s.samplesPerFrame()))
            .toList();
    if (channels.isEmpty()) {
      throw Unreadable.unsupported(
          header.file(), "its segments have no signal", "give a record with signals");
    }
    invalid = new float[channels.size()][];
  }

  /** The header of the first segment that is there: it names the signals in either layout. */
  private WfdbHeader layout() {
    for (Segment segment : header.segments()) {
      if (!segment.name().equals(WfdbHeader.NOTHING)) {
        return headerOf(segment);
      }
    }
    throw Unreadable.malformed(header.file(), "all its segments are pauses", "fetch it again");
  }

  private WfdbHeader headerOf(Segment segment) {
    Path file = header.file().resolveSibling(segment.name() + ".hea");
    WfdbHeader read = WfdbHeader.read(file);
    if (!read.segments().isEmpty()) {
      throw Unreadable.malformed(
          file, "a segment has segments of its own, which WFDB forbids", "fetch it again");
    }
    if (read.frameRateHz() != header.frameRateHz()) {
      throw Unreadable.malformed(
          file,
          "has "
              + read.frameRateHz()
              + " frames a second, but its record says "
              + header.frameRateHz(),
          "fetch it again");
    }
    return read;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    gap &= !filled; // it was told with the block before
    filled = false;
    while (reader != null || next < header.segments().size()) {
      if (reader == null) {
        begin(header.segments().get(next++));
      } else if (advanceSegment(reader)) {
        filled = true;
        return true;
      } else {
        endSegment(reader);
      }
    }
    return false;
  }

  private boolean advanceSegment(WfdbReader from) {
    frame += from.frames();
    from.limit(segmentEnd - frame);
    return frame < segmentEnd && from.advance();
  }

  private void endSegment(WfdbReader ended) {
    gap |= frame < segmentEnd; // it was shorter than the record says
    ended.close();
    reader = null;
  }

  private void begin(Segment segment) {
    frame = segmentEnd;
    segmentEnd += segment.frames();
    if (segment.frames() == 0) {
      return; // the layout
    }
    if (segment.name().equals(WfdbHeader.NOTHING)) {
      gap = true;
      frame = segmentEnd;
      return;
    }
    WfdbHeader of = headerOf(segment);
    place = places(of);
    reader = new WfdbReader(of);
  }

  private int[] places(WfdbHeader segment) {
    int[] places = new int[channels.size()];
    Arrays.fill(places, -1);
    List<Integer> taken = new ArrayList<>();
    for (int c = 0; c < places.length; c++) {
      for (int i = 0; i < segment.signals().size() && places[c] < 0; i++) {
        if (segment.signals().get(i).name().equals(channels.get(c).name()) && !taken.contains(i)) {
          checkRate(segment, i, c);
          places[c] = i;
          taken.add(i);
        }
      }
    }
    return places;
  }

  private void checkRate(WfdbHeader segment, int signal, int channel) {
    double rate = segment.frameRateHz() * segment.signals().get(signal).samplesPerFrame();
    if (rate != channels.get(channel).sampleRateHz()) {
      throw Unreadable.malformed(
          segment.file(),
          "signal "
              + channels.get(channel).name()
              + " has "
              + rate
              + " samples a second here, but "
              + channels.get(channel).sampleRateHz()
              + " in an earlier segment",
          "give the segments one by one");
    }
  }

  @Override
  public float[] samples(int channel) {
    if (reader != null && place[channel] >= 0) {
      return reader.samples(place[channel]);
    }
    int count = count(channel);
    float[] none = invalid[channel];
    if (none == null || none.length < count) {
      none = new float[count];
      Arrays.fill(none, Float.NaN);
      invalid[channel] = none;
    }
    return none;
  }

  @Override
  public int count(int channel) {
    if (!filled || reader == null) {
      return 0;
    }
    double perFrame = channels.get(channel).sampleRateHz() / header.frameRateHz();
    return (int) Math.round(reader.frames() * perFrame);
  }

  @Override
  public long nanos(int channel) {
    return Math.round(frame * (1e9 / header.frameRateHz()));
  }

  @Override
  public int flags(int channel) {
    return gap ? SampleSink.GAP : 0;
  }

  @Override
  public void close() {
    if (reader != null) {
      try {
        reader.close();
      } catch (BiometricException e) {
        reader = null;
        throw e;
      }
    }
  }
}
