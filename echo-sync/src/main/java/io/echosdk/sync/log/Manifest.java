package io.echosdk.sync.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The list of the files that make up the log, replaced as a whole. What it does not name is no part
 * of the log; what it names must be there.
 *
 * @param sequence no number up to this one is given to an update again
 * @param segments those that are complete, then the one that grows
 */
record Manifest(long sequence, List<Segment> segments) {

  private static final String TITLE = "echo-rooms 1";

  /**
   * One file.
   *
   * @param id names it
   * @param length how many bytes of it are known to be good: all of them, unless it is open
   * @param open whether more may stand behind, written until the process ended without closing
   */
  record Segment(long id, long length, boolean open) {}

  Manifest {
    segments = List.copyOf(segments);
  }

  long highestId() {
    return segments.stream().mapToLong(Segment::id).max().orElse(0);
  }

  /** Ends the file that grows at a length and lets the next one grow. */
  Manifest rolled(long sequenceNow, long length, long next) {
    List<Segment> all = new ArrayList<>(sealed(sequenceNow, length).segments);
    all.add(new Segment(next, SegmentHead.BYTES, true));
    return new Manifest(sequenceNow, all);
  }

  /** Ends the file that grows at a length. */
  Manifest sealed(long sequenceNow, long length) {
    return withLast(sequenceNow, length, false);
  }

  /** Lets the last file grow again from a length on. */
  Manifest reopened(long sequenceNow, long length) {
    return withLast(sequenceNow, length, true);
  }

  private Manifest withLast(long sequenceNow, long length, boolean open) {
    List<Segment> all = new ArrayList<>(segments);
    if (!all.isEmpty()) {
      all.add(new Segment(all.remove(all.size() - 1).id(), length, open));
    }
    return new Manifest(sequenceNow, all);
  }

  /** Puts one complete file in the place of several. */
  Manifest rewritten(List<Long> gone, List<Segment> instead) {
    List<Segment> all = new ArrayList<>(instead);
    segments.stream().filter(each -> !gone.contains(each.id())).forEach(all::add);
    return new Manifest(sequence, all);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder(TITLE).append("\nsequence ").append(sequence);
    for (Segment segment : segments) {
      text.append("\nsegment ").append(segment.id()).append(' ').append(segment.length());
      text.append(segment.open() ? " open" : "");
    }
    text.append("\ncrc32c ");
    text.append(String.format("%08x\n", checksum(text.toString())));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a list.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static Manifest decode(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf("\ncrc32c ") + 8;
    if (end < 8) {
      throw new IllegalArgumentException("its last line is no checksum");
    }
    String sum = String.format("%08x\n", checksum(text.substring(0, end)));
    if (!text.substring(end).equals(sum)) {
      throw new IllegalArgumentException("its checksum does not match");
    }
    String[] lines = text.split("\n");
    if (!lines[0].equals(TITLE)) {
      throw new IllegalArgumentException("it begins with '" + lines[0] + "', not " + TITLE);
    }
    List<Segment> segments = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (int n = 2; n < lines.length - 1; n++) {
      String[] words = lines[n].split(" ");
      Segment segment =
          new Segment(Long.parseLong(words[1]), Long.parseLong(words[2]), words.length == 4);
      if (!ids.add(segment.id())) {
        throw new IllegalArgumentException("it names segment " + segment.id() + " twice");
      }
      segments.add(segment);
    }
    return new Manifest(Long.parseLong(lines[1].substring("sequence ".length())), segments);
  }

  private static int checksum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return (int) sum.getValue();
  }
}
