package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a transaction changed a text, formats included: a walk over its items that keeps the
 * formats in force now, those that were in force before, and the difference between both for the
 * content that stays. Unlike its model in Yjs it deletes no format that turns out to be needless: a
 * reader never writes.
 */
final class TextDelta {

  private final Rows rows;
  private final Transaction transaction;
  private final IntPredicate isGone;
  private final List<Change.Step> steps = new ArrayList<>(4);
  private final Attributes current = new Attributes();
  private final Attributes before = new Attributes();
  private final Map<String, @Nullable Object> changed = new LinkedHashMap<>();
  private final StringBuilder inserted = new StringBuilder();
  private Change.@Nullable Action action;
  private int length;

  TextDelta(Rows rows, Transaction transaction, IntPredicate isGone) {
    this.rows = rows;
    this.transaction = transaction;
    this.isGone = isGone;
  }

  List<Change.Step> read(TypeNode text) {
    for (int row = text.start; row != Rows.NONE; row = rows.right[row]) {
      if (rows.kind(row) == Kind.FORMAT) {
        if (rows.value(row) instanceof Format format) {
          passFormat(row, format);
        }
      } else if (!rows.is(row, Rows.DELETED)) {
        passContent(row);
      } else if (isGone.test(row) && !transaction.isNew(row)) {
        begin(Change.Action.DELETE);
        length += rows.length[row];
      }
    }
    end();
    while (!steps.isEmpty() && isPlainRetain(steps.get(steps.size() - 1))) {
      steps.remove(steps.size() - 1);
    }
    return Collections.unmodifiableList(steps);
  }

  private static boolean isPlainRetain(Change.Step step) {
    return step.action() == Change.Action.UPDATE && step.attributes().isEmpty();
  }

  private void passContent(int row) {
    if (!rows.isCountable(row)) {
      return;
    }
    if (!transaction.isNew(row)) {
      begin(Change.Action.UPDATE);
      length += rows.length[row];
    } else if (rows.kind(row) == Kind.STRING) {
      begin(Change.Action.ADD);
      rows.text.appendTo(inserted, rows.content[row], rows.length[row]);
    } else {
      end();
      Object value = rows.value(row);
      Object content = value instanceof Embed embed ? embed.value() : value;
      steps.add(new Change.Step(Change.Action.ADD, content, 1, formatsInForce()));
    }
  }

  private void passFormat(int row, Format format) {
    boolean isLive = !rows.is(row, Rows.DELETED);
    String key = format.key();
    Object value = format.value();
    if (transaction.isNew(row)) {
      if (!isLive) {
        return;
      }
      if (!Attributes.same(current.get(key), value)) {
        change(key, value, Attributes.same(value, before.get(key)));
      } else if (value != null) {
        return; // says what holds anyway
      }
    } else if (isGone.test(row)) {
      before.put(key, value);
      if (!Attributes.same(current.get(key), value)) {
        change(key, current.get(key), false);
      }
    } else if (isLive) {
      before.put(key, value);
      if (changed.containsKey(key)) {
        Object now = changed.get(key);
        if (!Attributes.same(now, value)) {
          change(key, value, value == null);
        } else if (now != null) {
          return; // says what holds anyway
        }
      }
    }
    if (isLive) {
      if (action == Change.Action.ADD) {
        end();
      }
      current.pass(format);
    }
  }

  private void change(String key, @Nullable Object value, boolean isAsBefore) {
    if (action == Change.Action.UPDATE) {
      end();
    }
    if (isAsBefore) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
  }

  private void begin(Change.Action next) {
    if (action != next) {
      end();
      action = next;
    }
  }

  private void end() {
    if (action == Change.Action.ADD && inserted.length() > 0) {
      steps.add(
          new Change.Step(
              Change.Action.ADD, inserted.toString(), inserted.length(), formatsInForce()));
    } else if (action == Change.Action.DELETE) {
      steps.add(new Change.Step(Change.Action.DELETE, null, length, Map.of()));
    } else if (action == Change.Action.UPDATE) {
      Map<String, @Nullable Object> formats =
          Collections.unmodifiableMap(new LinkedHashMap<>(changed));
      steps.add(new Change.Step(Change.Action.UPDATE, null, length, formats));
    }
    inserted.setLength(0);
    length = 0;
    action = null;
  }

  private Map<String, @Nullable Object> formatsInForce() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(current.values()));
  }
}
