package io.echosdk.sync.codec;

import org.jspecify.annotations.Nullable;

/** Version 1: every field where it occurs. */
public final class UpdateEncoderV1 extends UpdateEncoder {

  @Override
  public void leftId(long client, int clock) {
    rest().varUint(client);
    rest().varUint(clock);
  }

  @Override
  public void rightId(long client, int clock) {
    leftId(client, clock);
  }

  @Override
  public void client(long client) {
    rest().varUint(client);
  }

  @Override
  public void info(int info) {
    rest().u8(info);
  }

  @Override
  public void string(String text) {
    rest().varString(text);
  }

  @Override
  public void text(TextPool pool, int span, int length) {
    pool.writeTo(rest(), span, length);
  }

  @Override
  public void parentInfo(boolean isRootKey) {
    rest().u8(isRootKey ? 1 : 0);
  }

  @Override
  public void typeRef(int ref) {
    rest().varUint(ref);
  }

  @Override
  public void length(int length) {
    rest().varUint(length);
  }

  @Override
  public void json(@Nullable Object value) {
    rest().varString(Json.write(value));
  }

  @Override
  public void key(String key) {
    rest().varString(key);
  }

  @Override
  public void beginDeletes() {}

  @Override
  public void delete(int clock, int length) {
    rest().varUint(clock);
    rest().varUint(length);
  }

  @Override
  public byte[] toBytes() {
    return rest().toBytes();
  }
}
