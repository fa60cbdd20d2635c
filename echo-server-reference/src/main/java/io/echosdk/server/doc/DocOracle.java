package io.echosdk.server.doc;

import io.echosdk.api.MediaClock;
import io.echosdk.sync.DocVersion;
import io.echosdk.sync.PlainJson;
import io.echosdk.sync.RelativePosition;
import io.echosdk.sync.SharedDoc;
import io.echosdk.sync.SharedText;
import io.echosdk.sync.SharedType;
import io.echosdk.sync.TextOp;
import io.echosdk.sync.UndoStack;
import io.echosdk.sync.UpdateFormat;
import io.echosdk.sync.Updates;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers one JSON message with another, so that a driver can put the same session to this and to
 * another implementation and compare every byte. Bytes travel as Base64.
 *
 * <p>{@code op} is one of {@code new} (doc, clientID, gc, roots), {@code edit} (doc, ops), {@code
 * apply} (doc, v, u, origin), {@code state} (doc), {@code diff} (doc, sv), {@code merge} (v, us),
 * {@code diffUpdate} (v, u, sv), {@code svOf} (v, u), {@code conv} (to, u), {@code relpos} (doc,
 * path, index, assoc), {@code abspos} (doc, p), {@code delta} (doc, path), {@code undoable} (doc,
 * roots), {@code undo} (doc), {@code redo} (doc), {@code watch} (doc, path) and {@code free} (doc).
 * Once a type is watched, answers to changes have what observers heard as their {@code log}.
 */
public final class DocOracle {

  private final Map<String, Session> docs = new HashMap<>();

  /** A document and what its last transaction sent. */
  private static final class Session {
    private final SharedDoc doc;
    private final DocEdits edits;
    private final List<Object> updatesV1 = new ArrayList<>();
    private final List<Object> updatesV2 = new ArrayList<>();
    private final DocWatch watch = new DocWatch();
    private @Nullable UndoStack undo;

    Session(SharedDoc doc) {
      this.doc = doc;
      this.edits = new DocEdits(doc);
      doc.onUpdate(UpdateFormat.V1, (update, origin) -> updatesV1.add(base64(update)));
      doc.onUpdate(UpdateFormat.V2, (update, origin) -> updatesV2.add(base64(update)));
    }

    Map<String, @Nullable Object> updatesOf(Runnable work) {
      updatesV1.clear();
      updatesV2.clear();
      work.run();
      Map<String, @Nullable Object> updates =
          answer("u1", List.copyOf(updatesV1), "u2", List.copyOf(updatesV2));
      if (watch.isWatching()) {
        updates.put("log", watch.take());
      }
      return updates;
    }

    void makeUndoable(List<?> roots) {
      List<SharedType> scope = roots.stream().map(root -> edits.root((String) root)).toList();
      undo = UndoStack.builder(MediaClock.system(), scope).captureTime(Duration.ZERO).build();
    }

    UndoStack undo() {
      if (undo == null) {
        throw new IllegalArgumentException("the document was not made undoable");
      }
      return undo;
    }
  }

  /** Answers a line; a failure is an answer too. */
  public String answer(String line) {
    try {
      return PlainJson.write(handle(new Message(PlainJson.read(line))));
    } catch (RuntimeException e) {
      return PlainJson.write(answer("err", String.valueOf(e)));
    }
  }

  private Map<String, @Nullable Object> handle(Message message) {
    String verb = message.text("op");
    return switch (verb) {
      case "new" -> create(message);
      case "edit" -> {
        Session session = session(message);
        yield session.updatesOf(
            () -> session.doc.transact(() -> message.list("ops").forEach(session.edits::run)));
      }
      case "apply" -> {
        Session session = session(message);
        yield session.updatesOf(
            () ->
                session.doc.apply(message.bytes("u"), message.format("v"), message.get("origin")));
      }
      case "undo", "redo" -> {
        Session session = session(message);
        UndoStack undo = session.undo();
        yield session.updatesOf(verb.equals("undo") ? undo::undo : undo::redo);
      }
      case "undoable" -> {
        session(message).makeUndoable(message.list("roots"));
        yield answer();
      }
      case "watch" -> {
        Session session = session(message);
        session.watch.watch(session.edits.at(message.list("path")));
        yield answer();
      }
      case "delta" -> {
        SharedText text = (SharedText) session(message).edits.at(message.list("path"));
        yield answer("delta", DocWatch.delta(text.toDelta()));
      }
      case "state" -> state(session(message).doc);
      case "diff" -> diff(session(message).doc, message.bytes("sv"));
      case "merge" ->
          answer(
              "u",
              base64(
                  Updates.merge(
                      message.list("us").stream().map(DocOracle::bytes).toList(),
                      message.format("v"))));
      case "diffUpdate" ->
          answer(
              "u",
              base64(Updates.diff(message.bytes("u"), message.bytes("sv"), message.format("v"))));
      case "svOf" ->
          answer("sv", base64(Updates.stateVector(message.bytes("u"), message.format("v"))));
      case "conv" -> {
        UpdateFormat to = message.format("to");
        UpdateFormat from = to == UpdateFormat.V1 ? UpdateFormat.V2 : UpdateFormat.V1;
        yield answer("u", base64(Updates.convert(message.bytes("u"), from, to)));
      }
      case "relpos" -> relativePosition(message);
      case "abspos" -> absolutePosition(message);
      case "free" -> {
        docs.remove(message.text("doc"));
        yield answer();
      }
      default -> throw new IllegalArgumentException("op " + verb);
    };
  }

