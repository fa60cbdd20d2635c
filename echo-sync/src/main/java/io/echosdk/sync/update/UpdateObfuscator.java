package io.echosdk.sync.update;

import io.echosdk.sync.codec.DocRef;
import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.TypeRef;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces all that an update says by numbers and leaves how it is built, so that it can be given
 * away with a report. What is the same stays the same: keys, names and formats are numbered when
 * they are met first. Names of roots stay.
 */
public final class UpdateObfuscator {

  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> formats = new HashMap<>();
  private final Map<Object, Object> formatValues = new HashMap<>();
  private int number;

  private UpdateObfuscator() {}

  /** Returns an update of the same structure that says nothing. */
  public static byte[] obfuscate(byte[] update, int version) {
    UpdateObfuscator obfuscator = new UpdateObfuscator();
    LazyReader source = new LazyReader(update, version, false);
    UpdateEncoder target = UpdateEncoder.of(version);
    StructStream stream = new StructStream(target);
    for (LazyStruct struct = source.current(); struct != null; struct = source.next()) {
      obfuscator.obfuscate(struct);
      stream.write(struct, 0);
    }
    stream.finish();
    source.deletes().write(target);
    return target.toBytes();
  }

  private void obfuscate(LazyStruct struct) {
    if (struct.kind == Kind.GC || struct.isSkip()) {
      return;
    }
    struct.content = content(struct.content);
    String key = struct.key;
    if (key != null) {
      struct.key = keys.computeIfAbsent(key, each -> String.valueOf(number));
    }
    number++;
  }

  private @Nullable Object content(@Nullable Object content) {
    if (content instanceof String text) {
      return String.valueOf(number % 10).repeat(text.length());
    }
    if (content instanceof List<?> values) {
      return Collections.nCopies(values.size(), (Object) number);
    }
    if (content instanceof byte[]) {
      return new byte[] {(byte) number};
    }
    if (content instanceof Embed) {
      return new Embed(Map.of());
    }
    if (content instanceof DocRef) {
      return new DocRef(String.valueOf(number), Map.of());
    }
    if (content instanceof Format format) {
      Object value = format.value();
      return new Format(
          formats.computeIfAbsent(format.key(), each -> String.valueOf(number)),
          value == null ? null : formatValues.computeIfAbsent(value, each -> Map.of("i", number)));
    }
    if (content instanceof TypeRef type && !type.name().isEmpty()) {
      return new TypeRef(
          type.ref(),
          Objects.requireNonNull(names.computeIfAbsent(type.name(), each -> "node-" + number)));
    }
    return content;
  }
}
