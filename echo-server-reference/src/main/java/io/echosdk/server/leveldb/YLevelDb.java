package io.echosdk.server.leveldb;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents that y-leveldb 0.1 keeps in a LevelDB. Its key of an update is the list
 * {@code ["v1", document, "update", number]}, each string written as 0, its length as a varint and
 * UTF-8, the number as 1 and four bytes, the high one first; its value is the update, version 1.
 */
public final class YLevelDb {

  private static final int STRING = 0;
  private static final int NUMBER = 1;

  private YLevelDb() {}

  /**
   * Returns the updates of each document, in the order in which they were stored.
   *
   * @param folder a LevelDB that nobody has open
   * @throws io.echosdk.api.sync.SyncException if it cannot be read
   */
  public static Map<String, List<byte[]>> read(Path folder) {
    Map<String, List<byte[]>> documents = new LinkedHashMap<>();
    for (Map.Entry<byte[], byte[]> each : LevelDb.read(folder).entrySet()) {
      String document = documentOf(each.getKey());
      if (document != null) {
        documents.computeIfAbsent(document, name -> new ArrayList<>()).add(each.getValue());
      }
    }
    return documents;
  }

  /** Returns whose update a key names, or null if it names something else. */
  private static @Nullable String documentOf(byte[] key) {
    List<String> words = new ArrayList<>();
    try {
      Bytes source = new Bytes(key);
      while (source.hasMore()) {
        int kind = source.u8();
        if (kind == STRING) {
          words.add(new String(source.slice(source.varint()), StandardCharsets.UTF_8));
        } else if (kind == NUMBER) {
          words.add("#" + ByteBuffer.wrap(source.slice(4)).getInt());
        } else {
          return null;
        }
      }
    } catch (Damaged e) {
      return null; // a key of somebody else's
    }
    boolean update =
        words.size() == 4
            && words.get(0).equals("v1")
            && words.get(2).equals("update")
            && words.get(3).startsWith("#");
    return update ? words.get(1) : null;
  }
}
