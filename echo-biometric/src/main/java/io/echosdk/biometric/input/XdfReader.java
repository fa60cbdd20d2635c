package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads XDF 1.0. A first pass over the file finds every stream's chunks, its clock and its runs
 * without a gap; then the streams are read side by side, in the order of their times on the
 * recorder's clock, in pieces of at most 50 ms. Streams of text are passed over.
 *
 * <p>Damage costs what lies between it and the next boundary chunk: reading goes on there, after a
 * gap.
 *
 * <p>Source: "XDF, Extensible Data Format, specification 1.0", sccn/xdf.
 */
final class XdfReader implements RecordingReader {

  private static final Logger LOG = LoggerFactory.getLogger(XdfReader.class);

  private static final int MAGIC = 'X' | 'D' << 8 | 'F' << 16 | ':' << 24;
  private static final int STREAM_HEADER = 2;
  private static final int SAMPLES = 3;
  private static final int CLOCK_OFFSET = 4;
  private static final int BOUNDARY = 5;
  private static final int MAX_CHUNK_BYTES = 1 << 24;
  private static final int MAX_STREAMS = 1024;
  private static final int MAX_CHANNELS = 1 << 14;
  private static final int MAX_CHUNKS = 1 << 24;
  private static final long MAX_BYTES_HELD = 1L << 28;
  private static final byte[] BOUNDARY_ID = {
    0x43,
    (byte) 0xa5,
    0x46,
    (byte) 0xdc,
    (byte) 0xcb,
    (byte) 0xf5,
    0x41,
    0x0f,
    (byte) 0xb3,
    0x0e,
    (byte) 0xd5,
    0x46,
    0x73,
    (byte) 0x83,
    (byte) 0xcb,
    (byte) 0xe4
  };

  private final ByteInput in;
  private final Map<Long, XdfStream> streams = new LinkedHashMap<>();
  private final List<Channel> channels = new ArrayList<>();
  private final List<XdfCursor> cursors = new ArrayList<>();
  private final List<Integer> cursorOf = new ArrayList<>();
  private final List<Integer> placeOf = new ArrayList<>();
  private final Map<Long, Integer> largestChunk = new LinkedHashMap<>();
  private double beginning = Double.POSITIVE_INFINITY;
  private long chunks;
  private long damages;
  private @Nullable BiometricException broken; // told after everything before it was played
  private @Nullable XdfCursor current;

  XdfReader(Path file) {
    in = new ByteInput(file);
    try {
      index();
      prepare();
    } catch (BiometricException e) {
      in.close();
      throw e;
    }
  }

  private void index() {
    try {
      if (ByteBuffer.wrap(in.bytes(4)).order(ByteOrder.LITTLE_ENDIAN).getInt() != MAGIC) {
        throw Unreadable.unsupported(
            in.file(), "it does not begin with XDF:", "give an XDF file, not compressed");
      }
    } catch (EOFException e) {
      throw Unreadable.endsEarly(in.file(), in.offset(), "the four bytes XDF:");
    }
    boolean more = true;
    while (more) {
      long offset = in.offset();
      try {
        more = chunk(offset);
      } catch (EOFException e) {
        more = resynchronise(offset, "it ends within a chunk");
      } catch (XdfDamage e) {
        more = resynchronise(offset, e.problem());
      }
    }
    if (damages > 0) {
      LOG.warn("{} has {} damaged places; each is a gap", in.file().getFileName(), damages);
    }
  }

  /** Reads one chunk of the first pass; false at the end. */
  private boolean chunk(long offset) throws EOFException, XdfDamage {
    int lengthBytes = in.next();
    if (lengthBytes < 0) {
      return false;
    }
    int length = XdfCursor.chunkLength(in, lengthBytes, MAX_CHUNK_BYTES);
    int tag = in.need() | in.need() << 8;
    byte[] content = in.bytes(length - 2);
    if (++chunks > MAX_CHUNKS) {
      throw Unreadable.unsupported(in.file(), "it has too many chunks", "cut it into pieces");
    }
    switch (tag) {
      case STREAM_HEADER -> header(content);
      case SAMPLES -> {
        XdfStream stream = streamOf(content);
        if (!stream.text()) {
          XdfCursor.survey(stream, content);
          stream.addChunk(offset);
          largestChunk.merge(stream.id, content.length, Math::max);
        }
      }
      case CLOCK_OFFSET -> {
        if (content.length != 20) {
          throw new XdfDamage("has a clock offset of " + content.length + " bytes");
        }
        ByteBuffer fields = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        streamOf(content).clock.measure(fields.getDouble(4), fields.getDouble(12));
      }
      case BOUNDARY, 1, 6 -> {} // file header and footers say nothing that is needed
      default -> throw new XdfDamage("has a chunk of the kind " + tag);
    }
    return true;
  }

