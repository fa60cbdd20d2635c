package io.echosdk.stream.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What a file of a recording is called: {@code echo-20261120-191500Z-0003.mp4}, after the moment at
 * which the recording began (UTC) and the number of its half minute. While it is written, {@code
 * .part} follows.
 *
 * @param finalName the path when complete
 */
record PieceName(Path finalName) {

  static final String PART = ".part";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Returns the first name that no other file has, finished or not. */
  static PieceName free(Path directory, Instant began, long number) {
    String base = String.format(Locale.ROOT, "echo-%s-%04d", STAMP.format(began), number);
    PieceName name = new PieceName(directory.resolve(base + ".mp4"));
    for (int twin = 2; Files.exists(name.finalName) || Files.exists(name.part()); twin++) {
      name = new PieceName(directory.resolve(base + "-" + twin + ".mp4"));
    }
    return name;
  }

  /** Returns the name whose unfinished file is {@code part}. */
  static PieceName ofPart(Path part) {
    String file = part.getFileName().toString();
    return new PieceName(part.resolveSibling(file.substring(0, file.length() - PART.length())));
  }

  /** Returns the path until it is complete. */
  Path part() {
    return finalName.resolveSibling(finalName.getFileName() + PART);
  }

  /** Gives the file its final name, and makes the name itself durable where the system can. */
  Path makeFinal() throws IOException {
    Files.move(part(), finalName, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory();
    return finalName;
  }

  private void forceDirectory() {
    Path directory = finalName.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no directories; there the file system's journal orders the rename.
    }
  }
}
