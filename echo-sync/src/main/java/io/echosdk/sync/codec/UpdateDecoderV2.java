package io.echosdk.sync.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Version 2: a column for each kind of field, run-length coded. */
public final class UpdateDecoderV2 extends UpdateDecoder {

  /** The flags and nine columns without content; that of strings holds an empty string. */
  private static final byte[] EMPTY_COLUMNS = {0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

  private static final int COLUMNS = 9;

  /**
   * Runs let a few bytes claim any number of structs. What people write needs about a byte for most
   * structs, so an update that claims very many more is refused.
   */
  private static final long STRUCTS_PER_BYTE = 64;

  private static final long ANY_UPDATE_STRUCTS = 1 << 17;

  private final Runs.DifferenceRunReader keyClocks;
  private final Runs.UintRunReader clients;
  private final Runs.DifferenceRunReader leftClocks;
  private final Runs.DifferenceRunReader rightClocks;
  private final Runs.ByteRunReader infos;
  private final TextPool strings = new TextPool();
  private final Runs.UintRunReader stringLengths;
  private final Runs.ByteRunReader parentInfos;
  private final Runs.UintRunReader typeRefs;
  private final Runs.UintRunReader lengths;
  private final List<String> keys = new ArrayList<>();
  private final int firstString; // a span
  private final int size;
  private int nextString;
  private int charactersLeft;
  private int keysSkipped;
  private long lastDelete;

  /** Reads an update from its first byte. */
  public UpdateDecoderV2(byte[] update) {
    super(new ByteReader(update));
    size = update.length;
    rest.varUint(); // feature flags, none so far
    keyClocks = new Runs.DifferenceRunReader(rest.varSection());
    clients = new Runs.UintRunReader(rest.varSection());
    leftClocks = new Runs.DifferenceRunReader(rest.varSection());
    rightClocks = new Runs.DifferenceRunReader(rest.varSection());
    infos = new Runs.ByteRunReader(rest.varSection());
    ByteReader stringColumn = rest.varSection();
    firstString = stringColumn.varText(strings);
    nextString = firstString;
    charactersLeft = strings.lastLength();
    stringLengths = new Runs.UintRunReader(stringColumn.rest());
    parentInfos = new Runs.ByteRunReader(rest.varSection());
    typeRefs = new Runs.UintRunReader(rest.varSection());
    lengths = new Runs.UintRunReader(rest.varSection());
  }

  /** Reads what has no columns: deletes alone. */
  static UpdateDecoderV2 withoutColumns(byte[] bytes) {
    byte[] prefixed = new byte[EMPTY_COLUMNS.length + bytes.length];
    System.arraycopy(EMPTY_COLUMNS, 0, prefixed, 0, EMPTY_COLUMNS.length);
    System.arraycopy(bytes, 0, prefixed, EMPTY_COLUMNS.length, bytes.length);
    return new UpdateDecoderV2(prefixed);
  }

  @Override
  public void restart() {
    rest.restart();
    rest.varUint();
    for (int column = 0; column < COLUMNS; column++) {
      rest.skipBytes();
    }
    keyClocks.restart();
    clients.restart();
    leftClocks.restart();
    rightClocks.restart();
    infos.restart();
    stringLengths.restart();
    parentInfos.restart();
    typeRefs.restart();
    lengths.restart();
    nextString = firstString;
    charactersLeft = strings.size();
    keys.clear();
    keysSkipped = 0;
  }

  @Override
  long mostStructs() {
    return ANY_UPDATE_STRUCTS + size * STRUCTS_PER_BYTE;
  }

  @Override
  public void leftId() {
    idClient = clients.read();
    idClock = leftClocks.read();
  }

  @Override
  public void rightId() {
    idClient = clients.read();
    idClock = rightClocks.read();
  }

  @Override
  public long client() {
    return clients.read();
  }

  @Override
  public int info() {
    return infos.read();
  }

  @Override
  public String string() {
    int length = nextLength();
    String text = strings.text(nextString, length);
    nextString = TextPool.advance(nextString, length);
    return text;
  }

  @Override
  public int text(TextPool pool) {
    int length = nextLength();
    int span = pool.append(strings, nextString, length);
    nextString = TextPool.advance(nextString, length);
    return span;
  }

  private int nextLength() {
    long length = stringLengths.read();
    if (length > charactersLeft) {
      throw Malformed.update("a string reaches beyond the column of strings");
    }
    charactersLeft -= (int) length;
    return (int) length;
  }

  @Override
  int skipText() {
    int length = nextLength();
    nextString = TextPool.advance(nextString, length);
    return length;
  }

  @Override
  void skipJson() {
    if (rest.peek() == Values.UNDEFINED) {
      throw Malformed.update("an embed or format is undefined, which version 1 cannot say");
    }
    Values.skip(rest);
  }

  @Override
  void skipKey() {
    if (keyClocks.read() >= keysSkipped) {
      skipText();
      keysSkipped++;
    }
  }

  @Override
  void skipJsonText() {
    JsonCheck.checkOrUndefined(string());
  }

  @Override
  public boolean parentInfo() {
    return parentInfos.read() == 1;
  }

  @Override
  public int typeRef() {
    return typeRefs.read31();
  }

  @Override
  public int length() {
    return lengths.read31();
  }

  @Override
  public @Nullable Object json() {
    return Values.read(rest);
  }

  @Override
  public String key() {
    int keyClock = keyClocks.read();
    if (keyClock < keys.size()) {
      return keys.get(keyClock);
    }
    String key = string();
    keys.add(key);
    return key;
  }

  @Override
  public void beginDeletes() {
    lastDelete = 0;
  }

  @Override
  public int deleteClock() {
    lastDelete += rest.varUint();
    if (lastDelete > Integer.MAX_VALUE) {
      throw Malformed.limit("the clock " + lastDelete + " is above 2^31 - 1");
    }
    return (int) lastDelete;
  }

  @Override
  public int deleteLength() {
    long length = rest.varUint() + 1;
    lastDelete += length;
    if (lastDelete > Integer.MAX_VALUE) {
      throw Malformed.limit("the clock " + lastDelete + " is above 2^31 - 1");
    }
    return (int) length;
  }
}
