package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of structs and delete sets; version 1 one behind the other, version 2 one
 * column for each kind of field. What is not in a column goes to {@link #rest()}.
 */
public abstract sealed class UpdateEncoder permits UpdateEncoderV1, UpdateEncoderV2 {

  private ByteWriter rest = new ByteWriter();

  /** Creates an encoder for version 1 or 2. */
  public static UpdateEncoder of(int version) {
    return version == 1 ? new UpdateEncoderV1() : new UpdateEncoderV2();
  }

  /** Returns where all goes that has no column. */
  public final ByteWriter rest() {
    return rest;
  }

  /** Returns what has gone to {@link #rest()} and goes on with an empty one. */
  public final ByteWriter takeRest() {
    ByteWriter taken = rest;
    rest = new ByteWriter();
    return taken;
  }

  /** Writes the id of a left neighbour or of a parent. */
  public abstract void leftId(long client, int clock);

  /** Writes the id of a right neighbour. */
  public abstract void rightId(long client, int clock);

  /** Writes the client of a run of structs. */
  public abstract void client(long client);

  /** Writes a struct's first byte. */
  public abstract void info(int info);

  /** Writes a string. */
  public abstract void string(String text);

  /** Writes a string out of a pool. */
  public abstract void text(TextPool pool, int span, int length);

  /** Writes whether a parent is named by its root key. */
  public abstract void parentInfo(boolean isRootKey);

  /** Writes which shared type an item holds. */
  public abstract void typeRef(int ref);

  /** Writes a length. */
  public abstract void length(int length);

  /** Writes a plain value as JSON (version 1) or any (version 2). */
  public abstract void json(@Nullable Object value);

  /** Writes the key of a format or the name of an element. */
  public abstract void key(String key);

  /** Begins the deletes of a client. */
  public abstract void beginDeletes();

  /** Writes one delete. */
  public abstract void delete(int clock, int length);

  /** Returns the whole update. */
  public abstract byte[] toBytes();
}
