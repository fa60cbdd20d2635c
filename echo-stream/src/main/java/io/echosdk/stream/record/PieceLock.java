package io.echosdk.stream.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock that tells a file being written from one that a killed process left. */
final class PieceLock {

  private static final Logger LOG = LoggerFactory.getLogger(PieceLock.class);

  private PieceLock() {}

  /**
   * Tries to lock a file, until its channel is closed or its process dies.
   *
   * @return whether nobody else holds it; also true where the file system has no locks
   */
  static boolean take(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // held by this very process
      return false;
    } catch (IOException e) {
      LOG.debug("no locks in this file system: {}", e.toString());
      return true;
    }
  }
}
