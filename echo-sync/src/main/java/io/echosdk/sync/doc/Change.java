package io.echosdk.sync.doc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did to one shared type. Shared types in it are {@link TypeNode}s.
 *
 * @param target the type
 * @param isListChanged whether its list changed, not only its keys
 * @param delta how the list changed, from its start on
 * @param keys which keys changed, and how
 * @param added items that came into the list and stayed
 * @param deleted items that were in the list and went
 */
public record Change(
    TypeNode target,
    boolean isListChanged,
    List<Step> delta,
    Map<String, KeyChange> keys,
    List<Item> added,
    List<Item> deleted) {

  /** What a step does. */
  public enum Action {
    /** Content comes in, or a key comes into use. */
    ADD,
    /** Content stays, or a key holds something else. */
    UPDATE,
    /** Content or a key goes. */
    DELETE
  }

  /**
   * A step of a delta.
   *
   * @param action what it does; {@link Action#UPDATE} leaves the content
   * @param content what comes in: of a text a string, a type or an embed's value; of a list the
   *     list of values; null for the others
   * @param length how much
   * @param attributes formats; those of content that stays only as far as they changed, null for
   *     one that ended
   */
  public record Step(
      Action action,
      @Nullable Object content,
      int length,
      Map<String, @Nullable Object> attributes) {}

  /**
   * How a key changed.
   *
   * @param action what happened
   * @param oldValue what it held before, null if nothing
   * @param newValue what it holds now, null if nothing
   */
  public record KeyChange(Action action, @Nullable Object oldValue, @Nullable Object newValue) {}

  /**
   * A run of content that came or went in one piece.
   *
   * @param client who wrote it
   * @param clock the number of its first value among what the client wrote
   * @param length how many clocks it has
   * @param values what it holds
   */
  public record Item(long client, int clock, int length, List<@Nullable Object> values) {}
}
