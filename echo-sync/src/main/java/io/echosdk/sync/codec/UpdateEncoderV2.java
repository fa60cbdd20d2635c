package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/** Version 2: a column for each kind of field, run-length coded. */
public final class UpdateEncoderV2 extends UpdateEncoder {

  private final Runs.DifferenceRunWriter keyClocks = new Runs.DifferenceRunWriter();
  private final Runs.UintRunWriter clients = new Runs.UintRunWriter();
  private final Runs.DifferenceRunWriter leftClocks = new Runs.DifferenceRunWriter();
  private final Runs.DifferenceRunWriter rightClocks = new Runs.DifferenceRunWriter();
  private final Runs.ByteRunWriter infos = new Runs.ByteRunWriter();
  private final StringBuilder strings = new StringBuilder();
  private final Runs.UintRunWriter stringLengths = new Runs.UintRunWriter();
  private final Runs.ByteRunWriter parentInfos = new Runs.ByteRunWriter();
  private final Runs.UintRunWriter typeRefs = new Runs.UintRunWriter();
  private final Runs.UintRunWriter lengths = new Runs.UintRunWriter();
  private int keyClock;
  private int lastDelete;

  @Override
  public void leftId(long client, int clock) {
    clients.write(client);
    leftClocks.write(clock);
  }

  @Override
  public void rightId(long client, int clock) {
    clients.write(client);
    rightClocks.write(clock);
  }

  @Override
  public void client(long client) {
    clients.write(client);
  }

  @Override
  public void info(int info) {
    infos.write(info);
  }

  @Override
  public void string(String text) {
    strings.append(text);
    stringLengths.write(text.length());
  }

  @Override
  public void text(TextPool pool, int span, int length) {
    pool.appendTo(strings, span, length);
    stringLengths.write(length);
  }

  @Override
  public void parentInfo(boolean isRootKey) {
    parentInfos.write(isRootKey ? 1 : 0);
  }

  @Override
  public void typeRef(int ref) {
    typeRefs.write(ref);
  }

  @Override
  public void length(int length) {
    lengths.write(length);
  }

  @Override
  public void json(@Nullable Object value) {
    Values.write(rest(), value);
  }

  /** Writes the key each time: Yjs 13 never fills the table that would let it refer back. */
  @Override
  public void key(String key) {
    keyClocks.write(keyClock++);
    string(key);
  }

  @Override
  public void beginDeletes() {
    lastDelete = 0;
  }

  @Override
  public void delete(int clock, int length) {
    if (clock < lastDelete) { // version 2 has no form for it
      throw Malformed.update("its deletes are not in order");
    }
    rest().varUint(clock - lastDelete);
    rest().varUint(length - 1L);
    lastDelete = clock + length;
  }

  @Override
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter(64 + rest().size() + strings.length());
    out.varUint(0); // feature flags, none so far
    out.varBytes(keyClocks.finish());
    out.varBytes(clients.finish());
    out.varBytes(leftClocks.finish());
    out.varBytes(rightClocks.finish());
    out.varBytes(infos.finish());
    out.varBytes(stringColumn());
    out.varBytes(parentInfos.finish());
    out.varBytes(typeRefs.finish());
    out.varBytes(lengths.finish());
    out.append(rest());
    return out.toBytes();
  }

  private ByteWriter stringColumn() {
    ByteWriter column = new ByteWriter(strings.length() + 16);
    column.varString(strings);
    column.append(stringLengths.finish());
    return column;
  }
}
