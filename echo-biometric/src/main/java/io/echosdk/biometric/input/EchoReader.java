package io.echosdk.biometric.input;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.SampleSink;
import io.echosdk.api.biometric.Signal;
import io.echosdk.api.biometric.SignalKind;
import io.echosdk.biometric.recording.ChunkCipher;
import io.echosdk.biometric.recording.EchoFormat;
import java.io.EOFException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads Echo's own recordings, one batch at a time, as they were written.
 *
 * <p>A file that ends within a chunk, or without its index, was not closed: everything before is
 * played, and the log says so. A chunk that is there but was changed is an error.
 */
final class EchoReader implements RecordingReader {

  private static final Logger LOG = LoggerFactory.getLogger(EchoReader.class);

  private final ByteInput in;
  private final List<Channel> channels = new ArrayList<>();
  private final List<Track> tracks = new ArrayList<>();
  private final int[] trackOf;
  private final int[] placeInTrack;
  private @Nullable ChunkCipher cipher;
  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunks;
  private long chunkOffset;
  private boolean ended;
  private @Nullable BiometricException broken;
  private int current = -1; // the track of this block
  private int flags;
  private long timeNanos;
  private long arrivalNanos;

  /** One signal. */
  private static final class Track {
    final int width;
    final float[][] samples;
    int frames;

    Track(int width) {
      this.width = width;
      samples = new float[width][0];
    }
  }

  EchoReader(Path file, @Nullable SecretKey key) {
    in = new ByteInput(file);
    try {
      readHeader(key);
    } catch (EOFException e) {
      in.close();
      throw Unreadable.endsEarly(file, in.offset(), "the end of its header");
    } catch (BiometricException e) {
      in.close();
      throw e;
    }
    trackOf = new int[channels.size()];
    placeInTrack = new int[channels.size()];
    for (int track = 0, channel = 0; track < tracks.size(); track++) {
      for (int place = 0; place < tracks.get(track).width; place++, channel++) {
        trackOf[channel] = track;
        placeInTrack[channel] = place;
      }
    }
  }

  private void readHeader(@Nullable SecretKey key) throws EOFException {
    ByteBuffer prologue = ByteBuffer.wrap(bytes(EchoFormat.PROLOGUE_BYTES));
    if (prologue.getLong() != EchoFormat.MAGIC) {
      throw Unreadable.malformed(
          in.file(),
          "its first eight bytes are not those of a recording of Echo, version 1",
          "give a file that was recorded by Echo");
    }
    int length = prologue.getInt();
    if (length < 0 || length > EchoFormat.MAX_HEADER_BYTES) {
      throw damaged(8, "a header of " + length + " bytes");
    }
    byte[] header = bytes(length);
    CRC32C crc = new CRC32C();
    crc.update(prologue.array(), 8, 4);
    crc.update(header);
    if ((int) crc.getValue() != prologue.getInt()) {
      throw damaged(8, "a header that does not fit its checksum");
    }
    try {
      parse(ByteBuffer.wrap(header), key);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw damaged(EchoFormat.PROLOGUE_BYTES, "a header that contradicts itself");
    }
    if (cipher != null) {
      cipher.bind(header);
    }
  }

  private void parse(ByteBuffer header, @Nullable SecretKey key) {
    boolean encrypted = (header.get() & EchoFormat.ENCRYPTED) != 0;
    byte[] id = new byte[EchoFormat.ID_BYTES];
    header.get(id).getLong();
    if (encrypted) {
      byte[] check = new byte[EchoFormat.KEY_CHECK_BYTES];
      header.get(check);
      cipher = unlock(key, id, check);
    }
    int count = header.getShort();
    for (int i = 0; i < count; i++) {
      String name = text(header);
      SignalKind kind = SignalKind.valueOf(text(header));
      String unit = text(header);
      double rate = header.getDouble();
      List<String> names = new ArrayList<>();
      for (int left = header.getShort() & 0xffff; left > 0; left--) {
        names.add(text(header));
      }
      Signal signal = new Signal(name, kind, names, unit, rate); // checks itself
      if (name.isEmpty() || channels.stream().anyMatch(c -> c.signal().equals(name))) {
        throw new IllegalArgumentException("a signal's name must be its own");
      }
      tracks.add(new Track(names.size()));
      for (String channel : signal.channels()) {
        channels.add(new Channel(channel, kind, unit, rate, name));
      }
    }
  }

  private ChunkCipher unlock(@Nullable SecretKey key, byte[] id, byte[] check) {
    if (key == null) {
      throw new BiometricException(
          BiometricException.Kind.WRONG_KEY,
          in.file() + " is encrypted",
          "give its key, for instance with --key-file");
    }
    ChunkCipher made = new ChunkCipher(key, id);
    if (!made.matches(check)) {
      throw new BiometricException(
          BiometricException.Kind.WRONG_KEY,
          in.file() + " was encrypted with another key",
          "give the key it was recorded with; if that was destroyed, so is the recording");
    }
    return made;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort() & 0xffff];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public boolean advance() {
    current = -1;
    if (broken != null) {
      throw broken;
    }
    try {
      while (!chunk.hasRemaining()) {
        if (ended || !nextChunk()) {
          return false;
        }
      }
      batch();
      return true;
    } catch (BiometricException e) {
      broken = e;
      throw e;
    }
  }

