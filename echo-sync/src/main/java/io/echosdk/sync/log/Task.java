package io.echosdk.sync.log;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits to be written, and who waits for it.
 *
 * @param room the room's name; empty where only forcing is asked for
 * @param record what to write, its number still open for an update and a delete; null where only
 *     forcing is asked for
 * @param done completes with the record's number
 */
record Task(String room, @Nullable LogRecord record, CompletableFuture<Long> done) {

  static Task write(String room, LogRecord record) {
    return new Task(room, record, new CompletableFuture<>());
  }

  static Task force() {
    return new Task("", null, new CompletableFuture<>());
  }

  long bytes() {
    return record == null ? 0 : record.length();
  }
}
