package io.echosdk.sync;

import io.echosdk.api.sync.RoomSnapshot;
import io.echosdk.sync.codec.ByteReader;
import io.echosdk.sync.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rooms write beside a snapshot, so that its state vector and its texts can be had without a
 * document: the state vector with its length, the number of texts, and for each its root and its
 * characters as UTF-8 with their lengths, all numbers varints. Texts that do not fit are left out.
 */
public final class RoomNote {

  private final byte[] stateVector;
  private final Map<String, String> texts;

  private RoomNote(byte[] stateVector, Map<String, String> texts) {
    this.stateVector = stateVector;
    this.texts = texts;
  }

  /**
   * Returns the note of a document.
   *
   * @param doc the caller's own, made for this: its roots are taken for texts
   * @return at most {@link RoomSnapshot#MAX_NOTE_BYTES}; empty where not even the state vector fits
   */
  public static byte[] of(SharedDoc doc) {
    byte[] stateVector = doc.stateVector();
    Map<String, String> texts = new LinkedHashMap<>();
    long bytes = stateVector.length + 16L;
    for (String root : doc.rootNames()) {
      String text = doc.text(root).toString();
      bytes += 10L + utf8Bytes(root) + utf8Bytes(text);
      if (bytes > RoomSnapshot.MAX_NOTE_BYTES) {
        break;
      }
      texts.put(root, text);
    }
    return stateVector.length + 16L > RoomSnapshot.MAX_NOTE_BYTES
        ? new byte[0]
        : new RoomNote(stateVector, texts).encode();
  }

  private static long utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private byte[] encode() {
    ByteWriter out = new ByteWriter();
    out.varBytes(stateVector);
    out.varUint(texts.size());
    texts.forEach(
        (root, text) -> {
          out.varBytes(root.getBytes(StandardCharsets.UTF_8));
          out.varBytes(text.getBytes(StandardCharsets.UTF_8));
        });
    return out.toBytes();
  }

  /**
   * Reads a note.
   *
   * @throws io.echosdk.api.sync.SyncException if it is none
   */
  public static RoomNote read(byte[] note) {
    ByteReader in = new ByteReader(note);
    byte[] stateVector = in.varBytes();
    Map<String, String> texts = new LinkedHashMap<>();
    for (long left = in.varUint(); left > 0; left--) {
      String root = new String(in.varBytes(), StandardCharsets.UTF_8);
      texts.put(root, new String(in.varBytes(), StandardCharsets.UTF_8));
    }
    return new RoomNote(stateVector, texts);
  }

  /** Returns the state vector of the snapshot. */
  public byte[] stateVector() {
    return stateVector.clone();
  }

  /** Returns the text of a root, or null if the note does not hold it. */
  public @Nullable String text(String root) {
    return texts.get(root);
  }
}
