package io.echosdk.biometric.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** The numbers of the format, shared by the writer and the reader; all integers big-endian. */
public final class EchoFormat {

  /** The first eight bytes of a file: "ECHOREC" and the version. */
  public static final long MAGIC = 0x4543484F52454301L;

  /** Bytes from the beginning to the header's body: magic, length, CRC32C of length and body. */
  public static final int PROLOGUE_BYTES = 16;

  /** Bytes of the header that cannot be more. */
  public static final int MAX_HEADER_BYTES = 1 << 22;

  /** The header's flag that says that chunks are sealed. */
  public static final int ENCRYPTED = 1;

  /** Bytes of a recording's random name. */
  public static final int ID_BYTES = 16;

  /** Bytes by which a key is told from another. */
  public static final int KEY_CHECK_BYTES = 16;

  /** A chunk of samples. */
  public static final byte SAMPLES = 'S';

  /** The last chunk: where the others are. */
  public static final byte INDEX = 'I';

  /** Bytes of a chunk's head: type, length, number, CRC32C of these three, CRC32C of the body. */
  public static final int HEAD_BYTES = 21;

  /** How many of them the head's own checksum covers. */
  public static final int HEAD_CHECKED_BYTES = 13;

  /** Bytes of a chunk's body that cannot be more. */
  public static final int MAX_CHUNK_BYTES = 1 << 25;

  /** Bytes before a batch's samples: signal, flags, time, arrival, frames. */
  public static final int BATCH_HEAD_BYTES = 2 + 1 + 8 + 8 + 4;

  /** Most entries of the index. */
  public static final int MAX_INDEX_ENTRIES = 4096;

  private EchoFormat() {}

  /**
   * Reads a recording's random name from its header.
   *
   * @return the name; empty if the file does not begin as a recording does
   * @throws IOException if the file cannot be read
   */
  public static Optional<UUID> idOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(PROLOGUE_BYTES + 1 + ID_BYTES);
      ByteBuffer bytes = ByteBuffer.wrap(start);
      return start.length == PROLOGUE_BYTES + 1 + ID_BYTES && bytes.getLong(0) == MAGIC
          ? Optional.of(
              new UUID(bytes.getLong(PROLOGUE_BYTES + 1), bytes.getLong(PROLOGUE_BYTES + 9)))
          : Optional.empty();
    }
  }
}