  private void header(byte[] content) throws XdfDamage {
    long id = id(content);
    try {
      XdfStream stream = XdfStream.parse(id, content, 4);
      if (streams.size() == MAX_STREAMS && !streams.containsKey(id)) {
        throw Unreadable.unsupported(
            in.file(), "it has more than " + MAX_STREAMS + " streams", "split it");
      }
      streams.putIfAbsent(id, stream);
    } catch (XMLStreamException e) {
      throw new XdfDamage("has a stream header that is broken");
    }
  }

  private XdfStream streamOf(byte[] content) throws XdfDamage {
    XdfStream stream = streams.get(id(content));
    if (stream == null) {
      throw new XdfDamage("has samples of a stream without header");
    }
    return stream;
  }

  private static long id(byte[] content) throws XdfDamage {
    if (content.length < 4) {
      throw new XdfDamage("has a chunk that is too short");
    }
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
  }

  /** Goes on behind the next boundary; false if there is none. */
  private boolean resynchronise(long damaged, String problem) {
    damages++;
    streams.values().forEach(stream -> stream.runs.cut());
    in.seek(damaged + 1);
    int matched = 0;
    for (int value = in.next(); value >= 0; value = in.next()) {
      if ((byte) value == BOUNDARY_ID[matched]) {
        matched++;
      } else {
        matched = (byte) value == BOUNDARY_ID[0] ? 1 : 0;
      }
      if (matched == BOUNDARY_ID.length) {
        return true;
      }
    }
    broken =
        Unreadable.malformed(
            in.file(),
            problem + " at byte " + damaged + ", and no boundary follows",
            "fetch it again; what came before was read");
    return false;
  }

  private void prepare() {
    long held = largestChunk.values().stream().mapToLong(Integer::longValue).sum();
    if (held > MAX_BYTES_HELD) {
      throw Unreadable.unsupported(
          in.file(),
          "its chunks need " + held + " bytes in memory at once",
          "record smaller chunks");
    }
    Set<String> names = new HashSet<>();
    for (XdfStream stream : streams.values()) {
      stream.clock.fit();
      if (!stream.text()) {
        add(stream, names);
      }
    }
    if (channels.isEmpty() && broken != null) {
      throw broken;
    }
    if (channels.isEmpty()) {
      throw Unreadable.unsupported(
          in.file(), "it has no stream of numbers", "give a recording with signals");
    }
    for (XdfCursor cursor : cursors) {
      cursor.prepare();
      beginning = Math.min(beginning, cursor.time());
    }
  }

  private void add(XdfStream stream, Set<String> names) {
    String name = stream.name.isEmpty() ? "stream" : stream.name;
    String unique = names.add(name) ? name : name + " " + stream.id;
    names.add(unique);
    List<Channel> own = stream.channels();
    boolean mixed = own.stream().map(c -> c.kind() + c.unit()).distinct().count() > 1;
    if (channels.size() + own.size() > MAX_CHANNELS) {
      throw Unreadable.unsupported(
          in.file(), "it has more than " + MAX_CHANNELS + " channels", "split it");
    }
    for (int i = 0; i < own.size(); i++) {
      Channel c = own.get(i);
      String signal = mixed ? unique + " " + c.kind() + " " + c.unit() : unique;
      channels.add(new Channel(c.name(), c.kind(), c.unit(), c.sampleRateHz(), signal.strip()));
      cursorOf.add(cursors.size());
      placeOf.add(i);
    }
    cursors.add(new XdfCursor(in.file(), stream, own));
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    if (current != null) {
      current.advance();
    }
    XdfCursor earliest = null;
    for (XdfCursor cursor : cursors) {
      if (!cursor.ended() && (earliest == null || cursor.time() < earliest.time())) {
        earliest = cursor;
      }
    }
    current = earliest;
    if (earliest == null && broken != null) {
      throw broken;
    }
    return earliest != null;
  }

  private boolean isCurrent(int channel) {
    return current != null && cursors.get(cursorOf.get(channel)) == current;
  }

  @Override
  public float[] samples(int channel) {
    return cursors.get(cursorOf.get(channel)).samples(placeOf.get(channel));
  }

  @Override
  public int count(int channel) {
    return isCurrent(channel) ? cursors.get(cursorOf.get(channel)).count() : 0;
  }

  @Override
  public long nanos(int channel) {
    XdfCursor cursor = cursors.get(cursorOf.get(channel));
    return isCurrent(channel) ? Math.round((cursor.time() - beginning) * 1e9) : FOLLOWS;
  }

  @Override
  public int flags(int channel) {
    return isCurrent(channel) && cursors.get(cursorOf.get(channel)).gap() ? SampleSink.GAP : 0;
  }

  @Override
  public void close() {
    cursors.forEach(XdfCursor::close);
    in.close();
  }
}
