package io.echosdk.stream.rtmp;

import io.echosdk.api.EchoRuntime;
import io.echosdk.api.stream.StreamException;
import io.echosdk.stream.ingest.FlvSink;
import io.echosdk.stream.ingest.FlvSubscription;
import io.echosdk.stream.ingest.IngestStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes streams to FLV files as they come, {@code .part} until their publisher has left. The disk
 * is never touched on the event loop; if it is too slow, the file leaves out pictures up to a
 * keyframe, as any other receiver does. If it fails, what is written stays a {@code .part}.
 */
final class FlvRecorder implements AutoCloseable {

  private static final long BUSY_BYTES = 8L << 20;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final Consumer<StreamException> onTrouble;
  private final SerialExecutor disk;

  /**
   * Makes the folder if it is not there.
   *
   * @param onTrouble hears of a disk that fails, on the runtime's executor
   * @throws StreamException if the folder cannot be written to
   */
  FlvRecorder(EchoRuntime runtime, Path directory, Consumer<StreamException> onTrouble) {
    this.directory = directory;
    this.onTrouble = onTrouble;
    disk = new SerialExecutor(runtime);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw trouble("cannot make the folder " + directory, e);
    }
    if (!Files.isWritable(directory)) {
      throw trouble("cannot write to the folder " + directory, null);
    }
  }

  private static StreamException trouble(String problem, @Nullable IOException cause) {
    return new StreamException(
        StreamException.Kind.STORAGE,
        cause == null ? problem : problem + " (" + cause.getMessage() + ")",
        "choose another folder or free space on its disk",
        cause);
  }

  /** Returns a sink that writes one file; the key is in neither its name nor its content. */
  Recording open(IngestStream stream) {
    String app = stream.app().replaceAll("[^A-Za-z0-9_-]", "_");
    return new Recording(
        directory.resolve(app + "-" + STAMP.format(stream.since()) + "-" + stream.id() + ".flv"));
  }

  /** Waits until what was taken is written, at most five seconds. */
  @Override
  public void close() {
    disk.close();
  }

  /** One file. */
  final class Recording implements FlvSink {

    private final Path file;
    private final Path part;
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile @Nullable FlvSubscription subscription; // set once, before the first byte
    private @Nullable FileChannel channel; // the disk's, as the next
    private boolean broken;

    Recording(Path file) {
      this.file = file;
      part = file.resolveSibling(file.getFileName() + ".part");
    }

    void subscribed(FlvSubscription value) {
      subscription = value;
    }

    @Override
    public boolean accept(ByteBuffer bytes) {
      long waiting = waitingBytes.addAndGet(bytes.remaining());
      disk.execute(() -> write(bytes));
      return waiting < BUSY_BYTES;
    }

    private void write(ByteBuffer bytes) {
      long length = bytes.remaining();
      try {
        if (!broken) {
          FileChannel out = channel;
          if (out == null) {
            out = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel = out;
          }
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        }
      } catch (IOException e) {
        fail(e);
      }
      long before = waitingBytes.getAndAdd(-length);
      FlvSubscription place = subscription;
      if (before >= BUSY_BYTES && before - length < BUSY_BYTES && place != null) {
        place.resume();
      }
    }

    private void fail(IOException e) {
      broken = true;
      onTrouble.accept(trouble("cannot record to " + part, e));
      FlvSubscription place = subscription;
      if (place != null) {
        place.close();
      }
      closeChannel();
    }

    @Override
    public void end() {
      disk.execute(
          () -> {
            boolean whole = channel != null && !broken;
            closeChannel();
            if (whole && !broken) {
              rename();
            }
          });
    }

    private void closeChannel() {
      FileChannel open = channel;
      channel = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          broken = true;
          onTrouble.accept(trouble("cannot finish " + part, e));
        }
      }
    }

    private void rename() {
      try {
        Files.move(part, file);
      } catch (IOException e) {
        onTrouble.accept(trouble("cannot name the recording " + file, e));
      }
    }
  }
}
