package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Embed;
import io.echosdk.sync.codec.Format;
import io.echosdk.sync.codec.Kind;
import io.echosdk.sync.codec.StateVector;
import io.echosdk.sync.update.Deletes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what shared types held at a moment. Deleted content shows as far as it is still here. Cost:
 * the rows of the type, cut at the moment's borders and joined again afterwards.
 */
public final class PastViews {

  private static final String CHANGE = "ychange";

  private final DocEngine doc;
  private final Rows rows;
  private final StateVector state;
  private final Deletes deletes;

  /** Reads a document at a moment. */
  public PastViews(DocEngine doc, StateVector state, Deletes deletes) {
    this.doc = doc;
    this.rows = doc.rows;
    this.state = state;
    this.deletes = deletes;
  }

  /** Says who wrote or deleted something, as the value of a format. */
  public interface Attribution {
    /** Returns the value for a run of text, or for all that one client wrote. */
    Map<String, @Nullable Object> of(boolean isAdded, long client, int clock);
  }

  /**
   * Returns a text at the moment; with an earlier moment, what went since then is there too.
   *
   * @param since the earlier moment, or null
   */
  public List<Views.Stretch> stretches(
      TypeNode text, @Nullable PastViews since, Attribution attribution) {
    List<Views.Stretch> stretches = new ArrayList<>();
    doc.transact(
        null,
        true,
        transaction -> {
          Moment now = moment();
          Moment before = since == null ? null : since.moment();
          now.cut(transaction);
          if (before != null) {
            before.cut(transaction);
          }
          new Reading(now, before, attribution, stretches).read(text);
        });
    return stretches;
  }

  private Moment moment() {
    return new Moment(doc, state, deletes);
  }

  /** Returns the values of a list at the moment. */
  public List<@Nullable Object> list(TypeNode list) {
    List<@Nullable Object> values = new ArrayList<>();
    doc.transact(
        null,
        true,
        transaction -> {
          Moment now = moment();
          now.cut(transaction);
          for (int row = list.start; row != Rows.NONE; row = rows.right[row]) {
            if (rows.isCountable(row) && now.saw(row)) {
              for (int i = 0; i < rows.length[row]; i++) {
                values.add(doc.lists.contentAt(row, i));
              }
            }
          }
        });
    return values;
  }

  /** Returns what all keys of a map held at the moment. */
  public Map<String, @Nullable Object> entries(TypeNode map) {
    Moment now = moment();
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    map.map.forEach(
        (key, newest) -> {
          int row = newest;
          while (row != Rows.NONE && !now.knew(row)) {
            row = rows.left[row];
          }
          if (row != Rows.NONE && now.saw(row) && rows.isCountable(row)) {
            entries.put(doc.keyName(key), doc.lists.contentAt(row, rows.length[row] - 1));
          }
        });
    return entries;
  }

  /** A walk over a text that shows one moment, or the difference of two. */
  private final class Reading {
    private final Moment now;
    private final @Nullable Moment before;
    private final Attribution attribution;
    private final List<Views.Stretch> stretches;
    private final Attributes attributes = new Attributes();
    private final StringBuilder characters = new StringBuilder();

    Reading(
        Moment now,
        @Nullable Moment before,
        Attribution attribution,
        List<Views.Stretch> stretches) {
      this.now = now;
      this.before = before;
      this.attribution = attribution;
      this.stretches = stretches;
    }

    void read(TypeNode text) {
      for (int row = text.start; row != Rows.NONE; row = rows.right[row]) {
        boolean isThere = now.saw(row);
        if (!isThere && (before == null || !before.saw(row))) {
          continue;
        }
        int kind = rows.kind(row);
        if (kind == Kind.STRING) {
          attribute(row, isThere);
          rows.text.appendTo(characters, rows.content[row], rows.length[row]);
        } else if (kind == Kind.FORMAT) {
          if (isThere && rows.value(row) instanceof Format format) {
            endRun();
            attributes.pass(format);
          }
        } else if (rows.isCountable(row)) {
          endRun();
          Object value = rows.value(row);
          add(value instanceof Embed embed ? embed.value() : value);
        }
      }
      endRun();
    }

    private void attribute(int row, boolean isThere) {
      long client = doc.clients.client(rows.slot[row]);
      Object known = attributes.get(CHANGE);
      if (!isThere || (before != null && !before.saw(row))) {
        if (!saysSame(known, client, isThere ? "added" : "removed")) {
          endRun();
          attributes.put(CHANGE, attribution.of(isThere, client, rows.clock[row]));
        }
      } else if (known != null) {
        endRun();
        attributes.put(CHANGE, null);
      }
    }

    private boolean saysSame(@Nullable Object known, long client, String type) {
      return known instanceof Map<?, ?> fields
          && fields.get("user") instanceof Number user
          && user.doubleValue() == client
          && type.equals(fields.get("type"));
    }

    private void endRun() {
      if (characters.length() > 0) {
        add(characters.toString());
        characters.setLength(0);
      }
    }

    private void add(@Nullable Object content) {
      Map<String, Object> formats = new LinkedHashMap<>(attributes.values());
      stretches.add(new Views.Stretch(content, Collections.unmodifiableMap(formats)));
    }
  }
}
