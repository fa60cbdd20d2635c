package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of recordings in a folder of their owner's: {@code PARTICIPANT/RECORDING.key}, 32 bytes
 * each, where PARTICIPANT is a digest of the name. Folder and files are for their owner alone.
 *
 * <p>A participant's keys are destroyed in three steps. Their folder is renamed, in one step of the
 * file system, after which none of them is found; each file is overwritten with zeros and forced to
 * the disk; then it is deleted. A process that dies in between leaves the renamed folder, and
 * whoever opens the keys next finishes the work.
 *
 * <p>What this cannot promise: a file system that keeps old blocks (snapshots, copy-on-write,
 * journals with data), a disk that moves blocks when it writes (flash), backups and swap may hold a
 * key on after that. Keep the folder on an encrypted disk and out of backups, or implement {@link
 * RecordingKeys} with a key service that destroys keys in hardware.
 *
 * <p>Safe for use from any thread, and by several processes at once.
 */
public final class RecordingKeyFolder implements RecordingKeys {

  private static final int KEY_BYTES = 32;
  private static final String SUFFIX = ".key";
  private static final String DOOMED = "destroyed-";

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  private RecordingKeyFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, makes it if it is not there, and finishes destroying what was being destroyed.
   *
   * @throws BiometricException of kind STORAGE if it cannot be made, read or written, or others
   *     than its owner may read it
   */
  public static RecordingKeyFolder open(Path folder) {
    RecordingKeyFolder opened = new RecordingKeyFolder(folder);
    try {
      OwnerOnly.folder(folder);
      opened.finish();
      return opened;
    } catch (IOException e) {
      throw opened.failed("open", e);
    }
  }

  @Override
  public synchronized SecretKey create(String participant, UUID recording) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    Path own = folder.resolve(digest(participant));
    try {
      OwnerOnly.folder(own);
      try (FileChannel file =
          OwnerOnly.open(
              own.resolve(recording + SUFFIX),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE)) {
        writeWhole(file, key);
      }
      OwnerOnly.forceFolder(own);
      return new SecretKeySpec(key, "AES");
    } catch (IOException e) {
      throw failed("make a key in", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public synchronized Optional<SecretKey> find(String participant, UUID recording) {
    Path file = folder.resolve(digest(participant)).resolve(recording + SUFFIX);
    try {
      return Files.exists(file) ? read(file) : Optional.empty();
    } catch (IOException e) {
      throw failed("read a key in", e);
    }
  }

  /** A file that is too short was being made when the process died; no recording has its key. */
  private static Optional<SecretKey> read(Path file) throws IOException {
    byte[] key = Files.readAllBytes(file);
    try {
      return key.length == KEY_BYTES
          ? Optional.of(new SecretKeySpec(key, "AES"))
          : Optional.empty();
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  @Override
  public synchronized int destroy(String participant) {
    Path own = folder.resolve(digest(participant));
    try {
      int count = doom(own);
      finish();
      return count;
    } catch (IOException e) {
      throw failed("destroy keys in", e);
    }
  }

  /** Returns how many keys are found no more. */
  private int doom(Path own) throws IOException {
    try {
      int count = list(own).size();
      Path doomed = folder.resolve(DOOMED + UUID.randomUUID());
      Files.move(own, doomed, StandardCopyOption.ATOMIC_MOVE);
      OwnerOnly.forceFolder(folder);
      return count;
    } catch (NoSuchFileException e) {
      return 0; // there are none, or another process has just doomed them
    }
  }

  /** Destroys what is not found any more, beside other processes that may do the same. */
  private void finish() throws IOException {
    for (Path doomed : list(folder)) {
      if (doomed(doomed)) {
        try {
          for (Path file : list(doomed)) {
            overwrite(file);
            Files.deleteIfExists(file);
          }
          OwnerOnly.forceFolder(doomed);
          Files.deleteIfExists(doomed);
        } catch (NoSuchFileException e) {
          // its keys were gone when another process deleted it
        }
        OwnerOnly.forceFolder(folder);
      }
    }
  }

  private static void overwrite(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeWhole(channel, new byte[(int) Math.max(KEY_BYTES, channel.size())]);
    } catch (NoSuchFileException e) {
      // whoever deleted it had overwritten it
    }
  }

  private static boolean doomed(Path own) {
    return own.getFileName().toString().startsWith(DOOMED);
  }

  private static void writeWhole(FileChannel file, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    for (long at = 0; bytes.hasRemaining(); ) {
      at += file.write(bytes, at);
    }
    file.force(true);
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
    }
    return found;
  }

  /** A name may have any letters and any length; a file's may not. */
  private static String digest(String participant) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(participant.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private BiometricException failed(String what, IOException cause) {
    return new BiometricException(
        BiometricException.Kind.STORAGE,
        "cannot "
            + what
            + " the folder of keys "
            + folder
            + " ("
            + cause.getClass().getSimpleName()
            + ")",
        "see the cause; check the disk and whose the folder is",
        cause);
  }

  /** Tells where, not whose. */
  @Override
  public String toString() {
    return "RecordingKeyFolder[" + folder + "]";
  }
}
