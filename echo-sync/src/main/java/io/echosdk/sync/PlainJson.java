package io.echosdk.sync;

import io.echosdk.sync.codec.Json;
import org.jspecify.annotations.Nullable;

/** Plain values as the JSON text that a browser would give. */
public final class PlainJson {

  private PlainJson() {}

  /** Returns the text of what {@code toPlain()} of a document or shared type returned. */
  public static String write(@Nullable Object value) {
    return Json.write(value);
  }

  /**
   * Reads a text.
   *
   * @throws io.echosdk.api.sync.SyncException if it is not JSON
   */
  public static @Nullable Object read(String text) {
    return Json.read(text);
  }
}
