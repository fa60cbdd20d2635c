package io.echosdk.sync;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step of a delta: what a text holds, or how it changes, from its start on. */
public sealed interface TextOp {

  /**
   * Content that is there, or comes in.
   *
   * @param content a string, a shared type, or the value of an embed
   * @param attributes its formats, empty for none
   */
  record Insert(@Nullable Object content, Map<String, ? extends @Nullable Object> attributes)
      implements TextOp {}

  /**
   * Content that stays, with changed formats.
   *
   * @param length how much
   * @param attributes formats that change, null for those that end; empty for none
   */
  record Retain(int length, Map<String, ? extends @Nullable Object> attributes) implements TextOp {}

  /**
   * Content that goes.
   *
   * @param length how much
   */
  record Delete(int length) implements TextOp {}
}
