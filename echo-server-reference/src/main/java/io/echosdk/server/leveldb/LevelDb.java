package io.echosdk.server.leveldb;

import io.echosdk.api.sync.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads a LevelDB folder as it lies there, without LevelDB and without changing anything. What a
 * key holds is its entry with the highest number, be it in a table or in a log; all values are held
 * in memory. Source: doc/impl.md of google/leveldb and db/version_edit.cc for the tags.
 */
final class LevelDb {

  private static final int DELETED = 0;
  private static final int STORED = 1;

  private final Path folder;
  private final TreeMap<byte[], Entry> entries = new TreeMap<>(Arrays::compareUnsigned);
  private final TreeSet<Long> tables = new TreeSet<>();
  private long logNumber;

  /** What a key holds, or that it was deleted. */
  private record Entry(long number, byte[] value, boolean deleted) {}

  private LevelDb(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns keys and values in the order of the keys as unsigned bytes.
   *
   * @throws SyncException if the folder is no LevelDB or cannot be read
   */
  static TreeMap<byte[], byte[]> read(Path folder) {
    LevelDb database = new LevelDb(folder);
    database.readAll();
    TreeMap<byte[], byte[]> live = new TreeMap<>(Arrays::compareUnsigned);
    for (Map.Entry<byte[], Entry> each : database.entries.entrySet()) {
      if (!each.getValue().deleted()) {
        live.put(each.getKey(), each.getValue().value());
      }
    }
    return live;
  }

  private void readAll() {
    String current = new String(content(folder.resolve("CURRENT")), StandardCharsets.UTF_8).strip();
    if (!current.matches("MANIFEST-[0-9]+")) {
      throw damaged(folder.resolve("CURRENT"), new Damaged("it names no manifest"));
    }
    reading(
        folder.resolve(current), file -> LogReader.records(file).forEach(this::readVersionEdit));
    for (long table : tables) {
      reading(tableFile(table), file -> TableReader.visit(file, this::addTableEntry));
    }
    for (long log : logs()) {
      if (log >= logNumber) {
        reading(
            folder.resolve(String.format("%06d.log", log)),
            file -> LogReader.records(file).forEach(this::readBatch));
      }
    }
  }

  private Path tableFile(long number) {
    Path usual = folder.resolve(String.format("%06d.ldb", number));
    return Files.exists(usual) ? usual : folder.resolve(String.format("%06d.sst", number));
  }

  private List<Long> logs() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}\\.log"))
          .map(name -> Long.parseLong(name.substring(0, name.length() - 4)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private void readVersionEdit(byte[] record) {
    Bytes edit = new Bytes(record);
    while (edit.hasMore()) {
      int tag = edit.varint();
      switch (tag) {
        case 1 -> edit.slice(edit.varint()); // the order of keys, which is not needed here
        case 2 -> logNumber = edit.varint64();
        case 3, 4, 9 -> edit.varint64(); // next file, last number, previous log
        case 5 -> { // where the next compaction begins
          edit.varint();
          edit.slice(edit.varint());
        }
        case 6 -> {
          edit.varint();
          tables.remove(edit.varint64());
        }
        case 7 -> {
          edit.varint();
          tables.add(edit.varint64());
          edit.varint64();
          edit.slice(edit.varint());
          edit.slice(edit.varint());
        }
        default -> throw new Damaged("it has an unknown tag " + tag);
      }
    }
  }

  private void addTableEntry(byte[] key, byte[] value) {
    if (key.length < 8) {
      throw new Damaged("a key of " + key.length + " bytes");
    }
    long trailer = new Bytes(key, key.length - 8, key.length).int64();
    add(Arrays.copyOf(key, key.length - 8), trailer >>> 8, (int) (trailer & 0xFF), value);
  }

  private void readBatch(byte[] record) {
    Bytes batch = new Bytes(record);
    long number = batch.int64();
    int count = batch.littleEndian(4);
    for (int n = 0; n < count; n++) {
      int kind = batch.u8();
      byte[] key = batch.slice(batch.varint());
      byte[] value = kind == STORED ? batch.slice(batch.varint()) : new byte[0];
      add(key, number + n, kind, value);
    }
  }

  private void add(byte[] key, long number, int kind, byte[] value) {
    if (kind != STORED && kind != DELETED) {
      throw new Damaged("an entry of kind " + kind);
    }
    Entry entry = new Entry(number, value, kind == DELETED);
    entries.merge(key, entry, (old, next) -> next.number() >= old.number() ? next : old);
  }

  /** Something that reads the content of a file. */
  private interface Reading {
    void read(byte[] content);
  }

  private static void reading(Path file, Reading reading) {
    byte[] content = content(file);
    try {
      reading.read(content);
    } catch (Damaged e) {
      throw damaged(file, e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SyncException(
          SyncException.Kind.STORE_FAILED,
          file + " is not there",
          "name the whole folder of a LevelDB",
          e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static SyncException unreadable(Path file, IOException cause) {
    return new SyncException(
        SyncException.Kind.STORE_FAILED,
        "cannot read " + file + " (" + cause + ")",
        "let this process read it",
        cause);
  }

  private static SyncException damaged(Path file, Damaged what) {
    return new SyncException(
        SyncException.Kind.STORE_DAMAGED,
        file + " is damaged, " + what.getMessage(),
        "bring it back from a copy, or let LevelDB repair it",
        what);
  }
}
