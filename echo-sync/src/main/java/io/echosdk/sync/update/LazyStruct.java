package io.echosdk.sync.update;

import io.echosdk.sync.codec.Contents;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.UpdateEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One struct of an encoded update. */
final class LazyStruct {

  final int kind;
  final long client;
  int clock;
  int length;
  long originClient = -1; // -1: none
  int originClock;
  long rightClient = -1; // -1: none
  int rightClock;
  @Nullable String rootKey; // of the parent
  long parentClient = -1; // -1: none
  int parentClock;
  @Nullable String key;
  @Nullable Object content; // String, List of values, or what Contents reads

  LazyStruct(int kind, long client, int clock) {
    this.kind = kind;
    this.client = client;
    this.clock = clock;
  }

  static LazyStruct skip(long client, int clock, int length) {
    LazyStruct skip = new LazyStruct(Kind.SKIP, client, clock);
    skip.length = length;
    return skip;
  }

  int end() {
    return clock + length;
  }

  boolean isSkip() {
    return kind == Kind.SKIP;
  }

  /** Takes the first units away. */
  void cutOff(int count) {
    if (kind != Kind.GC && kind != Kind.SKIP) {
      originClient = client;
      originClock = clock + count - 1;
    }
    content = contentFrom(count, true);
    clock += count;
    length -= count;
  }

  /** Joins another one if both are gaps or both are collected. */
  boolean join(LazyStruct next) {
    if (kind != next.kind || (kind != Kind.GC && kind != Kind.SKIP)) {
      return false;
    }
    length += next.length;
    return true;
  }

  private @Nullable Object contentFrom(int count, boolean healsPairs) {
    if (count > 0 && content instanceof String text) {
      boolean halvesPair = healsPairs && Character.isHighSurrogate(text.charAt(count - 1));
      return halvesPair ? "\ufffd" + text.substring(count + 1) : text.substring(count);
    }
    if (count > 0 && content instanceof List<?> values) {
      return new ArrayList<>(values.subList(count, values.size()));
    }
    return content;
  }

  void write(UpdateEncoder target, int offset) {
    if (kind == Kind.GC) {
      target.info(Kind.GC);
      target.length(length - offset);
    } else if (kind == Kind.SKIP) {
      target.info(Kind.SKIP);
      target.rest().varUint(length - offset);
    } else {
      writeItem(target, offset);
    }
  }

  private void writeItem(UpdateEncoder target, int offset) {
    boolean hasOrigin = offset > 0 || originClient >= 0;
    target.info(
        kind
            | (hasOrigin ? Kind.HAS_ORIGIN : 0)
            | (rightClient >= 0 ? Kind.HAS_RIGHT_ORIGIN : 0)
            | (key != null ? Kind.HAS_KEY : 0));
    if (offset > 0) {
      target.leftId(client, clock + offset - 1);
    } else if (hasOrigin) {
      target.leftId(originClient, originClock);
    }
    if (rightClient >= 0) {
      target.rightId(rightClient, rightClock);
    }
    if (!hasOrigin && rightClient < 0) {
      writeParent(target);
    }
    writeContent(target, offset);
  }

  private void writeParent(UpdateEncoder target) {
    String root = rootKey;
    target.parentInfo(root != null);
    if (root != null) {
      target.string(root);
    } else {
      target.leftId(parentClient, parentClock);
    }
    String name = key;
    if (name != null) {
      target.string(name);
    }
  }

  private void writeContent(UpdateEncoder target, int offset) {
    Object rest = contentFrom(offset, false);
    if (kind == Kind.DELETED) {
      target.length(length - offset);
    } else if (rest instanceof String text) {
      target.string(text);
    } else if (rest instanceof List<?> values) {
      target.length(values.size());
      values.forEach(value -> Contents.writeValue(target, kind, value));
    } else {
      Contents.write(target, rest);
    }
  }
}
