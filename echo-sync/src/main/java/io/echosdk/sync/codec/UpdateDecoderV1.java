package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/** Version 1: every field where it occurs. */
public final class UpdateDecoderV1 extends UpdateDecoder {

  /** Reads an update from its first byte. */
  public UpdateDecoderV1(byte[] update) {
    super(new ByteReader(update));
  }

  @Override
  public void restart() {
    rest.restart();
  }

  @Override
  long mostStructs() {
    return Long.MAX_VALUE; // each has bytes of its own
  }

  @Override
  public void leftId() {
    idClient = rest.varUint();
    idClock = rest.varUint31();
  }

  @Override
  public void rightId() {
    leftId();
  }

  @Override
  public long client() {
    return rest.varUint();
  }

  @Override
  public int info() {
    return rest.u8();
  }

  @Override
  public String string() {
    return rest.varString();
  }

  @Override
  public int text(TextPool pool) {
    return rest.varText(pool);
  }

  @Override
  int skipText() {
    return rest.skipString();
  }

  @Override
  void skipJson() {
    rest.skipJson();
  }

  @Override
  void skipKey() {
    rest.skipString();
  }

  @Override
  void skipJsonText() {
    JsonCheck.checkOrUndefined(rest.varString());
  }

  @Override
  public boolean parentInfo() {
    return rest.varUint() == 1;
  }

  @Override
  public int typeRef() {
    return rest.varUint31();
  }

  @Override
  public int length() {
    return rest.varUint31();
  }

  @Override
  public @Nullable Object json() {
    return Json.read(rest.varString());
  }

  @Override
  public String key() {
    return rest.varString();
  }

  @Override
  public void beginDeletes() {}

  @Override
  public int deleteClock() {
    return rest.varUint31();
  }

  @Override
  public int deleteLength() {
    int length = rest.varUint31();
    if (length == 0) { // version 2 has no form for it
      throw Malformed.update("a delete has no length");
    }
    return length;
  }
}
