package io.echosdk.server.cli;

import io.echosdk.api.sync.SyncException;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An encoded update in a file.
 *
 * @param file where it is
 * @param bytes the update
 * @param format its form, found by reading it
 */
record UpdateFile(Path file, byte[] bytes, UpdateFormat format) {

  /** Reads a file, or says in one sentence why that is not possible. */
  static UpdateFile read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw failed("cannot read " + file + ", there is no such file", "check the path", e);
    } catch (IOException e) {
      throw failed("cannot read " + file + " (" + e.getMessage() + ")", "check its rights", e);
    }
    try {
      return new UpdateFile(file, bytes, Updates.detect(bytes));
    } catch (SyncException e) {
      throw new SyncException(
          SyncException.Kind.MALFORMED,
          file + " holds no update of version 1 or 2 (" + bytes.length + " bytes)",
          "give a file that holds one update, as encodeStateAsUpdate of Yjs returns it",
          e);
    }
  }

  byte[] as(UpdateFormat wanted) {
    return format == wanted ? bytes : Updates.convert(bytes, format, wanted);
  }

  /** Writes beside the file and renames, so that the file is the old one or the whole new one. */
  static void write(Path file, byte[] bytes) {
    Path target = file.toAbsolutePath();
    Path beside = null;
    try {
      beside = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
      Files.write(beside, bytes);
      try {
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw failed(
          "cannot write " + file + " (" + reason(e) + ")", "choose a folder that is there", e);
    } finally {
      remove(beside);
    }
  }

  private static void remove(@org.jspecify.annotations.Nullable Path beside) {
    try {
      if (beside != null) {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw failed("cannot remove " + beside, "remove it yourself", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "no such folder" : String.valueOf(e.getMessage());
  }

  private static SyncException failed(String problem, String remedy, IOException cause) {
    return new SyncException(SyncException.Kind.STORE_FAILED, problem, remedy, cause);
  }
}
