package io.echosdk.sync.codec;

import io.echosdk.sync.value.Undefined;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contents of items other than strings and lists of values: one object each. */
public final class Contents {

  private Contents() {}

  /** Reads a byte array, an {@link Embed}, a {@link Format}, a {@link TypeRef} or a subdocument. */
  public static Object read(UpdateDecoder source, int kind) {
    switch (kind) {
      case Kind.BINARY:
        return source.rest().varBytes();
      case Kind.EMBED:
        return new Embed(source.json());
      case Kind.FORMAT:
        String key = source.key();
        return new Format(key, source.json());
      case Kind.TYPE:
        return TypeRef.read(source);
      case Kind.DOC:
        String guid = source.string();
        return docRef(guid, Values.read(source.rest()));
      default:
        throw Malformed.update("there is no content of kind " + kind);
    }
  }

  @SuppressWarnings("unchecked") // maps that were read have strings as keys
  private static DocRef docRef(String guid, @Nullable Object options) {
    return new DocRef(
        guid, options instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of());
  }

  /** Writes what {@link #read} returns. */
  public static void write(UpdateEncoder target, @Nullable Object content) {
    if (content instanceof byte[] bytes) {
      target.rest().varBytes(bytes);
    } else if (content instanceof Embed embed) {
      target.json(embed.value());
    } else if (content instanceof Format format) {
      target.key(format.key());
      target.json(format.value());
    } else if (content instanceof TypeRef type) {
      type.write(target);
    } else if (content instanceof DocRef inner) {
      target.string(inner.guid());
      Values.write(target.rest(), inner.options());
    } else {
      throw new IllegalStateException("no content of an item: " + content);
    }
  }

  /** Reads one value of a list of values of kind {@link Kind#ANY} or {@link Kind#JSON}. */
  public static @Nullable Object readValue(UpdateDecoder source, int kind) {
    if (kind == Kind.ANY) {
      return Values.read(source.rest());
    }
    String text = source.string();
    return text.equals("undefined") ? Undefined.UNDEFINED : Json.read(text);
  }

  /** Writes one value of a list of values. */
  public static void writeValue(UpdateEncoder target, int kind, @Nullable Object value) {
    if (kind == Kind.ANY) {
      Values.write(target.rest(), value);
    } else {
      target.string(Json.write(value));
    }
  }
}
