package io.echosdk.sync.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** What the log asks of the machine, so that tests can let it fail or lose power. */
interface Disk {

  /** Creates an empty file, or empties one. */
  Writable create(Path file) throws IOException;

  /** Opens a file for writing behind its first {@code length} bytes and cuts off the rest. */
  Writable openAt(Path file, long length) throws IOException;

  /** Gives a file another's name and takes its place. */
  void replace(Path file, Path name) throws IOException;

  void delete(Path file) throws IOException;

  /** Makes names in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  List<Path> list(Path folder) throws IOException;

  /** Returns how many bytes can still be written in a folder. */
  long usableBytes(Path folder) throws IOException;

  /** A file that grows at its end. Not safe for use by several threads. */
  interface Writable extends AutoCloseable {

    /** Writes all of it at the end. */
    void write(ByteBuffer bytes) throws IOException;

    /** Makes everything written so far durable. */
    void force() throws IOException;

    /** Cuts the file; what is written next stands there. */
    void truncate(long length) throws IOException;

    @Override
    void close() throws IOException;
  }
}
