package io.echosdk.api.commerce;

import java.io.InputStream;
import java.util.Optional;

/** Keeps large files by name. Blocking; safe for use from any thread. */
public interface ObjectStore {

  /**
   * Stores an object whole or not at all; replaces one of the same name.
   *
   * @param name slash-separated
   * @param content read to its end, not closed
   * @throws CommerceException if it was not stored
   */
  void put(String name, InputStream content);

  /** Returns an object's content, to be closed by the caller, or nothing if there is none. */
  Optional<InputStream> get(String name);

  /** Removes an object; does nothing if there is none. */
  void delete(String name);
}
