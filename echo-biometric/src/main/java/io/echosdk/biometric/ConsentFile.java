package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import io.echosdk.api.biometric.Purpose;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger's entries, a line each: number, instant, {@code granted} or {@code revoked}, purpose,
 * version of the text, end or {@code -}, participant and wording as URL parts, joined by spaces. A
 * last line without its end was not acknowledged to anybody and is cut off.
 */
final class ConsentFile {

  private static final int PARTS = 8;

  private final Path file;
  private int stored; // entries

  ConsentFile(Path file) {
    this.file = file;
  }

  /** Reads all entries; none if the file is not there. */
  List<ConsentLedger.Entry> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (FileChannel channel =
        OwnerOnly.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
      int whole = text.lastIndexOf('\n') + 1;
      if (whole < text.length()) {
        channel.truncate(whole).force(true);
      }
      List<ConsentLedger.Entry> entries = new ArrayList<>();
      for (String line : text.substring(0, whole).lines().toList()) {
        entries.add(entry(line, entries.size() + 1L));
      }
      stored = entries.size();
      return entries;
    } catch (IOException e) {
      throw failed("read", e);
    }
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

  /** Adds the entries that are not stored yet and forces them to the disk; all of them or none. */
  void store(List<ConsentLedger.Entry> entries) {
    StringBuilder lines = new StringBuilder();
    entries.subList(stored, entries.size()).forEach(entry -> lines.append(line(entry)));
    boolean fresh = !Files.exists(file);
    try (FileChannel channel =
        OwnerOnly.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      long whole = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
        for (long at = whole; bytes.hasRemaining(); ) {
          at += channel.write(bytes, at);
        }
        channel.force(true);
      } catch (IOException e) {
        channel.truncate(whole);
        throw e;
      }
      if (fresh) {
        OwnerOnly.forceFolder(file.toAbsolutePath().getParent());
      }
      stored = entries.size();
    } catch (IOException e) {
      throw failed("write", e);
    }
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
