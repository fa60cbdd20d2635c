package io.echosdk.stream.record;

import io.echosdk.api.stream.StreamListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that a killed process left unfinished. Each is cut after its last whole fragment, told its
 * length and given its final name; one without a whole fragment is deleted, for there is nothing to
 * play in it. A file that somebody still writes is locked and left alone, and so is one that is not
 * ours.
 */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Path directory;

  Leftovers(Path directory) {
    this.directory = directory;
  }

  /** Deals with all of them; one that cannot be read or written stays as it is. */
  void recover(StreamListener listener) throws IOException {
    List<Path> parts;
    try (Stream<Path> files = Files.list(directory)) {
      parts =
          files
              .filter(file -> file.getFileName().toString().matches("echo-.*\\.mp4\\.part"))
              .sorted()
              .toList();
    }
    for (Path part : parts) {
      try {
        recover(part, listener);
      } catch (IOException e) { // must not keep a new recording from its work
        LOG.warn("{} stays unfinished: {}", part, e.toString());
      }
    }
  }

  private void recover(Path part, StreamListener listener) throws IOException {
    PieceName name = PieceName.ofPart(part);
    boolean playable;
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (!PieceLock.take(channel)) {
        return;
      }
      IntactPart intact = IntactPart.of(channel);
      playable = intact.fragments() > 0 && !Files.exists(name.finalName());
      if (playable) {
        channel.truncate(intact.bytes());
        ByteBuffer length = InitSegment.lengthBox(intact.millis());
        if (intact.lengthBoxAt() > 0) {
          channel.write(length, intact.lengthBoxAt());
        }
        channel.force(true);
      }
    }
    if (playable) {
      LOG.info("recovered {}", name.makeFinal());
      listener.onRecorded(name.finalName());
    } else if (!Files.exists(name.finalName())) {
      Files.delete(part);
      LOG.info("deleted {}, which held nothing to play", part);
    }
  }
}