  /** Reads the next chunk; false at the index, and where the file was not closed. */
  private boolean nextChunk() {
    chunkOffset = in.offset();
    try {
      int first = in.next();
      if (first < 0) {
        return unclosed();
      }
      byte[] head = bytes(EchoFormat.HEAD_BYTES, (byte) first);
      ByteBuffer fields = ByteBuffer.wrap(head);
      byte type = fields.get();
      int length = fields.getInt();
      long number = fields.getLong();
      if (fields.getInt() != checksum(head, EchoFormat.HEAD_CHECKED_BYTES)) {
        throw damaged(chunkOffset, "the head of a chunk that does not fit its checksum");
      }
      if (number != chunks || length < 0 || length > EchoFormat.MAX_CHUNK_BYTES + 64) {
        throw damaged(chunkOffset, "chunk " + number + " of " + length + " bytes");
      }
      byte[] body = bytes(length);
      if (fields.getInt() != checksum(body, length)) {
        throw damaged(chunkOffset, "a chunk that does not fit its checksum");
      }
      return take(type, body);
    } catch (EOFException e) {
      return unclosed();
    }
  }

  private boolean take(byte type, byte[] body) {
    byte[] content = body;
    if (cipher != null) {
      try {
        content = cipher.open(type, chunks, body, body.length);
      } catch (AEADBadTagException e) {
        throw damaged(chunkOffset, "a chunk that was changed or moved after it was sealed");
      }
    }
    chunks++;
    if (type == EchoFormat.INDEX) {
      ended = true;
      checkIndex(content);
      return false;
    }
    if (type != EchoFormat.SAMPLES) {
      throw damaged(chunkOffset, "a chunk of the unknown kind " + type);
    }
    chunk = ByteBuffer.wrap(content);
    return true;
  }

  private void checkIndex(byte[] content) {
    if (content.length < 8 || ByteBuffer.wrap(content).getLong() != chunks - 1 || in.next() >= 0) {
      throw damaged(chunkOffset, "an index that does not fit the file");
    }
  }

  private boolean unclosed() {
    ended = true;
    LOG.warn(
        "the recording {} was not closed: its {} whole chunks, {} bytes, are played",
        in.file().getFileName(),
        chunks,
        chunkOffset);
    return false;
  }

  private void batch() {
    try {
      int signal = chunk.getShort() & 0xffff;
      flags = chunk.get() & (SampleSink.GAP | SampleSink.LEAD_OFF);
      timeNanos = chunk.getLong();
      arrivalNanos = chunk.getLong();
      int frames = chunk.getInt();
      if (signal >= tracks.size()
          || frames < 0
          || 4L * frames * tracks.get(signal).width > chunk.remaining()) {
        throw damaged(chunkOffset, "a batch of " + frames + " frames of signal " + signal);
      }
      fill(tracks.get(signal), frames);
      current = signal;
    } catch (BufferUnderflowException e) {
      throw damaged(chunkOffset, "a batch that is cut off");
    }
  }

  private void fill(Track track, int frames) {
    track.frames = frames;
    for (int c = 0; c < track.width; c++) {
      if (track.samples[c].length < frames) {
        track.samples[c] = new float[frames];
      }
    }
    for (int i = 0; i < frames; i++) {
      for (int c = 0; c < track.width; c++) {
        track.samples[c][i] = Float.intBitsToFloat(chunk.getInt());
      }
    }
  }

  @Override
  public float[] samples(int channel) {
    return tracks.get(trackOf[channel]).samples[placeInTrack[channel]];
  }

  @Override
  public int count(int channel) {
    return trackOf[channel] == current ? tracks.get(current).frames : 0;
  }

  @Override
  public long nanos(int channel) {
    return trackOf[channel] == current ? timeNanos : FOLLOWS;
  }

  @Override
  public int flags(int channel) {
    return trackOf[channel] == current ? flags : 0;
  }

  @Override
  public long arrivalNanos() {
    return arrivalNanos;
  }

  @Override
  public void close() {
    in.close();
  }

  private byte[] bytes(int length) throws EOFException {
    return in.bytes(length);
  }

  private byte[] bytes(int length, byte first) throws EOFException {
    byte[] all = new byte[length];
    all[0] = first;
    for (int i = 1; i < length; i++) {
      all[i] = (byte) in.need();
    }
    return all;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private BiometricException damaged(long offset, String what) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        in.file() + " has " + what + " at byte " + offset,
        "fetch it again; what came before was read");
  }
}
