package io.echosdk.biometric;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders for their owner alone. Where a file system knows no POSIX permissions they are
 * what the folder around them hands down.
 */
final class OwnerOnly {

  private static final FileAttribute<?>[] NONE = {};
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /** Makes a folder, and those around it, unless it is there. */
  static void folder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      refuseOthers(folder);
      return;
    }
    Files.createDirectories(folder, posix() ? attributes(FOLDER) : NONE);
    forceFolderOf(folder);
  }

  /** Opens a file that is made for its owner if it is new. */
  static FileChannel open(Path file, OpenOption... options) throws IOException {
    if (Files.exists(file)) {
      refuseOthers(file);
    }
    return FileChannel.open(file, Set.of(options), posix() ? attributes(FILE) : NONE);
  }

  /** What others can read may have been read. */
  private static void refuseOthers(Path path) throws IOException {
    if (posix()) {
      for (PosixFilePermission permission :
          Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!FOLDER.contains(permission)) {
          throw new IOException(
              path + " must be its owner's alone but has " + permission + ": use chmod go-rwx");
        }
      }
    }
  }

  /** Forces names that came or went to the disk, where folders can be opened. */
  static void forceFolder(Path folder) throws IOException {
    if (posix()) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Does so with the folder that a file or a folder is in. */
  static void forceFolderOf(Path path) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      forceFolder(folder);
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
