package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/**
 * Reads an update through without keeping anything of it.
 *
 * <p>Every fault that bytes alone can have is found here, before anything is made or changed: what
 * has passed can be read without an error, and what a refused update costs is the time to look at
 * it. The counts let a reader make exactly the room that it will need.
 */
public final class UpdateScan {

  private final UpdateDecoder source;
  private final @Nullable Visitor visitor;
  private long client;
  private int clock;
  private long structs;
  private long characters;
  private int deletes;
  private int bytesLeft;

  /** Hears what an update holds, in its order. */
  public interface Visitor {

    /** Here is a struct. */
    void struct(long client, int clock, int length, int kind);

    /** The struct that follows names an id: a neighbour or its parent. */
    void named(long client, int clock);

    /** Here is a range of deleted clocks. */
    void deleted(long client, int clock, int length);
  }

  private UpdateScan(UpdateDecoder source, @Nullable Visitor visitor) {
    this.source = source;
    this.visitor = visitor;
  }

  /**
   * Reads an update through and goes back to its beginning.
   *
   * @throws io.echosdk.api.sync.SyncException if it is not well-formed or beyond a limit
   */
  public static UpdateScan of(UpdateDecoder source) {
    return of(source, null);
  }

  /** The same, telling somebody what is there. */
  public static UpdateScan of(UpdateDecoder source, @Nullable Visitor visitor) {
    UpdateScan scan = new UpdateScan(source, visitor);
    scan.structs();
    scan.deletes();
    scan.bytesLeft = source.rest.remaining();
    source.restart();
    return scan;
  }

  /** Reads deletes alone through and goes back to the beginning. */
  public static void ofDeletes(UpdateDecoder source) {
    new UpdateScan(source, null).deletes();
    source.restart();
  }

  /** Returns how many structs there are. */
  public int structCount() {
    return (int) structs;
  }

  /** Returns how many characters there are. */
  public int characterCount() {
    return (int) Math.min(characters, Integer.MAX_VALUE);
  }

  /** Returns how many ranges of deletes there are. */
  public int deleteCount() {
    return deletes;
  }

  /** Returns how many bytes follow the update. */
  public int bytesLeft() {
    return bytesLeft;
  }

  private void structs() {
    long most = Math.min(source.mostStructs(), Integer.MAX_VALUE);
    for (long clients = source.rest.varUint(); clients > 0; clients--) {
      long count = source.rest.varUint();
      if (count > most - structs) {
        throw Malformed.limit(
            "it claims more than " + most + " structs, which is far beyond its size");
      }
      structs += count;
      client = source.client();
      clock = source.rest.varUint31();
      for (long i = 0; i < count; i++) {
        struct();
      }
    }
  }

  private void struct() {
    int info = source.info();
    int kind = info & 0x1f;
    int length;
    if (kind == Kind.GC) {
      length = source.length();
    } else if (kind == Kind.SKIP) {
      length = source.rest.varUint31();
    } else {
      neighbours(info);
      length = content(kind);
      if (length == 0) {
        throw Malformed.update("the struct at clock " + clock + " is empty");
      }
    }
    if (length > Integer.MAX_VALUE - clock) {
      throw Malformed.limit("client " + client + " has clocks above 2^31 - 1");
    }
    if (visitor != null) {
      visitor.struct(client, clock, length, kind);
    }
    clock += length;
  }

  private void neighbours(int info) {
    if ((info & Kind.HAS_ORIGIN) != 0) {
      source.leftId();
      checkPast();
    }
    if ((info & Kind.HAS_RIGHT_ORIGIN) != 0) {
      source.rightId();
      checkPast();
    }
    if ((info & (Kind.HAS_ORIGIN | Kind.HAS_RIGHT_ORIGIN)) == 0) {
      if (source.parentInfo()) {
        source.skipText();
      } else {
        source.leftId();
        checkPast();
      }
      if ((info & Kind.HAS_KEY) != 0) {
        source.skipText();
      }
    }
  }

  /** A client names only what it made before. */
  private void checkPast() {
    if (source.idClient == client && source.idClock >= clock) {
      throw Malformed.update("the struct at clock " + clock + " names a later one of its client");
    }
    if (visitor != null) {
      visitor.named(source.idClient, source.idClock);
    }
  }

  private int content(int kind) {
    switch (kind) {
      case Kind.DELETED:
        return source.length();
      case Kind.STRING:
        int units = source.skipText();
        characters += units;
        return units;
      case Kind.ANY:
        return values(true);
      case Kind.JSON:
        return values(false);
      case Kind.BINARY:
        source.rest.skipBytes();
        return 1;
      case Kind.EMBED:
        source.skipJson();
        return 1;
      case Kind.FORMAT:
        source.skipKey();
        source.skipJson();
        return 1;
      case Kind.TYPE:
        TypeRef.skip(source);
        return 1;
      case Kind.DOC:
        source.skipText();
        Values.skip(source.rest);
        return 1;
      default:
        throw Malformed.update("there is no content of kind " + kind);
    }
  }

  private int values(boolean isAny) {
    int count = source.length();
    for (int i = 0; i < count; i++) {
      if (isAny) {
        Values.skip(source.rest);
      } else {
        source.skipJsonText();
      }
    }
    return count;
  }

  private void deletes() {
    for (long clients = source.rest.varUint(); clients > 0; clients--) {
      source.beginDeletes();
      long deleter = source.rest.varUint();
      for (long left = source.rest.varUint(); left > 0; left--) {
        int from = source.deleteClock();
        int length = source.deleteLength();
        if (length > Integer.MAX_VALUE - from) {
          throw Malformed.limit("a delete reaches beyond clock 2^31 - 1");
        }
        deletes++;
        if (visitor != null) {
          visitor.deleted(deleter, from, length);
        }
      }
    }
  }
}
