package io.echosdk.sync.update;

import io.echosdk.sync.codec.Contents;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateDecoder;
import io.echosdk.sync.codec.UpdateScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the structs of an encoded update one after the other, once all of it has passed a scan. */
final class LazyReader {

  private final UpdateDecoder source;
  private final boolean dropsSkips;
  private long clientsLeft;
  private long structsLeft;
  private long client;
  private int clock;
  private @Nullable LazyStruct current;

  LazyReader(byte[] update, int version, boolean dropsSkips) {
    this.source = UpdateDecoder.of(version, update);
    UpdateScan.of(source);
    this.dropsSkips = dropsSkips;
    this.clientsLeft = source.rest().varUint();
    next();
  }

  /** Returns the struct at hand, or null behind the last. */
  @Nullable LazyStruct current() {
    return current;
  }

  /** Returns the struct at hand, which must be there. */
  LazyStruct required() {
    return Objects.requireNonNull(current);
  }

  /** Goes to the next struct and returns it. */
  @Nullable LazyStruct next() {
    do {
      current = read();
    } while (dropsSkips && current != null && current.isSkip());
    return current;
  }

  /** Returns the deletes that follow the last struct. */
  Deletes deletes() {
    return Deletes.read(source);
  }

  /** Adds the deletes that follow the last struct to others. */
  void addDeletesTo(Deletes all) {
    all.readMore(source);
  }

  private @Nullable LazyStruct read() {
    while (structsLeft == 0) {
      if (clientsLeft == 0) {
        return null;
      }
      clientsLeft--;
      structsLeft = source.rest().varUint();
      client = source.client();
      clock = source.rest().varUint31();
    }
    structsLeft--;
    LazyStruct struct = struct();
    clock += struct.length;
    return struct;
  }

  private LazyStruct struct() {
    int info = source.info();
    int kind = info & 0x1f;
    LazyStruct struct = new LazyStruct(kind, client, clock);
    if (kind == Kind.GC) {
      struct.length = source.length();
    } else if (kind == Kind.SKIP) {
      struct.length = source.rest().varUint31();
    } else {
      neighbours(struct, info);
      content(struct);
    }
    return struct;
  }

  private void neighbours(LazyStruct struct, int info) {
    if ((info & Kind.HAS_ORIGIN) != 0) {
      source.leftId();
      struct.originClient = source.idClient();
      struct.originClock = source.idClock();
    }
    if ((info & Kind.HAS_RIGHT_ORIGIN) != 0) {
      source.rightId();
      struct.rightClient = source.idClient();
      struct.rightClock = source.idClock();
    }
    if ((info & (Kind.HAS_ORIGIN | Kind.HAS_RIGHT_ORIGIN)) == 0) {
      if (source.parentInfo()) {
        struct.rootKey = source.string();
      } else {
        source.leftId();
        struct.parentClient = source.idClient();
        struct.parentClock = source.idClock();
      }
      if ((info & Kind.HAS_KEY) != 0) {
        struct.key = source.string();
      }
    }
  }

  private void content(LazyStruct struct) {
    switch (struct.kind) {
      case Kind.DELETED:
        struct.length = source.length();
        break;
      case Kind.STRING:
        String text = source.string();
        struct.content = text;
        struct.length = text.length();
        break;
      case Kind.ANY:
      case Kind.JSON:
        struct.length = source.length();
        struct.content = values(struct);
        break;
      default:
        struct.content = Contents.read(source, struct.kind);
        struct.length = 1;
    }
  }

  private List<@Nullable Object> values(LazyStruct struct) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < struct.length; i++) {
      values.add(Contents.readValue(source, struct.kind));
    }
    return values;
  }
}
