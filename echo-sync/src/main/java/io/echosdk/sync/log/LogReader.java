package io.echosdk.sync.log;

import io.echosdk.api.sync.RoomOutline;
import io.echosdk.api.sync.RoomPage;
import io.echosdk.api.sync.StoredUpdate;
import io.echosdk.api.sync.SyncException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rooms from the files, and checks again what it reads. */
final class LogReader {

  private static final long PAGE_BYTES = 4 << 20;
  private static final byte[] NO_NOTE = {};

  private final LogFolder folder;
  private final RoomIndex index;

  LogReader(LogFolder folder, RoomIndex index) {
    this.folder = folder;
    this.index = index;
  }

  RoomPage page(String room, byte[] name, long after) throws IOException {
    while (true) {
      try (Inputs inputs = new Inputs()) {
        return tryPage(inputs, room, name, after);
      } catch (NoSuchFileException e) {
        failIfListed(e); // otherwise it was rewritten after the index was asked
      }
    }
  }

  RoomOutline outline(String room, byte[] name) throws IOException {
    while (true) {
      try (Inputs inputs = new Inputs()) {
        return tryOutline(inputs, room, name);
      } catch (NoSuchFileException e) {
        failIfListed(e);
      }
    }
  }

  private void failIfListed(NoSuchFileException missing) {
    for (RoomIndex.Segment each : index.segments()) {
      if (missing.getFile().equals(folder.path(each.id).toString())) {
        throw LogFolder.damaged(folder.path(each.id), 0, "the file is missing");
      }
    }
  }

  private RoomPage tryPage(Inputs inputs, String room, byte[] name, long after) throws IOException {
    RoomIndex.Page page = index.page(room, after, PAGE_BYTES);
    List<StoredUpdate> updates = new ArrayList<>(page.places().size());
    for (Place each : page.places()) {
      SegmentInput input = inputs.of(each.segment());
      LogRecord.Head head = head(input, each, name);
      long updateAt = each.offset() + LogRecord.HEAD_BYTES + name.length + head.noteBytes();
      byte[] update = input.bytes(updateAt, head.updateBytes());
      if (!head.vouchesFor(update)) {
        throw damaged(each, "the update's checksum does not match");
      }
      updates.add(new StoredUpdate(each.sequence(), update));
    }
    return new RoomPage(updates, page.more());
  }

  private RoomOutline tryOutline(Inputs inputs, String room, byte[] name) throws IOException {
    RoomIndex.Outline found = index.outline(room);
    long bytes =
        found.recordBytes() - (long) found.updates() * (LogRecord.HEAD_BYTES + name.length);
    Place snapshot = found.snapshot();
    if (snapshot == null) {
      return new RoomOutline(found.last(), 0, NO_NOTE, found.updates(), bytes);
    }
    SegmentInput input = inputs.of(snapshot.segment());
    byte[] note = note(input, snapshot, head(input, snapshot, name), name);
    return new RoomOutline(found.last(), snapshot.sequence(), note, found.updates(), bytes);
  }

  /** Reads and checks the head of a record, its name and its note. */
  private LogRecord.Head head(SegmentInput input, Place place, byte[] name) throws IOException {
    try {
      LogRecord.Head head = LogRecord.Head.read(input.bytes(place.offset(), LogRecord.HEAD_BYTES));
      if (head.fits(place.length())
          && head.length() == place.length()
          && head.roomBytes() == name.length
          && head.sequence() == place.sequence()
          && head.vouchesFor(name, note(input, place, head, name))) {
        return head;
      }
    } catch (EOFException e) {
      throw damaged(place, "the file ends before the record does");
    }
    throw damaged(place, "the record's checksum does not match");
  }

  private static byte[] note(SegmentInput input, Place place, LogRecord.Head head, byte[] name)
      throws IOException {
    return input.bytes(place.offset() + LogRecord.HEAD_BYTES + name.length, head.noteBytes());
  }

  private SyncException damaged(Place place, String what) {
    return LogFolder.damaged(folder.path(place.segment()), place.offset(), what);
  }

  /** The file that one reading has open: one at a time, since neighbours stand together. */
  private final class Inputs implements AutoCloseable {

    private @Nullable SegmentInput open;
    private long segment;

    SegmentInput of(long wanted) throws IOException {
      if (open != null && segment == wanted) {
        return open;
      }
      close();
      SegmentInput next = new SegmentInput(folder.path(wanted));
      open = next;
      segment = wanted;
      return next;
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
    }
  }
}
