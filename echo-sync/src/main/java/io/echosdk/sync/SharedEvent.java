package io.echosdk.sync;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did to one shared type. It is complete when it is delivered and does not
 * change afterwards, so any thread may read it; shared types in it belong to the thread of the
 * document.
 *
 * @param target the type that changed
 * @param currentTarget the type whose observer hears it: the same, or one that holds it
 * @param path keys (String) and positions (Integer) from the current target to the target
 * @param isListChanged whether content came, went or was formatted, not only keys
 * @param delta how the content changed, from its start on; what is behind the last change is left
 *     out. Of an array or of XML an insert's content is the {@link List} of values that came in
 * @param keys which keys changed, and how; attributes of XML and texts are keys
 * @param added items that came into the content and stayed, formats of texts included
 * @param deleted items that were in the content and went
 * @param transaction what the change was a part of
 */
public record SharedEvent(
    SharedType target,
    SharedType currentTarget,
    List<Object> path,
    boolean isListChanged,
    List<TextOp> delta,
    Map<String, KeyChange> keys,
    List<Item> added,
    List<Item> deleted,
    SharedTransaction transaction) {

  /** What happened to a key. */
  public enum Action {
    /** It held nothing before. */
    ADD,
    /** It held something else before. */
    UPDATE,
    /** It holds nothing any more. */
    DELETE
  }

  /**
   * How a key changed.
   *
   * @param action what happened
   * @param oldValue what it held before, null if nothing
   * @param newValue what it holds since, null if nothing
   */
  public record KeyChange(Action action, @Nullable Object oldValue, @Nullable Object newValue) {}

  /**
   * A run of content that one client wrote in one go.
   *
   * @param client who wrote it
   * @param clock the number of its first value among what the client wrote
   * @param length how many clocks it has
   * @param values what it holds; of a text one string
   */
  public record Item(long client, int clock, int length, List<@Nullable Object> values) {}

  SharedEvent heardBy(SharedType observed, List<Object> pathFromThere) {
    return new SharedEvent(
        target, observed, pathFromThere, isListChanged, delta, keys, added, deleted, transaction);
  }
}