  private Map<String, @Nullable Object> create(Message message) {
    SharedDoc doc =
        SharedDoc.builder()
            .clientId(message.number("clientID"))
            .collectsGarbage(!Boolean.FALSE.equals(message.get("gc")))
            .build();
    Session session = new Session(doc);
    docs.put(message.text("doc"), session);
    if (message.get("roots") != null) {
      message.list("roots").forEach(root -> session.edits.root((String) root));
    }
    return answer();
  }

  private Session session(Message message) {
    Session session = docs.get(message.text("doc"));
    if (session == null) {
      throw new IllegalArgumentException("no document " + message.text("doc"));
    }
    return session;
  }

  private static Map<String, @Nullable Object> state(SharedDoc doc) {
    DocVersion version = doc.version();
    Map<String, @Nullable Object> plain = doc.toPlain();
    return answer(
        "v1", base64(doc.encode(UpdateFormat.V1)),
        "v2", base64(doc.encode(UpdateFormat.V2)),
        "sv", base64(doc.stateVector()),
        "snap1", base64(version.encode(UpdateFormat.V1)),
        "snap2", base64(version.encode(UpdateFormat.V2)),
        "json", PlainJson.write(withoutBigIntegers(plain)),
        "delta", PlainJson.write(deltas(doc, plain)),
        "pending", doc.hasPending());
  }

  private static List<@Nullable Object> deltas(SharedDoc doc, Map<String, @Nullable Object> roots) {
    List<@Nullable Object> deltas = new ArrayList<>();
    for (String root : roots.keySet()) {
      if (root.startsWith("t")) {
        deltas.add(List.of(root, delta(doc.text(root))));
      }
    }
    return deltas;
  }

  private static List<Object> delta(SharedText text) {
    List<Object> delta = new ArrayList<>();
    for (TextOp.Insert op : text.toDelta()) {
      Map<String, @Nullable Object> fields = answer("insert", SharedDoc.plain(op.content()));
      if (!op.attributes().isEmpty()) {
        fields.put("attributes", op.attributes());
      }
      delta.add(fields);
    }
    return delta;
  }

  /** JSON has no big integers; the driver expects them as strings. */
  private static @Nullable Object withoutBigIntegers(@Nullable Object value) {
    if (value instanceof BigInteger) {
      return "big:" + value;
    }
    if (value instanceof List<?> items) {
      return items.stream()
          .map(DocOracle::withoutBigIntegers)
          .collect(Collectors.toCollection(ArrayList::new));
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, withoutBigIntegers(item)));
      return copy;
    }
    return value;
  }

  private static Map<String, @Nullable Object> diff(SharedDoc doc, byte[] stateVector) {
    return answer(
        "v1", base64(doc.encode(UpdateFormat.V1, stateVector)),
        "v2", base64(doc.encode(UpdateFormat.V2, stateVector)));
  }

  private Map<String, @Nullable Object> relativePosition(Message message) {
    Session session = session(message);
    int association = message.get("assoc") == null ? 0 : (int) message.number("assoc");
    RelativePosition position =
        session.doc.relativePosition(
            session.edits.at(message.list("path")), (int) message.number("index"), association);
    return answer("p", base64(position.encode()));
  }

  private Map<String, @Nullable Object> absolutePosition(Message message) {
    RelativePosition position = RelativePosition.decode(message.bytes("p"));
    SharedDoc.Place place = session(message).doc.resolve(position);
    return place == null
        ? answer("index", null, "assoc", null)
        : answer("index", place.index(), "assoc", position.association());
  }

  /** Returns an answer of names and values in turn. */
  static Map<String, @Nullable Object> answer(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      answer.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return answer;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] bytes(@Nullable Object base64) {
    return Base64.getDecoder().decode(String.valueOf(base64));
  }

  /** The fields of a message. */
  private record Message(@Nullable Object fields) {
    @Nullable Object get(String name) {
      return fields instanceof Map<?, ?> map ? map.get(name) : null;
    }

    String text(String name) {
      return String.valueOf(get(name));
    }

    long number(String name) {
      if (get(name) instanceof Number number) {
        return number.longValue();
      }
      throw new IllegalArgumentException(name + " must be a number but is " + get(name));
    }

    List<?> list(String name) {
      if (get(name) instanceof List<?> list) {
        return list;
      }
      throw new IllegalArgumentException(name + " must be a list but is " + get(name));
    }

    byte[] bytes(String name) {
      return DocOracle.bytes(get(name));
    }

    UpdateFormat format(String name) {
      return get(name) instanceof Number number && number.intValue() == 2
          ? UpdateFormat.V2
          : UpdateFormat.V1;
    }
  }
}
