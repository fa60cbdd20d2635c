package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/** Reads what {@link UpdateEncoder} writes. */
public abstract sealed class UpdateDecoder permits UpdateDecoderV1, UpdateDecoderV2 {

  final ByteReader rest;

  /** The client of the id that was read last. */
  long idClient;

  /** The clock of the id that was read last. */
  int idClock;

  UpdateDecoder(ByteReader rest) {
    this.rest = rest;
  }

  /** Creates a decoder for version 1 or 2. */
  public static UpdateDecoder of(int version, byte[] update) {
    return version == 1 ? new UpdateDecoderV1(update) : new UpdateDecoderV2(update);
  }

  /** Creates a decoder for deletes alone, which have no columns in version 2. */
  public static UpdateDecoder withoutColumns(int version, byte[] bytes) {
    return version == 1 ? new UpdateDecoderV1(bytes) : UpdateDecoderV2.withoutColumns(bytes);
  }

  /** Goes back to the beginning. */
  public abstract void restart();

  /** Returns how many structs an update of so many bytes may claim to hold. */
  abstract long mostStructs();

  /** Returns where all is that has no column. */
  public final ByteReader rest() {
    return rest;
  }

  /** Returns the client of the id that was read last. */
  public final long idClient() {
    return idClient;
  }

  /** Returns the clock of the id that was read last. */
  public final int idClock() {
    return idClock;
  }

  /** Reads the id of a left neighbour or of a parent. */
  public abstract void leftId();

  /** Reads the id of a right neighbour. */
  public abstract void rightId();

  /** Reads the client of a run of structs. */
  public abstract long client();

  /** Reads a struct's first byte. */
  public abstract int info();

  /** Reads a string. */
  public abstract String string();

  /** Reads a string into a pool and returns its span. */
  public abstract int text(TextPool pool);

  /** Passes a string and returns its length. */
  abstract int skipText();

  /** Passes a plain value. */
  abstract void skipJson();

  /** Passes the key of a format or the name of an element. */
  abstract void skipKey();

  /** Passes a value of a list of kind {@link Kind#JSON}. */
  abstract void skipJsonText();

  /** Reads whether a parent is named by its root key. */
  public abstract boolean parentInfo();

  /** Reads which shared type an item holds. */
  public abstract int typeRef();

  /** Reads a length. */
  public abstract int length();

  /** Reads a plain value. */
  public abstract @Nullable Object json();

  /** Reads the key of a format or the name of an element. */
  public abstract String key();

  /** Begins the deletes of a client. */
  public abstract void beginDeletes();

  /** Reads the clock of a delete. */
  public abstract int deleteClock();

  /** Reads the length of a delete. */
  public abstract int deleteLength();
}
