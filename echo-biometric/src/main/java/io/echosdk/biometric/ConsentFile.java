package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger's entries, a line each: number, instant, {@code granted} or {@code revoked}, purpose,
 * version of the text, end or {@code -}, participant and wording as URL parts, joined by spaces.
 *
 * <p>Several processes use it at once. Who holds the {@link ConsentLock} writes; anybody reads at
 * any time. A last line without its end was not acknowledged to anybody: it is being written, or
 * its writer died. Readers pass over it, and the next writer cuts it off. A writer whose disk fails
 * takes back what it wrote, so what was read of it may go away again: a reader remembers the last
 * line that it knows, and reads everything anew when the file has another one there.
 *
 * <p>One thread at a time; {@link #lock} and {@link #append} from any.
 */
final class ConsentFile {

  private static final int PARTS = 8;

  private final Path file;
  private long lastAt; // where the last known line begins
  private byte[] last = {}; // the last known line, with its end

  ConsentFile(Path file) {
    this.file = file;
  }

  /**
   * What the file holds behind what it has in common with what was known.
   *
   * @param common how many entries are the same
   * @param entries those behind
   */
  record Tail(int common, List<ConsentLedger.Entry> entries) {}

  /**
   * Reads what is new.
   *
   * @param known what this returned before, put together
   * @throws BiometricException if the file cannot be read, is damaged, or is not there although
   *     something is known
   */
  Tail read(List<ConsentLedger.Entry> known) {
    try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.READ)) {
      byte[] bytes = read(channel, lastAt);
      if (startsWith(bytes, last)) {
        List<ConsentLedger.Entry> entries = parse(bytes, last.length, known.size());
        remember(lastAt, bytes);
        return new Tail(known.size(), entries);
      }
      bytes = read(channel, 0);
      List<ConsentLedger.Entry> all = parse(bytes, 0, 0);
      remember(0, bytes);
      int common = 0;
      while (common < Math.min(all.size(), known.size())
          && all.get(common).equals(known.get(common))) {
        common++;
      }
      return new Tail(common, all.subList(common, all.size()));
    } catch (NoSuchFileException e) {
      if (known.isEmpty()) {
        return new Tail(0, List.of());
      }
      throw failed("read", e);
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  private static byte[] read(FileChannel channel, long from) throws IOException {
    long length = Math.max(0, channel.size() - from);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private List<ConsentLedger.Entry> parse(byte[] bytes, int from, int before) {
    List<ConsentLedger.Entry> entries = new ArrayList<>();
    String text = new String(bytes, from, whole(bytes) - from, StandardCharsets.US_ASCII);
    for (String line : text.lines().toList()) {
      entries.add(entry(line, before + entries.size() + 1L));
    }
    return entries;
  }

  private void remember(long at, byte[] bytes) {
    int end = whole(bytes);
    int start = lineEnd(bytes, end - 1);
    lastAt = at + start;
    last = Arrays.copyOfRange(bytes, start, end);
  }

  /** Returns how many bytes the whole lines have. */
  private static int whole(byte[] bytes) {
    return lineEnd(bytes, bytes.length);
  }

  /** Returns where the last line ends that ends before an index. */
  private static int lineEnd(byte[] bytes, int before) {
    int end = Math.max(0, before);
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private ConsentLedger.Entry entry(String line, long number) {
    String[] parts = line.split(" ", -1);
    try {
      if (parts.length == PARTS && Long.parseLong(parts[0]) == number) {
        return new ConsentLedger.Entry(
            number,
            decode(parts[6]),
            Purpose.valueOf(parts[3]),
            granted(parts[2]),
            new ConsentText(Integer.parseInt(parts[4]), decode(parts[7])),
            Instant.parse(parts[1]),
            parts[5].equals("-") ? null : Instant.parse(parts[5]));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw damaged(number, e);
    }
    throw damaged(number, null);
  }

  private static boolean granted(String word) {
    if (!word.equals("granted") && !word.equals("revoked")) {
      throw new IllegalArgumentException("neither granted nor revoked");
    }
    return word.equals("granted");
  }

  /** The line itself may name somebody, so neither it nor what a parser said of it is passed on. */
  private BiometricException damaged(long line, @Nullable Exception reason) {
    return new BiometricException(
        BiometricException.Kind.MALFORMED,
        "line "
            + line
            + " of the ledger "
            + file
            + " is damaged"
            + (reason == null ? "" : " (" + reason.getClass().getSimpleName() + ")"),
        "restore it from a copy; do not delete it, or revocations are forgotten");
  }

  /** Returns how many bytes the known lines have. */
  long end() {
    return lastAt + last.length;
  }

  /**
   * Waits for the turn to write.
   *
   * @throws BiometricException if it does not come within ten seconds
   */
  ConsentLock lock() {
    try {
      return ConsentLock.take(file);
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /**
   * Adds entries behind what was read, and forces them to the disk; all of them or none. By who
   * holds the lock and has read since.
   *
   * @param end {@link #end} since then
   */
  void append(long end, List<ConsentLedger.Entry> entries) {
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(line(entry)));
    try (FileChannel channel = open(end == 0)) {
      try {
        channel.truncate(end);
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
        for (long at = end; bytes.hasRemaining(); ) {
          at += channel.write(bytes, at);
        }
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
      if (end == 0) {
        OwnerOnly.forceFolderOf(file);
      }
    } catch (IOException e) {
      throw failed("write", e);
    }
  }

  /** A file that held something and is gone must not begin anew: revocations would be forgotten. */
  private FileChannel open(boolean fresh) throws IOException {
    return fresh
        ? OwnerOnly.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)
        : OwnerOnly.open(file, StandardOpenOption.WRITE);
  }

  private static String line(ConsentLedger.Entry entry) {
    return String.join(
        " ",
        Long.toString(entry.number()),
        entry.at().toString(),
        entry.granted() ? "granted" : "revoked",
        entry.purpose().name(),
        Integer.toString(entry.text().version()),
        entry.until() == null ? "-" : entry.until().toString(),
        encode(entry.participant()),
        encode(entry.text().wording()) + "\n");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private BiometricException failed(String verb, IOException cause) {
    return new BiometricException(
        BiometricException.Kind.STORAGE,
        "cannot " + verb + " the ledger of consents " + file + " (" + cause + ")",
        "check the disk and whose the file is",
        cause);
  }
}
