package io.echosdk.stream.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How much of an unfinished file is intact: its head, then whole fragments one after the other. A
 * fragment is whole if its {@code mdat} ends inside the file, if its samples fill that {@code mdat}
 * exactly, and if the NAL units of each picture fill the picture: blocks that a power cut left as
 * zeros do not.
 *
 * @param bytes up to here the file is intact
 * @param fragments how many whole fragments that is
 * @param millis the length of the picture track in them
 * @param lengthBoxAt where the head keeps the place for the length, or 0 if it does not
 */
record IntactPart(long bytes, int fragments, long millis, long lengthBoxAt) {

  private static final int LARGEST_TABLE = 1 << 20; // a moof or moov of ours has a few kilobytes

  /** A traf of ours before its samples: headers of traf, tfhd, tfdt and trun with their fields. */
  private static final int TRACK_BYTES = 8 + 16 + 20 + 20;

  /** Reads as far as the file is intact; leaves the channel's position anywhere. */
  static IntactPart of(FileChannel channel) throws IOException {
    return new Scan(channel).run();
  }

  /** One box's header. */
  private record Box(String type, long at, long size) {
    long end() {
      return at + size;
    }
  }

  /** The state of one reading. */
  private static final class Scan {

    private final FileChannel channel;
    private final long length;
    private long intactBytes;
    private int fragments;
    private long endTicks;
    private long lengthBoxAt;

    Scan(FileChannel channel) throws IOException {
      this.channel = channel;
      this.length = channel.size();
    }

    IntactPart run() throws IOException {
      Box type = box(0, length);
      Box movie = type == null || !type.type.equals("ftyp") ? null : box(type.end(), length);
      if (movie != null && movie.type.equals("moov") && movie.size < LARGEST_TABLE) {
        intactBytes = movie.end();
        findLengthBox(movie);
        fragments();
      }
      return new IntactPart(
          intactBytes, fragments, endTicks * 1_000 / InitSegment.VIDEO_TIMESCALE, lengthBoxAt);
    }

    private void findLengthBox(Box movie) throws IOException {
      for (Box box = box(movie.at + 8, movie.end());
          box != null;
          box = box(box.end(), movie.end())) {
        if (box.type.equals("mvex")) {
          Box first = box(box.at + 8, box.end());
          if (first != null && first.size == InitSegment.LENGTH_BOX_BYTES) {
            lengthBoxAt = first.at;
          }
        }
      }
    }

    private void fragments() throws IOException {
      while (true) {
        Box table = box(intactBytes, length);
        if (table == null || !table.type.equals("moof")) {
          return;
        }
        Box media = box(table.end(), length);
        if (media == null || !media.type.equals("mdat")) {
          return;
        }
        if (table.size > LARGEST_TABLE || !whole(table, media)) {
          return;
        }
        intactBytes = media.end();
        fragments++;
      }
    }

    private boolean whole(Box table, Box media) throws IOException {
      long at = media.at + 8;
      for (Box box = box(table.at + 8, table.end());
          box != null;
          box = box(box.end(), table.end())) {
        if (box.type.equals("traf")) {
          at = track(box, at);
          if (at < 0) {
            return false;
          }
        }
      }
      return at == media.end();
    }

    /** Returns where the track's samples end, or -1 if they do not hold together. */
    private long track(Box traf, long from) throws IOException {
      if (traf.size < TRACK_BYTES) {
        return -1;
      }
      ByteBuffer in = read(traf.at, (int) traf.size);
      in.position(8 + 8 + 4); // traf, tfhd's header, version and flags
      boolean video = in.getInt() == InitSegment.VIDEO_TRACK;
      in.position(in.position() + 8 + 4);
      long ticks = in.getLong();
      in.position(in.position() + 8 + 4);
      int samples = in.getInt();
      in.getInt(); // data offset
      if (samples < 0 || in.remaining() != samples * 12L) {
        return -1;
      }
      long at = from;
      for (int i = 0; i < samples; i++) {
        ticks += in.getInt();
        int size = in.getInt();
        in.getInt(); // flags
        if (size < 0 || at + size > length || video && !holdsNalUnits(at, size)) {
          return -1;
        }
        at += size;
      }
      endTicks = video ? ticks : endTicks;
      return at;
    }

    private boolean holdsNalUnits(long at, int size) throws IOException {
      long end = at + size;
      long nal = at;
      while (nal + 4 < end) {
        int bytes = read(nal, 4).getInt();
        if (bytes < 1) {
          return false;
        }
        nal += 4L + bytes;
      }
      return nal == end;
    }

    private @Nullable Box box(long at, long limit) throws IOException {
      if (at + 8 > limit) {
        return null;
      }
      ByteBuffer header = read(at, 8);
      long size = header.getInt() & 0xFFFF_FFFFL;
      byte[] type = new byte[4];
      header.get(type);
      return size < 8 || at + size > limit
          ? null
          : new Box(new String(type, StandardCharsets.US_ASCII), at, size);
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new IOException("the file ended at " + (at + buffer.position()));
        }
      }
      return buffer.flip();
    }
  }
}
